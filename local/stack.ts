// local/stack.ts — `npm start`: the whole service on this machine, kept up until Ctrl-C.
import { readConfig } from '../config.ts';
import { startStack, type Stack } from './start-stack.ts';

const say = (line: string) => console.log(line);

/** A signal that comes while the stack is starting stops it as soon as it can be stopped in order. */
const interrupted = Promise.withResolvers<void>();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interrupted.resolve());

try {
  const { local } = readConfig();
  const started = performance.now();
  say('Starting the stack ...');
  const stack = await startStack({ folder: local.folder, ports: local.ports, say });
  announce(stack, (performance.now() - started) / 1000);

  await interrupted.promise;
  say('Stopping ...');
  await stack.stop();
  say('Stopped; everything is kept for the next start.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function announce({ urls, config }: Stack, seconds: number): void {
  say(`
Ready in ${seconds.toFixed(1)} s.

  The app         ${urls.web}
  Temporal Web    ${urls.temporal}
  The mailbox     ${urls.mailbox}

State and logs are in ${config.local.folder}. Ctrl-C stops everything.`);
}
