// temporal/calls.ts — what every starter needs: where a workflow runs, whether one does, and what a failed call means.
import type { Client, WorkflowExecutionDescription, WorkflowStartOptions } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { UserId } from '../domain/job.ts';
import type { Role } from '../domain/plan.ts';
import { WORKFLOWS_QUEUE } from '../workflows/queues.ts';
import { GAS_PHASE, GAS_PLAN, GAS_USER_ID } from '../workflows/search-attributes.ts';
import { orAway } from './errors.ts';

/** How long a call waits for a worker, or for Temporal itself. */
export const CALL_WAIT_MS = 3000;
/** Calls on their way at once where there are many to make. */
export const CALLS_AT_ONCE = 10;

/** Premium before free; within a priority, users take turns. */
export function placed(
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

/** A call that waits no longer than `waitMs` for Temporal. Throws TemporalAway. */
export async function soon<T>(client: Client, call: () => Promise<T>, waitMs = CALL_WAIT_MS): Promise<T> {
  try {
    return await client.withDeadline(Date.now() + waitMs, call);
  } catch (error) {
    throw orAway(error);
  }
}

/** Whether a workflow runs under this id. Throws TemporalAway where nobody can tell. */
export async function isRunning(client: Client, workflowId: string): Promise<boolean> {
  return (await runningNow(client, workflowId)) !== undefined;
}

/** What runs under this id, if anything does. Throws TemporalAway where nobody can tell. */
export async function runningNow(
  client: Client,
  workflowId: string,
): Promise<WorkflowExecutionDescription | undefined> {
  try {
    const run = await soon(client, () => client.workflow.getHandle(workflowId).describe());
    return run.status.name === 'RUNNING' ? run : undefined;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** False where there is no such workflow, or it has closed. */
export async function found(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw orAway(error);
  }
}

export function away(error: unknown): never {
  throw orAway(error);
}
