// local/demo.ts — `npm run demo`: the whole life of one result in the terminal, through the web API and queues only.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { signIn } from './client.ts';
import { startDemoStack } from './demo-stack.ts';
import { liveOneResult } from './demo-story.ts';
import { narrator } from './narrator.ts';
import { PEOPLE } from './people.ts';
import { takeLock } from './setup/lock.mjs';

/** Minutes of grace and hours of thaw, compressed so that a person can watch; everything else is as in production. */
const COMPRESSED = {
  GAS_GRACE_PERIOD: '8s',
  GAS_GLACIER_EXPEDITED: '3s',
  GAS_GLACIER_STANDARD: '6s',
  GAS_EXPEDITED_EXPECTED: '3s',
  GAS_STANDARD_EXPECTED: '6s',
  GAS_EXPEDITED_WAIT: '20s',
  GAS_STANDARD_WAIT: '20s',
};

const { values } = parseArgs({
  options: { keep: { type: 'boolean', default: false }, archive: { type: 'string', default: 'glacier-vault' } },
});
const config = readConfig();
const folder = join(config.local.folder, 'demo');
const tell = narrator();

const lock = takeLock(`${folder}.lock`, folder);
if (!lock.release) {
  tell.problem(`The demo is already running (pid ${lock.holder.pid}). Wait for it, or stop it with Ctrl-C.`);
  process.exit(1);
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => interrupted.abort(new Error(`the demo was stopped by ${signal}; nothing is left running`)));

process.exitCode = await run().catch((error: unknown) => {
  tell.problem(error instanceof Error ? error.message : String(error));
  return 1;
});
lock.release();

async function run(): Promise<number> {
  await rm(folder, { recursive: true, force: true });
  tell.chapter('Start the service: Temporal, S3, SQS, SNS, DynamoDB, Glacier, identity, mail; worker, bridge, web');
  const { stack, noCapacity, stop } = await startDemoStack({
    folder,
    settings: { ...COMPRESSED, GAS_ARCHIVE: values.archive },
    signal: interrupted.signal,
    say: tell.detail,
  });
  try {
    tell.detail(`the app       ${stack.urls.web}`);
    tell.detail(`Temporal Web  ${stack.urls.temporal}`);
    tell.detail(`the mailbox   ${stack.urls.mailbox}`);

    const ada = PEOPLE.find(({ premium }) => !premium)!;
    tell.chapter(`${ada.name} signs in`);
    const client = await signIn(stack.urls.web, ada.sub);
    const input = await readFile(join(config.annotator.genomeFolder, 'examples/mgrb.chrM.vcf.gz'));
    const { signal } = interrupted;
    const proven = await liveOneResult({ client, stack, person: ada, input, tell, signal, noCapacity });

    if (values.keep) await keepUntilInterrupted();
    else
      tell.detail('to look around: `npm run demo -- --keep` leaves it running, `npm start` starts the service itself');
    return proven ? 0 : 1;
  } finally {
    tell.chapter('Stop every process');
    await stop();
    if (!values.keep) await rm(folder, { recursive: true, force: true });
  }
}

async function keepUntilInterrupted(): Promise<void> {
  tell.chapter('Kept running: look at the addresses above, end with Ctrl-C');
  await new Promise<void>((resolve) => {
    if (interrupted.signal.aborted) resolve();
    else interrupted.signal.addEventListener('abort', () => resolve());
  });
}
