// test/deploy/support/failed-tasks.ts — the failed workflow tasks in all histories of a namespace: a worker that could not go on.
import type { Client } from '@temporalio/client';

/** temporal.api.enums.v1.WorkflowTaskFailedCause: a signal came while the task ended, which is then done anew; no failure. */
const UNHANDLED_COMMAND = 1;

/** How many histories there are, and the failed tasks in them, in words. */
export async function failedTasks({ workflow }: Client): Promise<{ histories: number; failures: string[] }> {
  const failures: string[] = [];
  let histories = 0;
  for await (const { workflowId, runId } of workflow.list()) {
    const { events } = await workflow.getHandle(workflowId, runId).fetchHistory();
    histories += 1;
    for (const { workflowTaskFailedEventAttributes: failed } of events ?? []) {
      if (failed && Number(failed.cause) !== UNHANDLED_COMMAND)
        failures.push(`${workflowId}: ${failed.failure?.message}`);
    }
  }
  return { histories, failures };
}
