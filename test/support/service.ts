// test/support/service.ts — the workflows and activities on Temporal's time-skipping server, over ports in memory.
import { createHash, randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../activities/index.ts';
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
import { aCompletedJob } from './builders.ts';
import { quiet } from './dev-server.ts';
import type { Fakes } from './fakes/index.ts';
import { createFakes } from './fakes/index.ts';
import { RESULT, serverClock, stepsOver } from './steps-in-memory.ts';

/** temporal.api.enums.v1.IndexedValueType */
const KEYWORD = 2;

export interface Service extends Fakes {
  env: TestWorkflowEnvironment;
  /** That of the starters: with keys it reads what is encrypted. */
  client: Client;
  starters: Starters;
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
}

/** A service with workers of its own. */
export interface OwnService extends Service {
  /** Workers over the same stores, of another version. */
  moreWorkers(over: Partial<WorkerPlan>): Promise<Workers>;
  close(): Promise<void>;
}

interface Workers {
  stop(): Promise<void>;
}

/** Gives every test of a suite empty stores; behind all of them are the same workers, on one time-skipping server. */
export function aServicePerTest(give: (service: Service) => void): void {
  let env: TestWorkflowEnvironment;
  let workers: Workers;
  let stores: Stores;
  before(async () => {
    env = await openEnvironment();
    stores = await openStores(env, {});
    // To start workers takes longer than most tests.
    const late = stepsOf(() => stores.activities);
    workers = await startWorkers(await planOf(env, late, {}));
    await stores.close();
  });
  after(async () => {
    await workers.stop();
    await env.teardown();
  });
  beforeEach(async () => {
    stores = await openStores(env, {});
    give(stores.service);
  });
  afterEach(() => stores.close());
}

/** Each step as it is at the time of the call. */
function stepsOf(current: () => Activities): Activities {
  const names = Object.keys(current()) as (keyof Activities)[];
  const entries = names.map((name) => [name, (...given: never[]) => (current()[name] as Step)(...given)]);
  return Object.fromEntries(entries) as Activities;
}

type Step = (...given: never[]) => Promise<unknown>;

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
export async function openService(env: TestWorkflowEnvironment, options: ServiceOptions = {}): Promise<OwnService> {
  const stores = await openStores(env, options);
  const plan = await planOf(env, stores.activities, options);
  const workers = await startWorkers(plan);
  return {
    ...stores.service,
    moreWorkers: (over) => startWorkers({ ...plan, ...over }),
    async close() {
      await workers.stop();
      await stores.close();
    },
  };
}

type Stores = Awaited<ReturnType<typeof openStores>>;

/** What a service is without its workers: empty stores, the steps over them, and what tests do with them. */
async function openStores(env: TestWorkflowEnvironment, options: ServiceOptions) {
  const now = await serverClock(env);
  const fakes = createFakes({ now });
  const client = options.codecKeys ? new Client({ connection: env.connection, ...converterOf(options) }) : env.client;
  const starters = createStarters(client);
  const { activities, annotator, caps, close } = stepsOver({ ...options, fakes, starters, now });
  return {
    activities,
    service: { ...fakes, env, client, starters, annotator, caps, ...steps({ env, fakes, starters }) },
    close,
  };
}

const converterOf = ({ codecKeys }: ServiceOptions) =>
  codecKeys ? { dataConverter: dataConverter({ codecKeys }) } : {};

async function planOf(
  env: TestWorkflowEnvironment,
  activities: Activities,
  options: ServiceOptions,
): Promise<WorkerPlan> {
  const { codecKeys, deployment, transfersAtOnce = 5 } = options;
  return {
    connection: env.nativeConnection,
    namespace: 'default',
    activities,
    roles: ['workflows', 'transfer', 'annotate'],
    workflows: await workflowCode(
      { codePath: readConfig().worker.bundle },
      { sealed: codecKeys !== undefined, versioned: deployment !== undefined },
    ),
    ...converterOf(options),
    ...(deployment ? { deployment } : {}),
    transfersAtOnce,
    annotationsAtOnce: 5,
  };
}

async function startWorkers(plan: WorkerPlan): Promise<Workers> {
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

export function hashOf(bytes: Uint8Array): string {
  const hasher = treeHasher(() => createHash('sha256'));
  hasher.update(bytes);
  return hasher.digest();
}
