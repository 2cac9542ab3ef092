// adapters/http/clock-check.ts — whether our clock and those that we depend on tell the same time.
import type { Check, Seen } from '../../domain/checkup.ts';
import { ask } from './ask.ts';

export interface Clock {
  name: string;
  /** Any address that answers; the header `Date` of its answer is what counts. */
  url: string;
  /** What goes wrong where it differs from ours. */
  means: string;
}

interface Told extends Clock {
  aheadMs: number;
}

/** AWS refuses signatures from farther than that, and so do we tokens. */
const APART_MS = 5 * 60_000;
const SYNCHRONISE = 'Synchronise this machine with a time server (chrony, systemd-timesyncd).';

export function clockCheck(clocks: readonly Clock[]): Check {
  return {
    area: 'clocks',
    subject: 'our clock',
    advice: SYNCHRONISE,
    async look(signal) {
      const answers = await Promise.all(clocks.map((clock) => tell(clock, signal)));
      return compare(answers.filter((told) => told !== undefined));
    },
  };
}

/** Nothing where nobody answers: another check says so. */
async function tell(clock: Clock, signal: AbortSignal): Promise<Told | undefined> {
  try {
    const { at, middle } = await ask(clock.url, signal, '');
    return at === undefined ? undefined : { ...clock, aheadMs: at - middle };
  } catch {
    return undefined;
  }
}

/** Where all others differ from ours alike, it is ours that is wrong. */
function compare(told: readonly Told[]): Seen | readonly Seen[] {
  const apart = told.filter(({ aheadMs }) => Math.abs(aheadMs) > APART_MS);
  const names = told.map(({ name }) => name).join(' and ');
  if (told.length === 0) {
    return {
      problem: 'There is no clock to compare it with: none of them answers.',
      advice: 'Mend what the lines about AWS and identity say, and run it again.',
    };
  }
  if (apart.length === 0) return { well: `within ${(APART_MS / 60_000).toFixed(0)} minutes of ${names}` };
  const [first] = apart as [Told, ...Told[]];
  const alike = apart.every(({ aheadMs }) => Math.abs(aheadMs - first.aheadMs) < APART_MS);
  if (told.length > 1 && apart.length === told.length && alike) {
    return { problem: `It is ${difference(-first.aheadMs)} ${names}: ${first.means}.`, advice: SYNCHRONISE };
  }
  return apart.map(({ name, aheadMs, means }) => ({
    problem: `It is ${difference(-aheadMs)} that of ${name}: ${means}.`,
    advice:
      told.length === 1
        ? `${SYNCHRONISE} If it is right, ask those who run ${name}.`
        : `The others agree with ours: ask those who run ${name} to set their clock.`,
  }));
}

function difference(aheadMs: number): string {
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  return `${minutes} minutes ${aheadMs > 0 ? 'ahead of' : 'behind'}`;
}
