// temporal/census.ts — how many workflows are where, for whoever watches the service as a whole: counts, never ids.
import type { Client } from '@temporalio/client';
import type { ReconcileReport } from '../domain/reconciliation.ts';
import type { Storage } from '../domain/storage.ts';
import { ANNOTATE_QUEUE, TRANSFER_QUEUE, WORKFLOWS_QUEUE } from '../workflows/queues.ts';
import type { Phase } from '../workflows/search-attributes.ts';
import { describeQueue } from './annotation-queue.ts';
import { orAway } from './errors.ts';

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
const QUEUES = [
  [WORKFLOWS_QUEUE, 'workflow'],
  [WORKFLOWS_QUEUE, 'activity'],
  [TRANSFER_QUEUE, 'activity'],
  [ANNOTATE_QUEUE, 'activity'],
] as const;
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
    Promise.all(QUEUES.map(([queue, kind]) => backlogOf(client, queue, kind))),
    running(`WorkflowType = 'archiveResult' AND ${begunBefore(archiveMs)}`),
    running(`WorkflowType = 'restoreResult' AND GasPhase != 'postponed' AND ${begunBefore(restoreMs)}`),
    lastCounted(client),
  ]);
  return {
    phases: new Map(phases),
    late: { archive, restore },
    backlogs: byQueue(backlogs),
    ...(places ? { places } : {}),
  };
}

const begunBefore = (ms: number) => `StartTime < '${new Date(Date.now() - ms).toISOString()}'`;

async function backlogOf(client: Client, queue: string, kind: 'workflow' | 'activity') {
  const { backlog, ageSeconds } = await describeQueue(client, queue, kind);
  return { queue, tasks: backlog, ageSeconds };
}

/** Tasks of both kinds of one queue together. */
function byQueue(backlogs: readonly { queue: string; tasks: number; ageSeconds: number }[]): Census['backlogs'] {
  const all: Map<string, { tasks: number; ageSeconds: number }> = new Map();
  for (const { queue, tasks, ageSeconds } of backlogs) {
    const sum = all.get(queue) ?? { tasks: 0, ageSeconds: 0 };
    all.set(queue, { tasks: sum.tasks + tasks, ageSeconds: Math.max(sum.ageSeconds, ageSeconds) });
  }
  return all;
}

async function lastCounted({ workflow }: Client): Promise<Census['places']> {
  const query = `WorkflowType = 'reconcile' AND ExecutionStatus = 'Completed'`;
  for await (const { workflowId, runId, closeTime } of workflow.list({ query, pageSize: 1 })) {
    const { places } = (await workflow.getHandle(workflowId, runId).result()) as ReconcileReport;
    return places && { storage: places, countedAt: closeTime?.getTime() ?? 0 };
  }
  return undefined;
}
