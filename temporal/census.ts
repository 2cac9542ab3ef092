// temporal/census.ts — how many workflows are where, for whoever watches the service as a whole: counts, never ids.
import type { Client } from '@temporalio/client';
import type { ReconcileReport } from '../domain/reconciliation.ts';
import type { Storage } from '../domain/storage.ts';
import type { Phase } from '../workflows/search-attributes.ts';
import { orAway } from './errors.ts';
import { TASK_QUEUES, taskQueueState, type TaskQueue } from './task-queues.ts';

export interface Census {
  /** Open workflows by phase. */
  phases: ReadonlyMap<Phase, number>;
  /** Results whose move has been open for longer than it may take. */
  late: Record<'archive' | 'restore', number>;
  /** Tasks that wait for a worker, by task queue, and how long the oldest has. */
  backlogs: ReadonlyMap<string, { tasks: number; ageSeconds: number }>;
  /** Results by place, as the newest reconciliation counted them. */
  places?: { storage: Storage; countedAt: number };
}

/** How long a move may take from the start of its workflow. */
export interface Patience {
  archiveMs: number;
  restoreMs: number;
}

/** In which an open workflow can be. */
const OPEN: readonly Phase[] = [
  'submitted',
  'annotating',
  'grace',
  'archiving',
  'postponed',
  'thawing',
  'removing',
  'sweeping',
  'applying-plan',
  'closing-account',
  'reconciling',
  'moving-archives',
  'stuck',
];
const WAIT_MS = 5000;

/** Counts anew. Throws TemporalAway. */
export async function takeCensus(client: Client, patience: Patience): Promise<Census> {
  try {
    return await client.withDeadline(Date.now() + WAIT_MS, () => count(client, patience));
  } catch (error) {
    throw orAway(error);
  }
}

async function count(client: Client, { archiveMs, restoreMs }: Patience): Promise<Census> {
  const running = async (query: string) =>
    (await client.workflow.count(`ExecutionStatus = 'Running' AND ${query}`)).count;
  const [phases, backlogs, archive, restore, places] = await Promise.all([
    Promise.all(OPEN.map(async (phase) => [phase, await running(`GasPhase = '${phase}'`)] as const)),
    Promise.all(TASK_QUEUES.map((queue) => backlogOf(client, queue))),
    running(`WorkflowType = 'archiveResult' AND ${begunBefore(archiveMs)}`),
    running(`WorkflowType = 'restoreResult' AND GasPhase != 'postponed' AND ${begunBefore(restoreMs)}`),
    lastCounted(client),
  ]);
  return {
    phases: new Map(phases),
    late: { archive, restore },
    backlogs: new Map(backlogs),
    ...(places ? { places } : {}),
  };
}

const begunBefore = (ms: number) => `StartTime < '${new Date(Date.now() - ms).toISOString()}'`;

/** Tasks of all kinds of one queue together. */
async function backlogOf(client: Client, { queue, kinds }: TaskQueue) {
  const states = await Promise.all(kinds.map((kind) => taskQueueState(client, queue, kind)));
  const tasks = states.reduce((sum, { waiting }) => sum + waiting, 0);
  const ageSeconds = Math.max(...states.map(({ oldestMs }) => oldestMs)) / 1000;
  return [queue, { tasks, ageSeconds }] as const;
}

async function lastCounted({ workflow }: Client): Promise<Census['places']> {
  const query = `WorkflowType = 'reconcile' AND ExecutionStatus = 'Completed'`;
  for await (const { workflowId, runId, closeTime } of workflow.list({ query, pageSize: 1 })) {
    const { places } = (await workflow.getHandle(workflowId, runId).result()) as ReconcileReport;
    return places && { storage: places, countedAt: closeTime?.getTime() ?? 0 };
  }
  return undefined;
}
