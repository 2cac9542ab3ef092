// local/services.ts — our three processes, as programs to supervise.
import type { Program } from './child.ts';
import { answers, type Setting } from './infrastructure.ts';
import { loopback } from './ports.ts';

export type ServiceName = 'worker' | 'bridge' | 'web';

/** The order in which they stop is the other way round: nothing new comes in while the rest ends. */
export const SERVICES: readonly ServiceName[] = ['worker', 'bridge', 'web'];

/** A transfer makes garbage of the size of its bytes; a small young generation has it collected soon (MiB). */
const FREQUENT_SCAVENGES = ['--max-semi-space-size=2'];

/** One of our processes. The worker serves nobody: it says in its log when it polls its queues. */
export function service(name: ServiceName, { config, env }: Setting): Program {
  const address = { bridge: config.bridge, web: config.web };
  return {
    name,
    command: process.execPath,
    args: [...(name === 'worker' ? FREQUENT_SCAVENGES : []), `${name}/main.ts`],
    env,
    healthy:
      name === 'worker'
        ? async (printed) => (await printed()).includes('worker ready')
        : () => answers(`${loopback(address[name].port)}/health/live`),
    stopLimitMs: 15_000,
  };
}
