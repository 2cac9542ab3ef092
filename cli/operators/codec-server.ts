// cli/operators/codec-server.ts — `gas codec-server`: lets operators read encrypted payloads in Temporal Web.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Command } from 'commander';
import { pino } from 'pino';
import type { CodecKey } from '../../temporal/codec.ts';
import type { CodecServerOptions } from '../../temporal/codec-server/app.ts';
import type { Terminal } from '../answer.ts';
import { CliFailure, explain } from '../failure.ts';

export interface CodecServerSettings {
  codecServer: Omit<CodecServerOptions, 'codecKeys' | 'now' | 'log'> & { port: number; host: string };
  temporal: { codecKeys: readonly CodecKey[] };
  logLevel: string;
}

export function codecServerCommand(read: () => Promise<CodecServerSettings>, terminal: Terminal): Command {
  return new Command('codec-server')
    .description('let operators read encrypted payloads in Temporal Web, until it is told to stop')
    .action(async () => {
      try {
        await serve(await read());
      } catch (error) {
        terminal.say(explain(error).message);
        terminal.exitWith(1);
      }
    });
}

async function serve({ codecServer: options, temporal: { codecKeys }, logLevel }: CodecServerSettings): Promise<void> {
  if (codecKeys.length === 0) throw new CliFailure('settings', 'There is nothing to decrypt with: set GAS_CODEC_KEYS.');
  if (!options.secret && !options.tokens) {
    const message =
      'Nobody could sign in: set GAS_CODEC_SECRET; or GAS_CODEC_ISSUER, GAS_CODEC_AUDIENCE, GAS_CODEC_OPERATORS.';
    throw new CliFailure('settings', message);
  }
  const { codecServer } = await import('../../temporal/codec-server/app.ts');
  const log = pino({ level: logLevel, name: 'codec-server' });
  const handle = codecServer({ ...options, codecKeys, now: Date.now, log }).callback();
  const server = createServer({ requestTimeout: 30_000 }, (request, response) => void handle(request, response));
  server.listen(options.port, options.host);
  await once(server, 'listening');
  log.info({ port: options.port, web: options.webOrigin }, 'codec server is up');
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  server.close();
  server.closeAllConnections();
  log.info('stopped');
}
