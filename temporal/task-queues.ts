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
  /** Identities of those that have polled: one whose places are all taken does not. */
  workers: ReadonlySet<string>;
  /** Tasks that wait for a worker, about. */
  waiting: number;
  oldestMs: number;
}

/** `polledMs`: who has not polled for so long does not count as a worker; the server itself forgets it after five minutes. */
export async function taskQueueState(
  { connection, options }: Client,
  { queue, kind, polledMs = Infinity }: { queue: string; kind: Kind; polledMs?: number },
): Promise<TaskQueueState> {
  const { pollers, stats } = await connection.workflowService.describeTaskQueue({
    namespace: options.namespace,
    taskQueue: { name: queue },
    taskQueueType: KINDS[kind],
    reportStats: true,
  });
  const since = Date.now() - polledMs;
  const recent = pollers.filter(({ lastAccessTime }) => millis(lastAccessTime) >= since);
  return {
    workers: new Set(recent.map(({ identity }) => identity ?? '')),
    waiting: Number(stats?.approximateBacklogCount ?? 0),
    oldestMs: millis(stats?.approximateBacklogAge),
  };
}

/** A time or a length of time as the server tells it, in ms. */
export function millis(time: { seconds?: unknown; nanos?: number | null } | null | undefined): number {
  return Number(time?.seconds ?? 0) * 1000 + Math.floor((time?.nanos ?? 0) / 1e6);
}
