// test/deploy/support/second-processes.ts — one more web, bridge and worker on a stack, at ports of their own.
import { join } from 'node:path';
import { readConfig } from '../../../config.ts';
import { child, type Child } from '../../../local/child.ts';
import { PORT_SETTINGS, type Ports } from '../../../local/ports.ts';
import { service, SERVICES, type ServiceName } from '../../../local/services.ts';
import type { Stack } from '../../../local/start-stack.ts';

export interface SecondProcesses {
  the: Record<ServiceName, Child>;
  stop(): Promise<void>;
}

/** Started on `ports` and serving; `troubles` is told of each that ends unasked. */
export async function secondProcesses(
  stack: Stack & { folder: string },
  ports: Ports,
  troubles: string[],
): Promise<SecondProcesses> {
  const own = (['web', 'webInternal', 'bridge', 'worker'] as const).map((name) => [PORT_SETTINGS[name], `${ports[name]}`]); // prettier-ignore
  const env = { ...stack.env, ...(Object.fromEntries(own) as Record<string, string>) };
  const surroundings = { folder: join(stack.folder, 'second'), onTrouble: (line: string) => void troubles.push(line) };
  const made = SERVICES.map((name) => [name, child(service(name, { config: readConfig(env), env }), surroundings)]);
  const the = Object.fromEntries(made) as Record<ServiceName, Child>;
  const all = Object.values(the);
  const stop = async () => void (await Promise.all(all.map((one) => one.stop())));
  try {
    await Promise.all(all.map((one) => one.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { the, stop };
}
