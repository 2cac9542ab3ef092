// temporal/overview.ts — how the workflows stand, for `gas status`: what is open, what has failed, what waits for a worker.
import type { Client } from '@temporalio/client';
import type { Instant } from '../domain/job.ts';
import type { ReconcileReport } from '../domain/reconciliation.ts';
import { PHASES } from '../workflows/search-attributes.ts';
import { soon } from './calls.ts';
import { TASK_QUEUES, taskQueueState } from './task-queues.ts';

export interface OpenWorkflows {
  types: readonly { name: string; open: number }[];
  phases: readonly { name: string; open: number }[];
}

export interface FailedWorkflows {
  count: number;
  newest: readonly { workflowId: string; type: string; closedAt: Instant }[];
}

export interface Backlog {
  queue: string;
  kind: string;
  workers: number;
  waiting: number;
  oldestMs: number;
}

export interface WorkflowOverview {
  open(): Promise<OpenWorkflows>;
  /** Failed, timed out or terminated since then. */
  failed(since: Instant): Promise<FailedWorkflows>;
  backlog(): Promise<Backlog[]>;
  /** What the last comparison of all stores has found; undefined where Temporal remembers none. */
  lastReconciliation(): Promise<{ at: Instant; report: ReconcileReport } | undefined>;
}

const WAIT_MS = 10_000;
const EXAMPLES = 5;
const TYPES = [
  'annotateJob',
  'archiveResult',
  'restoreResult',
  'moveResult',
  'sweepResult',
  'applyPlan',
  'notifyUser',
  'closeAccount',
  'reconcile',
  'rebuild',
  'moveArchives',
];

/** Counts come from the visibility store, which lags by a second or so. Throws TemporalAway. */
export function overlookWorkflows(client: Client): WorkflowOverview {
  const patiently = <T>(call: () => Promise<T>) => soon(client, call, WAIT_MS);
  const count = async (query: string) => (await patiently(() => client.workflow.count(query))).count;
  const openBy = async (attribute: string, names: readonly string[]) => {
    const counted = await Promise.all(
      names.map(async (name) => ({
        name,
        open: await count(`ExecutionStatus = "Running" AND ${attribute} = "${name}"`),
      })),
    );
    return counted.filter(({ open }) => open > 0);
  };

  return {
    async open() {
      const [types, phases] = await Promise.all([openBy('WorkflowType', TYPES), openBy('GasPhase', PHASES)]);
      return { types, phases };
    },

    async failed(since) {
      const states = '"Failed", "TimedOut", "Terminated"';
      const query = `ExecutionStatus IN (${states}) AND CloseTime > "${new Date(since).toISOString()}"`;
      const [many, newest] = await Promise.all([count(query), patiently(() => firstOf(client, query, EXAMPLES))]);
      return { count: many, newest: newest.map(closedOf) };
    },

    async backlog() {
      const all = TASK_QUEUES.flatMap(({ queue, kinds }) => kinds.map((kind) => ({ queue, kind })));
      return Promise.all(
        all.map(async ({ queue, kind }) => {
          const { workers, ...waiting } = await patiently(() => taskQueueState(client, { queue, kind }));
          return { queue, kind, workers: workers.size, ...waiting };
        }),
      );
    },

    lastReconciliation: () => patiently(() => lastReconciliation(client)),
  };
}

/** The report of the newest reconciliation that has ended; undefined where Temporal remembers none. */
export async function lastReconciliation(
  client: Client,
): Promise<{ at: Instant; report: ReconcileReport } | undefined> {
  const query = 'WorkflowType = "reconcile" AND ExecutionStatus = "Completed"';
  const [last] = await firstOf(client, query, 1);
  if (!last) return undefined;
  const { workflowId, runId, closeTime } = last;
  const report = (await client.workflow.getHandle(workflowId, runId).result()) as ReconcileReport;
  return { at: Number(closeTime), report };
}

/** The ones that closed last. */
async function firstOf({ workflow }: Client, query: string, most: number) {
  const found = [];
  for await (const one of workflow.list({ query, pageSize: most })) {
    found.push(one);
    if (found.length === most) break;
  }
  return found;
}

function closedOf({ workflowId, type, closeTime }: { workflowId: string; type: string; closeTime?: Date }) {
  return { workflowId, type, closedAt: Number(closeTime) };
}
