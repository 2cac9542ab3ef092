// temporal/removal-starters.ts — deleting, and clearing up under `result/<job_id>` where nobody else works on the result.
import type { Client } from '@temporalio/client';
import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
} from '@temporalio/client';
import pMap from 'p-map';
import { accountWorkflowId, resultWorkflowId } from '../domain/workflow-ids.ts';
import type { JobId } from '../domain/job.ts';
import type { SweepOrder } from '../domain/ports.ts';
import { archiveResult, closeAccount } from '../workflows/index.ts';
import type { ResultRef } from '../workflows/messages.ts';
import { deleteJob, deletionAsked } from '../workflows/messages.ts';
import { CALLS_AT_ONCE, CALL_WAIT_MS, away, found, isRunning, placed } from './calls.ts';
import { isTimeout, orAway } from './errors.ts';
import type { Starters } from './starters.ts';

type RemovalStarters = Pick<Starters, 'deleteJob' | 'closeAccount' | 'release' | 'idle' | 'sweep' | 'move'>;

export function removalStarters(client: Client): RemovalStarters {
  const sweep = (order: SweepOrder) => startIfIdle(client, order, { type: 'sweepResult', order, what: 'a sweep' });
  const move = (order: ResultRef) => startIfIdle(client, order, { type: 'moveResult', order, what: 'the move' });
  const isIdle = async ({ jobId }: { jobId: JobId }) => !(await isRunning(client, resultWorkflowId(jobId)));
  return {
    deleteJob: (job) => deleteOne(client, job),

    async closeAccount(userId) {
      await client.workflow
        .start(closeAccount, {
          ...placed(userId),
          workflowId: accountWorkflowId(userId),
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
          args: [{ userId, closedAt: Date.now() }],
          staticSummary: `the account of user ${userId} is deleted`,
        })
        .catch(away);
    },

    async release(job) {
      if (await sweep({ ...job, archives: [] })) return 'swept';
      await found(client.workflow.getHandle(resultWorkflowId(job.jobId)).cancel());
      return 'cancelled';
    },

    async idle(results) {
      const idle = await pMap(results, isIdle, { concurrency: CALLS_AT_ONCE });
      return results.filter((_, at) => idle[at]);
    },

    sweep: (results) => countStarted(results, sweep),
    move: (results) => countStarted(results, move),
  };
}

async function countStarted<T>(results: readonly T[], start: (result: T) => Promise<boolean>): Promise<number> {
  const started = await pMap(results, start, { concurrency: CALLS_AT_ONCE });
  return started.filter(Boolean).length;
}

/** Whichever mover runs hears it; where none does, archiveResult is started, and finds that there is only to remove. */
async function deleteOne(client: Client, { jobId, userId }: ResultRef): Promise<'marked' | 'accepted'> {
  const start = {
    ...placed(userId),
    workflowId: resultWorkflowId(jobId),
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    args: [{ jobId, userId }] as [ResultRef],
    staticSummary: `the result of job ${jobId}`,
  };
  const startWorkflowOperation = new WithStartWorkflowOperation(archiveResult, start);
  try {
    await client.withDeadline(Date.now() + CALL_WAIT_MS, () =>
      client.workflow.executeUpdateWithStart(deleteJob, { updateId: 'delete', startWorkflowOperation }),
    );
    return 'marked';
  } catch (error) {
    if (!isTimeout(error)) throw orAway(error);
    await client
      .withDeadline(Date.now() + CALL_WAIT_MS, () =>
        client.workflow.signalWithStart(archiveResult, { ...start, signal: deletionAsked }),
      )
      .catch(away);
    return 'accepted';
  }
}

/** False where a workflow of the result runs: whatever there is to do is that one's, or the next one's. */
async function startIfIdle(client: Client, { jobId, userId }: ResultRef, started: IdleStart): Promise<boolean> {
  try {
    await client.workflow.start(started.type, {
      ...placed(userId),
      workflowId: resultWorkflowId(jobId),
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
      args: [started.order],
      staticSummary: `${started.what} of the result of job ${jobId}`,
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw orAway(error);
  }
}

type IdleStart =
  | { type: 'sweepResult'; order: SweepOrder; what: 'a sweep' }
  | { type: 'moveResult'; order: ResultRef; what: 'the move' };
