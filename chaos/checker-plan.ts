// chaos/checker-plan.ts — the plan of each user over time, and whether an archiving was begun under the right one.
import type { EventOf, ItemWrite } from './events.ts';
import type { Row } from './rows.ts';

type Request = EventOf<'request'>;

/** A plan that was in force from some moment between `began` and `seq` of the write that brought it. */
export interface PlanState {
  role: string;
  version: number;
  since: number;
  began: number;
  seq: number;
}

/** Every plan that each user had, in order; all of them are free before the first. */
export function planHistory(requests: readonly Request[]): Map<string, PlanState[]> {
  const plans = new Map<string, PlanState[]>();
  for (const { status, writes = [], began, seq } of requests) {
    const done = status >= 200 && status < 300;
    for (const { key, set } of done ? writes.filter(changesPlan) : []) {
      const { role = 'free_user', plan_version: version, plan_since: since = 0 } = set;
      const state = { role: String(role), version: Number(version), since: Number(since), began, seq };
      plans.set(key, [...(plans.get(key) ?? [FREE]), state]);
    }
  }
  return plans;
}

function changesPlan({ table, set }: ItemWrite): boolean {
  return table.endsWith('users') && set['plan_version'] !== undefined;
}

const FREE: PlanState = { role: 'free_user', version: 0, since: 0, began: 0, seq: 0 };
/** Clocks are read before requests are sent, and seconds are cut. */
const TOLERANCE_MS = 50;

interface Claim {
  request: Request;
  row: Row;
  states: readonly PlanState[];
  graceMs: number;
  /** How far the clock that wrote the times is ahead of the log's. */
  aheadMs: number;
}

/** What is wrong with a claim for archiving, in words. */
export function checkArchiving({ request, row, states, graceMs, aheadMs }: Claim): string[] {
  const history = states.length > 0 ? states : [FREE];
  // A state may have been in force until the write that ended it was answered.
  const possible = history.filter((state, index) => {
    const end = history[index + 1]?.seq ?? Number.POSITIVE_INFINITY;
    return state.began <= request.seq && end >= request.began;
  });
  const free = possible.filter(({ role }) => role !== 'premium_user');
  if (free.length === 0) return ['is claimed for archiving after an upgrade was recorded'];
  const since = Math.min(...free.map((state) => state.since));
  const from = Math.max(Number(row['complete_time'] ?? 0) * 1000, since);
  const earlyMs = from + graceMs - (request.at + aheadMs);
  return earlyMs > TOLERANCE_MS ? [`is claimed for archiving ${earlyMs} ms before its grace is over`] : [];
}
