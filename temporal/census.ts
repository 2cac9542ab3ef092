// temporal/census.ts — how many workflows are where, for whoever watches the service as a whole: counts, never ids.
import type { Client } from '@temporalio/client';
import type { Storage } from '../domain/storage.ts';
import { OPEN_PHASES, type Phase } from '../workflows/search-attributes.ts';
import { backlogsOf, type Backlog } from './backlogs.ts';
import { soon } from './calls.ts';
import { lastReconciliation } from './overview.ts';

export interface Census {
  /** Open workflows by phase. */
  phases: ReadonlyMap<Phase, number>;
  /** Results whose move has been open for longer than it may take. */
  late: Record<'archive' | 'restore', number>;
  backlogs: readonly Backlog[];
  /** Results by place, as the newest reconciliation counted them. */
  places?: { storage: Storage; countedAt: number };
}

/** How long a move may take from the start of its workflow. */
export interface Patience {
  archiveMs: number;
  restoreMs: number;
}

const WAIT_MS = 5000;

/** Counts anew. Throws TemporalAway. */
export function takeCensus(client: Client, patience: Patience): Promise<Census> {
  return soon(client, () => count(client, patience), WAIT_MS);
}

async function count(client: Client, { archiveMs, restoreMs }: Patience): Promise<Census> {
  const running = async (query: string) =>
    (await client.workflow.count(`ExecutionStatus = 'Running' AND ${query}`)).count;
  const [phases, backlogs, archive, restore, last] = await Promise.all([
    Promise.all(OPEN_PHASES.map(async (phase) => [phase, await running(`GasPhase = '${phase}'`)] as const)),
    backlogsOf(client),
    running(`WorkflowType = 'archiveResult' AND ${begunBefore(archiveMs)}`),
    running(`WorkflowType = 'restoreResult' AND GasPhase != 'postponed' AND ${begunBefore(restoreMs)}`),
    lastReconciliation(client),
  ]);
  return {
    phases: new Map(phases),
    late: { archive, restore },
    backlogs,
    ...(last?.report.places ? { places: { storage: last.report.places, countedAt: last.at } } : {}),
  };
}

const begunBefore = (ms: number) => `StartTime < '${new Date(Date.now() - ms).toISOString()}'`;
