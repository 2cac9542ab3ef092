// test/model/stage.ts — one service for all cases of a file, which run side by side, each with a user and a job of its own;
// the probe lets things happen to them, the checker watches, and one clock moves on for all.
import assert from 'node:assert/strict';
import type { WorkflowHandle } from '@temporalio/client';
import { Client, WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { JobRecord, JobRequest } from '../../domain/job.ts';
import type { Role } from '../../domain/plan.ts';
import { aCompletedJob, aJobRequest, minutes } from '../support/builders.ts';
import type { Service } from '../support/service.ts';
import { hashOf, openEnvironment, openService } from '../support/service.ts';
import { GRACE_MS, RESULT } from '../support/steps-in-memory.ts';
import type { Checker } from './checker.ts';
import { watchStores } from './checker.ts';
import type { Probe } from './probe.ts';
import { createProbe } from './probe.ts';

/** The user and the job of one case. */
export interface Cast {
  jobId: string;
  userId: string;
  request: JobRequest;
}

export interface Stage {
  env: TestWorkflowEnvironment;
  service: Service;
  probe: Probe;
  checker: Checker;
  /** Somebody new, with an input that was uploaded. */
  aCast(): Promise<Cast>;
  /** Puts a result into S3 that completed long ago, or just now. */
  hot(cast: Cast, when?: { justNow: true }): Promise<JobRecord>;
  /** Puts a result into the archive, without the work of archiving it. */
  archived(cast: Cast): Promise<JobRecord>;
  /** Sends a change of plan; the versions of each user count up. */
  sendPlan(cast: Cast, role: Role): Promise<void>;
  /** The same, and waits until it is recorded and every result woken. */
  changePlan(cast: Cast, role: Role): Promise<void>;
  /** Waits for the end of everything under way for this case; time flies meanwhile. Answers how its mover ended. */
  settle(cast: Cast): Promise<End>;
  /** A handle whose waits skip no time by themselves. */
  handle: (workflowId: string) => WorkflowHandle;
  /** Lets time fly until the work is done. */
  flying<T>(work: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export type End = 'completed' | 'failed' | 'cancelled' | 'none';

/** Opens a stage for the tests of a file, and closes it after them. */
export function onStage(give: (stage: Stage) => void): void {
  let stage: Stage;
  before(async () => give((stage = await openStage())));
  after(() => stage.close());
}

export async function openStage(): Promise<Stage> {
  const env = await openEnvironment();
  const probe = createProbe();
  const service = await openService(env, { through: probe.through, transfersAtOnce: 50 });
  service.cold.startAs('succeeded');
  return {
    env,
    service,
    probe,
    checker: watchStores(service, GRACE_MS),
    ...play(env, service),
    async close() {
      await service.close();
      await env.teardown();
    },
  };
}

function play(env: TestWorkflowEnvironment, service: Service) {
  // Waits that skip time must not run side by side: so none of these does, and one clock moves for all.
  const { workflow } = new Client({ connection: env.connection });
  const versions = new Map<string, number>();
  const delivered = new Set<string>();

  async function ended(workflowId: string): Promise<End> {
    try {
      await workflow.getHandle(workflowId).result();
      return 'completed';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'none';
      if (error instanceof WorkflowFailedError) return error.cause instanceof CancelledFailure ? 'cancelled' : 'failed';
      throw error;
    }
  }

  async function sendPlan({ userId }: Cast, role: Role): Promise<void> {
    const planVersion = (versions.get(userId) ?? 0) + 1;
    versions.set(userId, planVersion);
    const changeId = `${userId}/${planVersion}`;
    await handOver(() => service.starters.changePlan({ userId, role, changeId, planVersion, orderedAt: planVersion }));
  }

  return {
    ...props(env, service),
    sendPlan,
    handle: (workflowId: string) => workflow.getHandle(workflowId),
    async changePlan(cast: Cast, role: Role) {
      await sendPlan(cast, role);
      await ended(`plan/${cast.userId}`);
    },
    async settle({ jobId, userId }: Cast): Promise<End> {
      await ended(`plan/${userId}`);
      await ended(`annotate/${jobId}`);
      if (
        !delivered.has(jobId) &&
        service.published.some((event) => event.kind === 'annotation-complete' && event.job.jobId === jobId)
      ) {
        delivered.add(jobId);
        await handOver(() => service.starters.annotationCompleted({ jobId, userId }));
      }
      return ended(`result/${jobId}`);
    },
    async flying<T>(work: Promise<T>): Promise<T> {
      const state = { done: false };
      const clock = (async () => {
        while (!state.done) await env.sleep(minutes(1));
      })();
      try {
        return await work;
      } finally {
        state.done = true;
        await clock;
      }
    },
  };
}

/** As the bridge does: a message is handed over again where the test server closed the run that it was about to signal. */
async function handOver<T>(message: () => Promise<T>): Promise<T> {
  try {
    return await message();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return message();
  }
}

/** What lies in the stores when a case begins. */
function props(env: TestWorkflowEnvironment, service: Service) {
  const { objects, rows, cold } = service;
  const write = async (ref: { bucket: string; key: string }, bytes: Buffer) =>
    objects.write({ ...ref, bytes: bytes.length, contentType: '', read: async () => bytes });

  const completed = async ({ jobId, userId }: Cast, agoMs = 2 * GRACE_MS): Promise<JobRecord> => {
    const completedAt = (await env.currentTimeMs()) - agoMs;
    const job = aCompletedJob({ jobId, userId, completedAt, submittedAt: completedAt });
    await write(job.log!, Buffer.from('count\n'));
    return { ...job, result: { ...job.result!, bytes: RESULT.length, treeHash: hashOf(RESULT) } };
  };

  return {
    async aCast(): Promise<Cast> {
      const request = aJobRequest();
      await write(request.input, Buffer.from('##fileformat=VCFv4.2\n'));
      const { jobId, userId } = request;
      return { jobId, userId, request: { ...request, submittedAt: await env.currentTimeMs() } };
    },
    async hot(cast: Cast, when?: { justNow: true }): Promise<JobRecord> {
      const job = await completed(cast, when && 0);
      const { versionId } = await write(job.result!, RESULT);
      rows.set(cast.jobId, { ...job, result: { ...job.result!, versionId } });
      return rows.get(cast.jobId)!;
    },
    async archived(cast: Cast): Promise<JobRecord> {
      const { hotKey: _, ...job } = await completed(cast);
      const archive = {
        id: `archive of ${cast.jobId}`,
        store: 'glacier-vault',
        bytes: RESULT.length,
        treeHash: hashOf(RESULT),
      } as const;
      cold.archives.set(archive.id, RESULT);
      cold.origins.set(archive.id, { jobId: cast.jobId, userId: cast.userId, createdAt: 0 });
      rows.set(cast.jobId, { ...job, archiveStatus: 'ARCHIVED', archive });
      return rows.get(cast.jobId)!;
    },
  };
}

/** What is left of a job in any store, in words. */
export async function remainsOf(
  { service }: Pick<Stage, 'service'>,
  { jobId }: Pick<Cast, 'jobId'>,
): Promise<string[]> {
  const { versions, cold, otherCold } = service;
  const remains = [...versions].flatMap(([key, all]) => (key.includes(jobId) ? all.map(() => key.split('~')[1]!) : []));
  for (const { origins, port } of [cold, otherCold]) {
    remains.push(...[...origins.values()].filter((of) => of.jobId === jobId).map(() => 'an archive'));
    let cursor: string | undefined;
    do {
      const page: Awaited<ReturnType<typeof port.openUploads>> = await port.openUploads(cursor);
      remains.push(...page.uploads.filter((upload) => upload.jobId === jobId).map(() => 'an upload'));
      ({ cursor } = page);
    } while (cursor !== undefined);
  }
  return remains;
}

/** Nothing but the tombstone, and what is written down about it. */
export async function assertGone(stage: Pick<Stage, 'service'>, cast: Pick<Cast, 'jobId'>): Promise<void> {
  const row = stage.service.rows.get(cast.jobId);
  assert.ok(row?.expiresAt !== undefined && row.deletedAt !== undefined, 'there is no tombstone');
  assert.deepEqual({ ...row, version: 0, deletedAt: 0, expiresAt: 0 }, { ...TOMBSTONE, jobId: cast.jobId });
  assert.deepEqual(await remainsOf(stage, cast), []);
  const written = await stage.service.audit.of(`job/${cast.jobId}`);
  assert.deepEqual(written.map(({ action }) => action).toSorted(), ['job-deleted', 'job-removed']);
}

const TOMBSTONE = {
  userId: '',
  version: 0,
  inputFileName: '',
  input: { bucket: '', key: '' },
  submittedAt: 0,
  status: 'PENDING',
  attempt: 1,
  timeline: [],
  deletedAt: 0,
  expiresAt: 0,
};
