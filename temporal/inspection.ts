// temporal/inspection.ts — what Temporal knows of a job, for an operator at a terminal: workflows, phases, pending steps.
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { annotateWorkflowId, notifyWorkflowId, resultWorkflowId } from '../domain/workflow-ids.ts';
import type { Instant, JobId, UserId } from '../domain/job.ts';
import { GAS_PHASE } from '../workflows/search-attributes.ts';
import type { MoveProgress } from '../workflows/move-archives.ts';
import { moveProgress } from '../workflows/move-archives.ts';
import { soon } from './calls.ts';
import { failureMessage } from './payloads.ts';

/** A step that has begun, or waits for its next attempt. */
interface PendingStep {
  step: string;
  attempt: number;
  lastFailure?: string;
}

/** The newest run under one workflow id. */
export interface WorkflowView {
  workflowId: string;
  type: string;
  runId: string;
  status: string;
  phase?: string;
  startedAt: Instant;
  closedAt?: Instant;
  historyEvents: number;
  pending: readonly PendingStep[];
}

/** How the move between archives stands; without `progress` where no worker answers. */
export interface MoveView {
  status: string;
  progress?: MoveProgress;
}

export interface WorkflowInspector {
  /** The workflows of a job, and the one that tells its owner; those that Temporal does not know are left out. */
  ofJob(job: { jobId: JobId; userId?: UserId }): Promise<WorkflowView[]>;
  /** The newest move between archives. */
  move(workflowId: string): Promise<MoveView>;
}

const WAIT_MS = 5000;

/** Reads by workflow id alone. Throws TemporalAway. */
export function inspectWorkflows(client: Client): WorkflowInspector {
  const patiently = <T>(call: () => Promise<T>) => soon(client, call, WAIT_MS);

  async function view(workflowId: string): Promise<WorkflowView[]> {
    try {
      const described = await patiently(() => client.workflow.getHandle(workflowId).describe());
      return [await viewOf(client, described)];
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return [];
      throw error;
    }
  }

  return {
    async ofJob({ jobId, userId }) {
      const ids = [annotateWorkflowId(jobId), resultWorkflowId(jobId), ...(userId ? [notifyWorkflowId(userId)] : [])];
      return (await Promise.all(ids.map(view))).flat();
    },

    async move(workflowId) {
      const handle = client.workflow.getHandle(workflowId);
      const { status } = await patiently(() => handle.describe());
      const progress = await patiently(() => handle.query(moveProgress)).catch(() => undefined);
      return { status: status.name, ...(progress ? { progress } : {}) };
    },
  };
}

async function viewOf(client: Client, described: WorkflowExecutionDescription): Promise<WorkflowView> {
  const { workflowId, type, runId, status, startTime, closeTime, historyLength } = described;
  const phase = described.typedSearchAttributes.get(GAS_PHASE);
  const steps = (described.raw.pendingActivities ?? []).map((step) => pendingStep(client, step));
  const pending = await Promise.all(steps);
  return {
    workflowId,
    type,
    runId,
    status: status.name,
    ...(phase ? { phase } : {}),
    startedAt: startTime.getTime(),
    ...(closeTime ? { closedAt: closeTime.getTime() } : {}),
    historyEvents: historyLength,
    pending,
  };
}

type RawStep = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];

async function pendingStep(client: Client, { activityType, attempt, lastFailure: failure }: RawStep) {
  const lastFailure = failure ? await failureMessage(client, failure) : undefined;
  return { step: activityType?.name ?? '', attempt: attempt ?? 1, ...(lastFailure ? { lastFailure } : {}) };
}
