// local/services.ts — our three processes, as programs to supervise.
import type { Program } from './child.ts';
import { answers, type Setting } from './infrastructure.ts';
import { loopback } from './ports.ts';

export type ServiceName = 'worker' | 'bridge' | 'web';

/** The order in which they stop is the other way round: nothing new comes in while the rest ends. */
export const SERVICES: readonly ServiceName[] = ['worker', 'bridge', 'web'];

/**
 * MiB of the young generation. A transfer makes garbage of the size of its bytes: a small one has it collected soon. A web
 * process would let its own grow to 130 MiB (Node 24), and the old one to twice of what lives in it, more than a thousand
 * event streams take.
 */
const YOUNG: Record<ServiceName, string[]> = {
  worker: ['--max-semi-space-size=2'],
  bridge: [],
  web: ['--max-semi-space-size=4', '--heap-growing-percent=30'],
};
/**
 * Without it each thread keeps memory that it has freed (glibc): 40 MiB more in a worker with results of gigabytes, and as
 * much in a web process with a thousand event streams.
 */
const ONE_ARENA = { MALLOC_ARENA_MAX: '1' };

/** What each answers when it is there: the worker once it polls, since nobody else would tell. */
const PROBES: Record<ServiceName, string> = { worker: 'ready', bridge: 'live', web: 'live' };

/** One of our processes. */
export function service(name: ServiceName, { config, env }: Setting): Program {
  const address = loopback(config.local.ports[name]);
  return {
    name,
    command: process.execPath,
    args: [...YOUNG[name], `${name}/main.ts`],
    // CloudTrail, and whoever stands between, then see which process called.
    env: { AWS_SDK_UA_APP_ID: `gas-${name}`, ...(name === 'bridge' ? {} : ONE_ARENA), ...env },
    healthy: () => answers(`${address}/health/${PROBES[name]}`),
    stopLimitMs: 15_000,
  };
}
