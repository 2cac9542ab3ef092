// temporal/backlogs.ts — how much work waits for each kind of worker: what their number is scaled by.
import type { Client } from '@temporalio/client';
import { soon } from './calls.ts';
import { TASK_QUEUES, type TaskQueue, taskQueueState } from './task-queues.ts';

export interface Backlog {
  taskQueue: string;
  /** Those that polled in the last five minutes. */
  workers: number;
  backlog: number;
  /** Of the task that has waited longest; 0 where none waits. */
  oldestMs: number;
}

/** Workflows and steps of a queue together: the same workers serve them. Throws TemporalAway. */
export function backlogsOf(client: Client): Promise<Backlog[]> {
  return soon(client, () => Promise.all(TASK_QUEUES.map((queue) => backlogOf(client, queue))));
}

async function backlogOf(client: Client, { queue, kinds }: TaskQueue): Promise<Backlog> {
  const states = await Promise.all(kinds.map((kind) => taskQueueState(client, { queue, kind })));
  return {
    taskQueue: queue,
    workers: Math.max(...states.map(({ workers }) => workers.size)),
    backlog: states.reduce((sum, { waiting }) => sum + waiting, 0),
    oldestMs: Math.max(...states.map(({ oldestMs }) => oldestMs)),
  };
}
