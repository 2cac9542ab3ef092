// domain/workflow-ids.ts — the id under which each workflow runs: one job, one result, one user, so that nothing runs twice.
import type { JobId, UserId } from './job.ts';

const [ANNOTATE, RESULT] = ['annotate/', 'result/'];

export function annotateWorkflowId(jobId: JobId): string {
  return `${ANNOTATE}${jobId}`;
}

/** The job of a workflow that annotates. */
export function jobOfAnnotateId(workflowId: string): JobId {
  return workflowId.slice(ANNOTATE.length);
}

/** The id of the workflow that moves a result; also the description of its retrievals, so a thaw needs no look-up. */
export function resultWorkflowId(jobId: JobId): string {
  return `${RESULT}${jobId}`;
}

/** The job that a retrieval's description names, where it is one of ours by its form. */
export function jobOfDescription(description: string): string | undefined {
  return description.startsWith(RESULT) ? description.slice(RESULT.length) : undefined;
}

export function planWorkflowId(userId: UserId): string {
  return `plan/${userId}`;
}

/** The one workflow that tells a user. */
export function notifyWorkflowId(userId: UserId): string {
  return `notify/${userId}`;
}

export function accountWorkflowId(userId: UserId): string {
  return `account/${userId}`;
}
