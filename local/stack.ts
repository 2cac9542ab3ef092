// local/stack.ts — `npm start`: the whole service on this machine, kept up until Ctrl-C.
import { once } from 'node:events';
import { paymentSettings } from '../config-web.ts';
import { readConfig } from '../config.ts';
import { startStack, type Stack } from './start-stack.ts';

const say = (line: string) => console.log(line);

const interrupted = new AbortController();
const { signal } = interrupted;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => interrupted.abort());

try {
  const { local } = readConfig();
  const started = performance.now();
  say('Starting the stack ...');
  const stack = await startStack({
    folder: local.folder,
    ports: local.ports,
    settings: paymentSettings(),
    signal,
    say,
  });
  announce(stack, (performance.now() - started) / 1000);

  if (!signal.aborted) await once(signal, 'abort');
  say('Stopping ...');
  await stack.stop();
  say('Stopped; everything is kept for the next start.');
} catch (error) {
  if (signal.aborted) say('Stopped while it was starting; everything is kept for the next start.');
  else console.error(error instanceof Error ? error.message : error);
  process.exitCode = signal.aborted ? 130 : 1;
}

function announce({ urls, config }: Stack, seconds: number): void {
  say(`
Ready in ${seconds.toFixed(1)} s.

  The app         ${urls.web}
  Temporal Web    ${urls.temporal}
  The mailbox     ${urls.mailbox}

State and logs are in ${config.local.folder}. Ctrl-C stops everything.`);
}
