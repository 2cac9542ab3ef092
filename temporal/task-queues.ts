// temporal/task-queues.ts — the task queues as the server sees them: who polls, what waits, and for how long.
import type { Client } from '@temporalio/client';
import { ANNOTATE_QUEUE, TRANSFER_QUEUE, WORKFLOWS_QUEUE } from '../workflows/queues.ts';

type Asked = Parameters<Client['connection']['workflowService']['describeTaskQueue']>[0];
type QueueType = NonNullable<Asked['taskQueueType']>;

/** The numbers of temporal.api.enums.v1.TaskQueueType. */
type Kind = 'workflow' | 'activity';
const KINDS = { workflow: 1, activity: 2 } as unknown as Record<Kind, QueueType>;

export interface TaskQueue {
  queue: string;
  /** What a worker serves it by, in GAS_WORKER_ROLES. */
  role: string;
  kinds: readonly Kind[];
}

export const TASK_QUEUES: readonly TaskQueue[] = [
  { queue: WORKFLOWS_QUEUE, role: 'workflows', kinds: ['workflow', 'activity'] },
  { queue: TRANSFER_QUEUE, role: 'transfer', kinds: ['activity'] },
  { queue: ANNOTATE_QUEUE, role: 'annotate', kinds: ['activity'] },
];

interface TaskQueueState {
  /** Identities of those that have polled within five minutes: one whose places are all taken does not. */
  workers: ReadonlySet<string>;
  /** Tasks that wait for a worker, about. */
  waiting: number;
  oldestMs: number;
}

export async function taskQueueState(
  { connection, options }: Client,
  queue: string,
  kind: Kind,
): Promise<TaskQueueState> {
  const { pollers, stats } = await connection.workflowService.describeTaskQueue({
    namespace: options.namespace,
    taskQueue: { name: queue },
    taskQueueType: KINDS[kind],
    reportStats: true,
  });
  const { seconds = 0, nanos = 0 } = stats?.approximateBacklogAge ?? {};
  return {
    workers: new Set(pollers.map(({ identity }) => identity ?? '')),
    waiting: Number(stats?.approximateBacklogCount ?? 0),
    oldestMs: Number(seconds) * 1000 + Math.round(Number(nanos) / 1e6),
  };
}
