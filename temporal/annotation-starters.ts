// temporal/annotation-starters.ts — starting, finding and stopping `annotate/<job_id>`, and telling its owner how it ended.
import type { Client } from '@temporalio/client';
import {
  WithStartWorkflowOperation,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { JobRequest } from '../domain/job.ts';
import type { Role } from '../domain/plan.ts';
import { annotateWorkflowId } from '../domain/workflow-ids.ts';
import { annotateJob } from '../workflows/index.ts';
import { submit } from '../workflows/messages.ts';
import { CALL_WAIT_MS, away, found, isRunning, placed, runningNow } from './calls.ts';
import { isTimeout, orAway } from './errors.ts';
import type { Starters } from './starters.ts';

type AnnotationStarters = Pick<Starters, 'submit' | 'submission' | 'requestJob' | 'cancel' | 'stop'>;

export function annotationStarters(client: Client): AnnotationStarters {
  const { workflow } = client;
  return {
    async submit(request, role) {
      try {
        const { status } = await client.withDeadline(Date.now() + CALL_WAIT_MS, () =>
          workflow.executeUpdateWithStart(submit, {
            args: [request],
            updateId: request.attempt === 1 ? 'submit' : `retry-${request.attempt}`,
            startWorkflowOperation: new WithStartWorkflowOperation(annotateJob, annotation(request, role)),
          }),
        );
        return { kind: 'recorded', status };
      } catch (error) {
        if (isTimeout(error) && (await isStarted(client, request))) return { kind: 'accepted' };
        throw orAway(error);
      }
    },

    async submission(jobId) {
      try {
        const { memo } = await workflow.getHandle(annotateWorkflowId(jobId)).describe();
        return memo?.['request'] as JobRequest | undefined;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return undefined;
        throw orAway(error);
      }
    },

    async requestJob(request) {
      await workflow.start(annotateJob, annotation(request)).catch(away);
    },

    async cancel(jobId) {
      return found(workflow.getHandle(annotateWorkflowId(jobId)).cancel());
    },

    async stop(jobId) {
      await found(workflow.getHandle(annotateWorkflowId(jobId)).cancel());
      return isRunning(client, annotateWorkflowId(jobId));
    },
  };
}

/**
 * A time-out leaves open whether it was started; only Temporal can tell. An attempt that met the run of the one before is
 * not: its update goes with the server, until a worker has taken it.
 */
async function isStarted(client: Client, { jobId, attempt }: JobRequest): Promise<boolean> {
  const { memo } = (await runningNow(client, annotateWorkflowId(jobId))) ?? {};
  return (memo?.['request'] as JobRequest | undefined)?.attempt === attempt;
}

function annotation(request: JobRequest, role?: Role) {
  return {
    ...placed(request.userId, role),
    workflowId: annotateWorkflowId(request.jobId),
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE, // the row says whether there is anything left to do
    args: [request] as [JobRequest],
    memo: { request }, // for whoever asks before the row exists
    staticSummary: `annotation of job ${request.jobId}, attempt ${request.attempt}`,
  };
}
