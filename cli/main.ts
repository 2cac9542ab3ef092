// cli/main.ts — `npm run gas -- COMMAND`: the command line, for operators and users. Each command is a file of its own.
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Config } from '../config.ts';
import type { LockHolder } from '../local/setup/lock.mjs';
import type { ProcessRef } from '../local/setup/processes.mjs';
import { annotateCommand, type AnnotationDoors, type Terminal } from './annotate.ts';
import { genomeCommand, type GenomeDoors } from './genome.ts';
import { codecServerCommand } from './operators/codec-server.ts';
import type { Cli } from './operators/operator.ts';
import { temporalCommand, type TemporalDoors } from './operators/temporal.ts';
import { createProgram } from './program.ts';
import type { UserCli } from './users/user.ts';

const cli: Cli & UserCli = {
  open: async ({ stack }) => (await import('./wiring.ts')).openOperator(await settings(stack)),
  checks: async ({ stack }) => (await import('./wiring.ts')).openCheckup(await environment(stack)),
  address: async () => (await import('../config.ts')).readConfig().client,
  out: (text) => console.log(text),
  say: (text) => console.error(text),
  exitWith: (code) => void (process.exitCode = code),
  userName: () => userInfo().username,
  now: Date.now,
  pause: (ms) => setTimeout(ms),
};
const interrupt = new AbortController();
const terminal: Terminal = {
  ...cli,
  progress: (text) => void (process.stderr.isTTY && process.stderr.write(`\r\u001b[K${text}`)),
  interrupted: interrupt.signal,
};
const program = createProgram(cli);
program.addCommand(annotateCommand(openAnnotator, terminal));
program.addCommand(genomeCommand(openGenomes, terminal));
program.addCommand(temporalCommand(openTemporal, cli));
program.addCommand(codecServerCommand(async () => (await import('../config.ts')).readConfig(), terminal));
await program.parseAsync();
// A connection to Temporal that is away can't be closed (the client throws from a timer), and would hold the process.
process.stdout.write('', () => process.exit());

async function openTemporal({ stack }: { stack: boolean | undefined }): Promise<TemporalDoors> {
  const config = await settings(stack);
  const { temporal, rules, worker } = config;
  const [{ connectClient }, { prepareNamespace }, { openDeployments }] = await Promise.all([
    import('../temporal/connection.ts'),
    import('../temporal/namespace-setup.ts'),
    import('../temporal/deployments.ts'),
  ]);
  const client = connectClient(temporal);
  return {
    prepare: () => prepareNamespace(client, { ...temporal, ...rules }),
    deployments: openDeployments(client, worker.deployment.deploymentName),
    audit: {
      record: async (entry) => (await import('../adapters/aws/index.ts')).awsAdapters(config).audit.record(entry),
    },
  };
}

async function settings(stack: boolean | undefined): Promise<Config> {
  const { readConfig } = await import('../config.ts');
  return readConfig(await environment(stack));
}

/** Of the service that `npm start` runs here, while it runs; else what is set: undefined. */
async function environment(stack: boolean | undefined): Promise<NodeJS.ProcessEnv | undefined> {
  const { inspectSettings } = await import('../config.ts');
  const { local, aws } = inspectSettings().config;
  const { folder, ports } = local;
  const running = await runningStack(folder);
  if (!(stack ?? (running !== undefined && !aws.endpoint))) return undefined;
  const { stackEnvironment } = await import('../local/environment.ts');
  cli.say(`On the service that \`npm start\` runs here${running ? `, at ${running}` : ''}.`);
  return stackEnvironment({ folder, ports });
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

/** Ctrl-C ends the engine too; it runs in process groups of its own. */
async function openAnnotator(): Promise<AnnotationDoors> {
  const [{ readConfig }, { bcftoolsAnnotator }, { openScratch }] = await Promise.all([
    import('../config.ts'),
    import('../adapters/annotator/bcftools-annotator.ts'),
    import('../adapters/annotator/scratch.ts'),
  ]);
  const { annotator } = readConfig();
  process.once('SIGINT', () => interrupt.abort(new Error('Interrupted.')));
  return { annotator: bcftoolsAnnotator(annotator), scratch: () => openScratch(annotator.scratchFolder, 'gas') };
}

async function openGenomes(): Promise<GenomeDoors> {
  const [{ readConfig }, { addGenome }, { describeGenomes, genomeEntry }] = await Promise.all([
    import('../config.ts'),
    import('../adapters/annotator/add-genome.ts'),
    import('../adapters/annotator/genomes.ts'),
  ]);
  const { annotator } = readConfig();
  const { bcftools, genomesFile } = annotator;
  return {
    add: (request, say) => addGenome({ entry: genomeEntry(request), bcftools, genomesFile, say }),
    list: () => describeGenomes(annotator),
  };
}
