// temporal/starters.ts — one function per way in which the outside starts or wakes a workflow: ids, queues, policies.
import type { Client, WorkflowStartOptions } from '@temporalio/client';
import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import pMap from 'p-map';
import { resultWorkflowId } from '../domain/archive.ts';
import type { JobId, JobRequest, JobStatus, UserId } from '../domain/job.ts';
import type { PlanChange, Role } from '../domain/plan.ts';
import type { Notices, ResultMovers } from '../domain/ports.ts';
import { annotateJob, applyPlan, archiveResult, restoreResult, tellOwner } from '../workflows/index.ts';
import { archiveThawed, planChangeReceived, planChanged, submit } from '../workflows/messages.ts';
import { WORKFLOWS_QUEUE } from '../workflows/queues.ts';
import { GAS_PHASE, GAS_PLAN, GAS_USER_ID } from '../workflows/search-attributes.ts';
import { isAway, isTimeout, orAway } from './errors.ts';

/** `accepted`: Temporal holds the submission, but no worker has recorded the row within three seconds. */
type Submission = { kind: 'recorded'; status: JobStatus } | { kind: 'accepted' };

export interface Starters extends ResultMovers, Notices {
  /** Starts `annotate/<job_id>`, once for each attempt of a job however often it is called. Throws TemporalAway. */
  submit(request: JobRequest, role: Role): Promise<Submission>;
  /** What was submitted under this id, from the moment in which Temporal holds it; undefined for what never was. */
  submission(jobId: JobId): Promise<JobRequest | undefined>;
  /** As submit, for a job request that arrives as a message: nobody waits for the row. */
  requestJob(request: JobRequest): Promise<void>;
  /** Asks for the cancellation of a job's annotation; false where none runs. */
  cancel(jobId: JobId): Promise<boolean>;
  /** Wakes the mover of a result that has been annotated. */
  annotationCompleted(result: { jobId: JobId; userId: UserId }): Promise<void>;
  /** Hands a change of plan to `plan/<user_id>`. */
  changePlan(change: PlanChange): Promise<void>;
  /** Tells the mover of a result that a retrieval is over; false where none runs: then nobody waits for it. */
  archiveThawed(jobId: JobId): Promise<boolean>;
  /** Whether Temporal answers. */
  healthy(): Promise<boolean>;
}

/** How long a submission waits for the row to be recorded. */
const SUBMIT_WAIT_MS = 3000;
/** Signals on their way at once while the results of one user are woken. */
const WAKES_AT_ONCE = 10;

export function createStarters(client: Client): Starters {
  return {
    ...annotationStarters(client),
    ...resultStarters(client),
    async healthy() {
      const answer = client.withDeadline(Date.now() + SUBMIT_WAIT_MS, () =>
        client.workflowService.describeNamespace({ namespace: client.options.namespace }),
      );
      return answer.then(
        () => true,
        () => false,
      );
    },
  };
}

function annotationStarters(
  client: Client,
): Pick<Starters, 'submit' | 'submission' | 'requestJob' | 'tellOwner' | 'cancel'> {
  const { workflow } = client;
  return {
    async submit(request, role) {
      try {
        const { status } = await client.withDeadline(Date.now() + SUBMIT_WAIT_MS, () =>
          workflow.executeUpdateWithStart(submit, {
            args: [request],
            updateId: request.attempt === 1 ? 'submit' : `retry-${request.attempt}`,
            startWorkflowOperation: new WithStartWorkflowOperation(annotateJob, annotation(request, role)),
          }),
        );
        return { kind: 'recorded', status };
      } catch (error) {
        // A time-out leaves open whether it was started; only Temporal can tell.
        if (isTimeout(error) && (await isRunning(client, annotateId(request.jobId)))) return { kind: 'accepted' };
        throw orAway(error);
      }
    },

    async submission(jobId) {
      try {
        const { memo } = await workflow.getHandle(annotateId(jobId)).describe();
        return memo?.['request'] as JobRequest | undefined;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return undefined;
        throw orAway(error);
      }
    },

    async requestJob(request) {
      await workflow.start(annotateJob, annotation(request)).catch(away);
    },

    async tellOwner({ jobId, userId, attempt }) {
      const notice = workflow.start(tellOwner, {
        ...placed(userId),
        workflowId: `notice/${jobId}/${attempt}`,
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE, // a second run would mail a second time
        args: [{ jobId }],
        staticSummary: `mail about attempt ${attempt} of job ${jobId}`,
      });
      await notice.catch((error: unknown) => {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw orAway(error);
      });
    },

    async cancel(jobId) {
      return found(workflow.getHandle(annotateId(jobId)).cancel());
    },
  };
}

function resultStarters({
  workflow,
}: Client): Pick<Starters, 'annotationCompleted' | 'changePlan' | 'archiveThawed' | 'wake'> {
  async function wakeResult({
    jobId,
    userId,
    role,
    restore,
  }: {
    jobId: JobId;
    userId: UserId;
    role?: Role;
    restore: boolean;
  }): Promise<void> {
    await workflow.signalWithStart(restore ? restoreResult : archiveResult, {
      ...placed(userId, role),
      workflowId: resultWorkflowId(jobId),
      args: [{ jobId, userId }],
      signal: planChanged,
      staticSummary: `the result of job ${jobId}`,
    });
  }

  return {
    async annotationCompleted(result) {
      await wakeResult({ ...result, restore: false }).catch(away);
    },

    async changePlan(change) {
      const { userId, role } = change;
      await workflow
        .signalWithStart(applyPlan, {
          ...placed(userId, role),
          workflowId: `plan/${userId}`,
          args: [{ userId }],
          signal: planChangeReceived,
          signalArgs: [change],
          staticSummary: `plan changes of user ${userId}`,
        })
        .catch(away);
    },

    async archiveThawed(jobId) {
      return found(workflow.getHandle(resultWorkflowId(jobId)).signal(archiveThawed));
    },

    async wake(results) {
      await pMap(results, wakeResult, { concurrency: WAKES_AT_ONCE }).catch(away);
    },
  };
}

function annotateId(jobId: JobId): string {
  return `annotate/${jobId}`;
}

function annotation(request: JobRequest, role?: Role) {
  return {
    ...placed(request.userId, role),
    workflowId: annotateId(request.jobId),
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE, // the row says whether there is anything left to do
    args: [request] as [JobRequest],
    memo: { request }, // for whoever asks before the row exists
    staticSummary: `annotation of job ${request.jobId}, attempt ${request.attempt}`,
  };
}

/** Premium before free; within a priority, users take turns. */
function placed(
  userId: UserId,
  role?: Role,
): Pick<WorkflowStartOptions, 'taskQueue' | 'priority' | 'typedSearchAttributes'> {
  return {
    taskQueue: WORKFLOWS_QUEUE,
    priority: { priorityKey: role === 'premium_user' ? 2 : 3, fairnessKey: userId },
    typedSearchAttributes: [
      { key: GAS_USER_ID, value: userId },
      { key: GAS_PHASE, value: 'submitted' },
      ...(role ? [{ key: GAS_PLAN, value: role }] : []),
    ],
  };
}

async function isRunning(client: Client, workflowId: string): Promise<boolean> {
  try {
    const { status } = await client.withDeadline(Date.now() + SUBMIT_WAIT_MS, () =>
      client.workflow.getHandle(workflowId).describe(),
    );
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || isAway(error)) return false;
    throw error;
  }
}

async function found(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw orAway(error);
  }
}

function away(error: unknown): never {
  throw orAway(error);
}
