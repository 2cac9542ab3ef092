// activities/plan.ts — the steps of a change of plan: record the role, then wake the results that it concerns.
import { ApplicationFailure } from '@temporalio/activity';
import { FAILURES } from '../domain/failures.ts';
import type { JobRecord, UserId } from '../domain/job.ts';
import { isMoving } from '../domain/job.ts';
import { beforeArchiving } from '../domain/notices.ts';
import { placement } from '../domain/placement.ts';
import type { PlanChange } from '../domain/plan.ts';
import { decidePlanChange } from '../domain/plan.ts';
import type { Ports } from './ports.ts';
import { tell } from './tell.ts';

/** Results woken by one activity: a page of the index, one BatchGet, one signal each. */
const PAGE = 100;

export interface WokenPage {
  woken: number;
  /** Where to go on; absent after the last page. */
  cursor?: string;
}

export const createPlanActivities = (ports: Ports) => ({
  /** `stale` changes nothing. A change that is in force already is answered like one just recorded: its wakes are owed. */
  async recordPlan(change: PlanChange): Promise<'recorded' | 'stale'> {
    const { users, now } = ports;
    const { plan, closedAt = 0 } = await users.get(change.userId);
    if (change.orderedAt < closedAt) return 'stale'; // of the account that was deleted
    const decision = decidePlanChange(plan, change, now());
    if (decision.kind === 'stale') return 'stale';
    if (decision.kind === 'ours') return 'recorded';
    if (await users.savePlan(change.userId, { version: plan.version, plan: decision.plan })) return 'recorded';
    throw ApplicationFailure.create({
      type: FAILURES.rowMoved,
      message: `The plan of user ${change.userId} moved on from version ${plan.version} while it was being written.`,
    });
  },

  async wakeResults({ userId, cursor }: { userId: UserId; cursor?: string }): Promise<WokenPage> {
    const { jobs, users, movers, rules, now } = ports;
    const page = await jobs.page({ userId, limit: PAGE, ...(cursor ? { cursor } : {}) });
    // The index may lag behind: it only says which rows to read.
    const rows = await jobs.getMany(page.jobs.map(({ jobId }) => jobId));
    const user = await users.get(userId);
    const { plan } = user;
    const concerned = rows.flatMap((row) => {
      const need = placement(row, plan, { now: now(), graceMs: rules.graceMs });
      return need.kind !== 'nothing' || isMoving(row) ? [wakeOf(row, need.kind === 'restore')] : [];
    });
    await movers.wake(concerned.map((wake) => ({ ...wake, role: plan.role })));
    const soon = rows.map((row) => beforeArchiving(row, plan, rules)).filter((fact) => fact !== undefined);
    await tell(ports, { userId, ...user }, soon);
    return { woken: concerned.length, ...(page.cursor ? { cursor: page.cursor } : {}) };
  },
});

function wakeOf({ jobId, userId }: JobRecord, restore: boolean) {
  return { jobId, userId, restore };
}
