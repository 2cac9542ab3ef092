// test/support/service.ts — the workflows and activities on Temporal's time-skipping server, over ports in memory.
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { createActivities } from '../../activities/index.ts';
import type { Ports } from '../../activities/ports.ts';
import { readConfig } from '../../config.ts';
import type { AnnotationOutcome, AnnotationRun } from '../../domain/annotation.ts';
import { resultWorkflowId } from '../../domain/workflow-ids.ts';
import type { JobRecord } from '../../domain/job.ts';
import type { Role } from '../../domain/plan.ts';
import type { RetrievalCaps } from '../../domain/retrieval-cost.ts';
import { treeHasher } from '../../domain/tree-hash.ts';
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes.ts';
import type { Starters } from '../../temporal/starters.ts';
import { createStarters } from '../../temporal/starters.ts';
import type { CodecKey } from '../../temporal/codec.ts';
import { dataConverter } from '../../temporal/connection.ts';
import { workflowCode } from '../../worker/workflow-code.ts';
import type { WorkerPlan } from '../../worker/workers.ts';
import { createWorkers } from '../../worker/workers.ts';
import { aCompletedJob, hours, minutes } from './builders.ts';
import { quiet } from './dev-server.ts';
import type { Fakes } from './fakes/index.ts';
import { createFakes } from './fakes/index.ts';

/** temporal.api.enums.v1.IndexedValueType */
const KEYWORD = 2;
export const GRACE_MS = minutes(5);
export const RESULT = Buffer.from('##fileformat=VCFv4.2\nchrM\t11778\t.\tG\tA\t.\t.\tBCSQ=missense|MT-ND4\n');

export interface Service extends Fakes {
  env: TestWorkflowEnvironment;
  /** That of the starters: with keys it reads what is encrypted. */
  client: Client;
  starters: Starters;
  /** Workers over the same stores, of another version. */
  moreWorkers(over: Partial<WorkerPlan>): Promise<{ stop(): Promise<void> }>;
  /** What the annotator does; by default it writes a small result. */
  annotator: { annotate: (run: AnnotationRun) => Promise<AnnotationOutcome> };
  /** What retrievals may cost on a day: nobody counts, unless a test sets something. */
  caps: RetrievalCaps;
  /** Puts a completed job and its bytes where an annotation leaves them, and wakes its mover. */
  completedJob(over?: Partial<JobRecord>): Promise<JobRecord>;
  /** A result that has been archived, its plan still free. */
  archivedJob(): Promise<JobRecord>;
  /** Changes a user's plan as the bridge would, and waits until it is recorded and every result is woken. */
  changePlan(userId: string, role: Role): Promise<void>;
  /** Waits until the mover of a result has ended; time is skipped meanwhile. */
  settled(jobId: string): Promise<void>;
  row(jobId: string): JobRecord;
  /** The bytes of each version of a result in S3, newest first. */
  hot(job: JobRecord): string[];
  close(): Promise<void>;
}

/** Gives every test of a suite a service of its own, all on one time-skipping server. */
export function aServicePerTest(give: (service: Service) => void): void {
  let env: TestWorkflowEnvironment;
  let service: Service;
  before(async () => {
    env = await openEnvironment();
  });
  after(() => env.teardown());
  beforeEach(async () => {
    service = await openService(env);
    give(service);
  });
  afterEach(() => service.close());
}

/** One time-skipping server for the tests of a file; its clock is global, so they run one after the other. */
export async function openEnvironment(): Promise<TestWorkflowEnvironment> {
  quiet();
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: readConfig().local.testServer } },
  });
  const searchAttributes = Object.fromEntries(SEARCH_ATTRIBUTES.map(({ name }) => [name, KEYWORD]));
  await env.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes });
  return env;
}

export interface ServiceOptions {
  /** How long a restore waits for its notification before it asks. */
  waitMs?: number;
  transfersAtOnce?: number;
  /** Something between the steps and their ports. */
  through?: (ports: Ports) => Ports;
  /** Payloads are encrypted. */
  codecKeys?: readonly CodecKey[];
  /** The version of the workers. */
  deployment?: WorkerPlan['deployment'];
}

/** Workers over empty stores. Steps tell the time by the server's clock, which tests move. */
export async function openService(
  env: TestWorkflowEnvironment,
  { waitMs, transfersAtOnce = 5, through = (ports) => ports, codecKeys, deployment }: ServiceOptions = {},
): Promise<Service> {
  const now = await serverClock(env);
  const fakes = createFakes({ now });
  const converter = codecKeys ? { dataConverter: dataConverter({ codecKeys }) } : {};
  const client = codecKeys ? new Client({ connection: env.connection, ...converter }) : env.client;
  const starters = createStarters(client);
  const scratchFolder = mkdtempSync(join(tmpdir(), 'gas-test-'));
  const annotator = { annotate: annotateTiny };
  const caps: RetrievalCaps = {};
  const plan: WorkerPlan = {
    connection: env.nativeConnection,
    namespace: 'default',
    activities: createActivities(
      through({
        ...fakes,
        annotator: { annotate: (run) => annotator.annotate(run) },
        movers: starters,
        notices: starters,
        annotations: starters,
        rules: {
          graceMs: GRACE_MS,
          freeInputBytes: 1000,
          premiumInputBytes: 1_000_000,
          retrievalRounds: 3,
          retrievalCaps: caps,
          orphanAgeMs: hours(48),
          notices: { gatherMs: 5000, leadMs: hours(24) },
          tiers: {
            Expedited: { expectedMs: minutes(5), waitMs: waitMs ?? minutes(10) },
            Standard: { expectedMs: hours(5), waitMs: hours(6) },
            Bulk: { expectedMs: hours(12), waitMs: hours(13) },
          },
        },
        settings: {
          inputsBucket: 'inputs',
          resultsBucket: 'results',
          keyPrefix: 'gas',
          scratchFolder,
          webUrl: 'http://gas.test',
        },
        now,
      }),
    ),
    roles: ['workflows', 'transfer', 'annotate'],
    workflows: await workflowCode(
      { codePath: readConfig().worker.bundle },
      {
        sealed: codecKeys !== undefined,
        versioned: deployment !== undefined,
      },
    ),
    ...converter,
    ...(deployment ? { deployment } : {}),
    transfersAtOnce,
    annotationsAtOnce: 5,
  };
  const workers = await startWorkers(plan);
  return {
    ...fakes,
    env,
    client,
    starters,
    moreWorkers: (over) => startWorkers({ ...plan, ...over }),
    annotator,
    caps,
    ...steps({ env, fakes, starters }),
    async close() {
      await workers.stop();
      await rm(scratchFolder, { recursive: true, force: true });
    },
  };
}

async function startWorkers(plan: WorkerPlan): Promise<{ stop(): Promise<void> }> {
  const workers = await createWorkers(plan);
  const running = Promise.all(workers.map((worker) => worker.run()));
  return {
    async stop() {
      for (const worker of workers) worker.shutdown();
      await running;
    },
  };
}

function steps({ env, fakes, starters }: { env: TestWorkflowEnvironment; fakes: Fakes; starters: Starters }) {
  const { workflow } = env.client;
  // The server counts locks on its clock and clamps at none: two waits that skip time at once would stop it for ever.
  const unskipped = new Client({ connection: env.connection }).workflow;
  let planVersion = 0;

  async function completedJob(over: Partial<JobRecord> = {}): Promise<JobRecord> {
    const job = aCompletedJob({ completedAt: await env.currentTimeMs(), ...over });
    const { versionId } = await fakes.objects.write({
      ...job.result!,
      bytes: RESULT.length,
      contentType: '',
      read: async () => RESULT,
    });
    const result = { ...job.result!, versionId, bytes: RESULT.length, treeHash: hashOf(RESULT) };
    await fakes.jobs.insert({ ...job, result });
    await starters.annotationCompleted(job);
    return { ...job, result };
  }

  const settled = (jobId: string): Promise<void> => workflow.getHandle(resultWorkflowId(jobId)).result();

  return {
    completedJob,
    async archivedJob() {
      const job = await completedJob();
      await settled(job.jobId);
      return job;
    },
    async changePlan(userId: string, role: Role) {
      planVersion += 1;
      await starters.changePlan({ userId, role, changeId: randomUUID(), planVersion, orderedAt: planVersion });
      await unskipped.getHandle(`plan/${userId}`).result();
    },
    settled,
    row: (jobId: string) => fakes.rows.get(jobId)!,
    hot: ({ result }: JobRecord) =>
      (fakes.versions.get(`${result!.bucket}/${result!.key}`) ?? []).map(({ bytes }) => bytes.toString()),
  };
}

async function annotateTiny({ outputFolder }: AnnotationRun): Promise<AnnotationOutcome> {
  const [resultPath, indexPath, logPath] = ['result', 'index', 'log'].map((name) => join(outputFolder, name)) as [
    string,
    string,
    string,
  ];
  await Promise.all([writeFile(resultPath, RESULT), writeFile(indexPath, 'index'), writeFile(logPath, 'Annotated.\n')]);
  return { kind: 'annotated', resultPath, indexPath, logPath, records: 1, consequences: { missense: 1 } };
}

/** In a step, when its attempt was scheduled: what a clock on the wall would show there. Outside, when that last was. */
async function serverClock(env: TestWorkflowEnvironment): Promise<() => number> {
  let last = await env.currentTimeMs();
  return () => {
    if (inActivity()) last = Context.current().info.currentAttemptScheduledTimestampMs;
    return last;
  };
}

function inActivity(): boolean {
  try {
    return Context.current() !== undefined;
  } catch {
    return false;
  }
}

export function hashOf(bytes: Uint8Array): string {
  const hasher = treeHasher(() => createHash('sha256'));
  hasher.update(bytes);
  return hasher.digest();
}
