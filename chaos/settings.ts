// chaos/settings.ts — hours compressed to seconds, and the doors put before the stores.
import type { Clocks } from './events.ts';
import type { Plan } from './plan.ts';

/** Settings of config.ts for a run whose stores are behind these doors. */
export function settingsOf({ clocks }: Plan, doors: { aws: string; vault: string }): Record<string, string> {
  return {
    GAS_GRACE_PERIOD: '3s',
    GAS_GLACIER_EXPEDITED: '1s',
    GAS_GLACIER_STANDARD: '2s',
    GAS_GLACIER_BULK: '3s',
    GAS_EXPEDITED_WAIT: '8s',
    GAS_STANDARD_WAIT: '10s',
    GAS_BULK_WAIT: '12s',
    GAS_PART_MIB: '1',
    // What is not referenced in the quiet phase is nobody's: the movers have ended, and their uploads are older than this.
    GAS_ORPHAN_AGE: '1s',
    AWS_ENDPOINT_URL: doors.aws,
    AWS_ENDPOINT_URL_GLACIER: doors.vault,
    ...preloaded(clocks),
  };
}

/** Only processes of ours look at the address; it does nothing in any other. */
function preloaded(clocks: Clocks): Record<string, string> {
  const ahead = Object.entries(clocks).filter(([, ms]) => ms !== 0);
  if (ahead.length === 0) return {};
  const address = new URL('./clock.ts', import.meta.url);
  for (const [name, ms] of ahead) address.searchParams.set(name, String(ms));
  return { NODE_OPTIONS: `--import=${address.href}` };
}
