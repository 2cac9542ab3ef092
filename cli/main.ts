// cli/main.ts — `npm run gas -- COMMAND`: the command line, for operators and users. Each command is a file of its own.
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { LockHolder } from '../local/setup/lock.mjs';
import type { ProcessRef } from '../local/setup/processes.mjs';
import type { Cli, Operator } from './operators/operator.ts';
import { createProgram } from './program.ts';

const cli: Cli = {
  open,
  out: (text) => console.log(text),
  say: (text) => console.error(text),
  exitWith: (code) => void (process.exitCode = code),
  userName: () => userInfo().username,
  now: Date.now,
};
await createProgram(cli).parseAsync();
// A connection to Temporal that is away can't be closed (the client throws from a timer), and would hold the process.
process.stdout.write('', () => process.exit());

/** Adapters are loaded here and not above: most calls of --help need none of them. */
async function open({ stack }: { stack: boolean | undefined }): Promise<Operator> {
  const config = await settings(stack);
  const [{ awsAdapters }, { connectClient }, { createStarters }, { inspectWorkflows }] = await Promise.all([
    import('../adapters/aws/index.ts'),
    import('../temporal/connection.ts'),
    import('../temporal/starters.ts'),
    import('../temporal/inspection.ts'),
  ]);
  const client = connectClient(config.temporal);
  const { close, ...ports } = awsAdapters(config);
  return {
    ...ports,
    starters: createStarters(client),
    workflows: inspectWorkflows(client),
    graceMs: config.rules.graceMs,
    close,
  };
}

/** The service that `npm start` runs here, while it runs; else the one that the settings name. */
async function settings(stack: boolean | undefined): Promise<Config> {
  const { readConfig } = await import('../config.ts');
  const config = readConfig();
  const { folder, ports } = config.local;
  const running = await runningStack(folder);
  if (!(stack ?? (running !== undefined && !config.aws.endpoint))) return config;
  const { stackEnvironment } = await import('../local/environment.ts');
  cli.say(`On the service that \`npm start\` runs here${running ? `, at ${running}` : ''}.`);
  return readConfig(stackEnvironment({ folder, ports }));
}

async function runningStack(folder: string): Promise<string | undefined> {
  const { isRunning } = await import('../local/setup/processes.mjs');
  try {
    const lock = JSON.parse(readFileSync(join(folder, 'stack.lock'), 'utf8')) as LockHolder & ProcessRef;
    return isRunning(lock) ? lock.note : undefined;
  } catch {
    return undefined; // none was ever started, or it has stopped
  }
}
