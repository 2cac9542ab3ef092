// temporal/backlogs.ts — how much work waits for each kind of worker: what their number is scaled by.
import type { Client } from '@temporalio/client';
import { describeQueue } from './annotation-queue.ts';
import { CALL_WAIT_MS } from './calls.ts';
import { orAway } from './errors.ts';
import { TASK_QUEUES, type TaskQueue } from './task-queues.ts';

export interface Backlog {
  taskQueue: string;
  /** Those that polled of late. */
  workers: number;
  backlog: number;
  /** Of the task that has waited longest; 0 where none waits. */
  ageSeconds: number;
}

/** Workflows and steps of a queue together: the same workers serve them. Throws TemporalAway. */
export async function backlogsOf(client: Client): Promise<Backlog[]> {
  try {
    return await client.withDeadline(Date.now() + CALL_WAIT_MS, () =>
      Promise.all(TASK_QUEUES.map((queue) => backlogOf(client, queue))),
    );
  } catch (error) {
    throw orAway(error);
  }
}

async function backlogOf(client: Client, { queue, kinds }: TaskQueue): Promise<Backlog> {
  const states = await Promise.all(kinds.map((kind) => describeQueue(client, queue, kind)));
  return {
    taskQueue: queue,
    workers: Math.max(...states.map(({ workers }) => workers)),
    backlog: states.reduce((sum, { backlog }) => sum + backlog, 0),
    ageSeconds: Math.max(...states.map(({ ageSeconds }) => ageSeconds)),
  };
}
