// test/support/role-workers.ts — the workers of a running stack: one for all roles, or a process for each, as AWS runs them.
import { child } from '../../local/child.ts';
import { freePorts } from '../../local/ports.ts';
import { service } from '../../local/services.ts';
import type { Stack } from '../../local/start-stack.ts';

const ROLES = ['workflows', 'transfer', 'annotate'] as const;

export interface Workers {
  /** Starts those that do not run, and waits until they poll. */
  start(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

/** One for all roles, on a stack that was started without. */
export async function oneWorker(
  stack: Stack & { folder: string },
  settings: Record<string, string> = {},
): Promise<Workers> {
  if (Object.keys(settings).length > 0) throw new Error('Other settings are for workers of a role each.');
  return {
    start: () => stack.start('worker'),
    kill: (signal) => stack.kill('worker', signal),
    stop: () => stack.kill('worker', 'SIGTERM'),
  };
}

/** `settings` are laid over those of the stack. */
export async function roleWorkers(
  { config, env, folder }: Stack & { folder: string },
  settings: Record<string, string> = {},
): Promise<Workers> {
  const ports = Object.values(await freePorts());
  const children = ROLES.map((role, index) => {
    const local = { ...config.local, ports: { ...config.local.ports, worker: ports[index]! } };
    const own = {
      GAS_WORKER_ROLES: role,
      GAS_WORKER_PORT: String(ports[index]),
      AWS_SDK_UA_APP_ID: `gas-worker-${role}`,
    };
    const program = service('worker', { config: { ...config, local }, env: { ...env, ...settings, ...own } });
    return child({ ...program, name: `worker-${role}` }, { folder, onTrouble: (line) => console.error(line) });
  });
  return {
    start: () => all(children.map((each) => each.start())),
    kill: (signal) => all(children.map((each) => each.kill(signal))),
    stop: () => all(children.map((each) => each.stop())),
  };
}

/** Waits for all of them, so that none is on its way still, then throws the first failure. */
async function all(steps: Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(steps);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
