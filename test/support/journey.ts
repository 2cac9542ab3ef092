// test/support/journey.ts — all processes on the embedded stack, with gates before AWS and Glacier to stop them at.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signIn, type Client } from '../../local/client.ts';
import { openInspector, type Inspector } from '../../local/inspect.ts';
import { PEOPLE } from '../../local/people.ts';
import { freePorts } from '../../local/ports.ts';
import type { Stack } from '../../local/start-stack.ts';
import type { JobView } from '../../web/contract.ts';
import { readConfig } from '../../config.ts';
import { openGate, type Gate } from './gate.ts';
import { recordAsks, type Asks } from './recorded-asks.ts';
import { oneWorker, roleWorkers, type Workers } from './role-workers.ts';
import { aStack } from './stack.ts';
import { until } from './until.ts';

export interface Journey {
  stack: Stack;
  aws: Gate;
  glacier: Gate;
  workers: Workers;
  /** Has the workers replaced by others with these settings. */
  withSettings(settings: Record<string, string>): Promise<void>;
  /** What each process has asked AWS for so far. */
  asks: () => Asks;
  inspector: Inspector;
  /** The chrM variants of about 2,800 healthy people, as a researcher would upload them. */
  vcf: Buffer;
  /** Signs in a demo person by first name. */
  as: (name: string) => Promise<Client>;
  close(): Promise<void>;
}

/** Hours and minutes compressed to seconds. */
const SETTINGS = {
  GAS_GRACE_PERIOD: '3s',
  GAS_GLACIER_EXPEDITED: '1s',
  GAS_GLACIER_STANDARD: '2s',
  GAS_EXPEDITED_WAIT: '10s',
  GAS_STANDARD_WAIT: '10s',
  // Never reached: that there is one makes retrievals ask the budget.
  GAS_RETRIEVAL_DAILY_BYTES: '1000000000000',
};

/** `over`: settings that differ. `workerPerRole`: a worker for each role, as they are deployed, not one for all. */
export async function openJourney(over: Record<string, string> = {}, { workerPerRole = false } = {}): Promise<Journey> {
  const ports = await freePorts();
  const record = recordAsks();
  const [aws, glacier] = await Promise.all([openGate(ports.aws, record.take), openGate(ports.glacier, record.take)]);
  const settings = { ...SETTINGS, AWS_ENDPOINT_URL: aws.url, AWS_ENDPOINT_URL_GLACIER: glacier.url, ...over };
  const stack = await aStack({ ports, settings, processes: ['bridge', 'web'] });
  const workersWith = workerPerRole ? roleWorkers : oneWorker;
  let workers = await workersWith(stack);
  await workers.start().catch(async (error: unknown) => {
    await workers.stop();
    await stack.stop();
    throw error;
  });
  const inspector = openInspector(stack.config);
  const example = join(readConfig().annotator.genomeFolder, 'examples/mgrb.chrM.vcf.gz');
  return {
    stack,
    aws,
    glacier,
    workers: {
      start: () => workers.start(),
      kill: (signal) => workers.kill(signal),
      stop: () => workers.stop(),
    },
    async withSettings(others) {
      await workers.stop();
      workers = await workersWith(stack, others);
      await workers.start();
    },
    asks: () => record.asks(stack.config),
    inspector,
    vcf: await readFile(example),
    as: (name) => signIn(stack.urls.web, PEOPLE.find((person) => person.name.startsWith(name))!.sub),
    async close() {
      inspector.close();
      await workers.stop();
      await stack.stop();
      await Promise.all([aws.close(), glacier.close()]);
    },
  };
}

/** Uploads and submits; answers when the job has completed. */
export async function annotated(client: Client, vcf: Uint8Array): Promise<string> {
  const jobId = await client.upload('mgrb.vcf.gz', vcf);
  await client.submit(jobId, 'mgrb.vcf.gz');
  await reached(client, jobId, ({ status }) => status === 'COMPLETED');
  return jobId;
}

/** Waits until a job looks like this; a web server that is away is asked again. */
export async function reached(client: Client, jobId: string, looks: (job: JobView) => boolean): Promise<JobView> {
  let last: JobView | undefined;
  return until(
    async () => {
      last = await client.job(jobId).catch(() => undefined);
      return last && looks(last) && last;
    },
    () => `another state than ${JSON.stringify(last)}`,
  );
}
