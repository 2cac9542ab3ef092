// domain/placement.ts — the one rule that says where a result belongs. Movers ask it before every irreversible step.
import type { Instant, JobRecord } from './job.ts';
import { isHot, isTombstone } from './job.ts';
import { placeOf } from './storage.ts';
import type { Plan } from './plan.ts';

export type Placement =
  | { kind: 'nothing' }
  | { kind: 'wait'; waitMs: number }
  | { kind: 'archive' }
  | { kind: 'restore' }
  | { kind: 'remove' };

/** What a result needs at `now`, for a free user after `graceMs` of grace. Pure and total. */
export function placement(job: JobRecord, plan: Plan, { now, graceMs }: { now: Instant; graceMs: number }): Placement {
  if (isTombstone(job)) return { kind: 'nothing' };
  if (job.deletedAt !== undefined) return { kind: 'remove' };
  if (job.status !== 'COMPLETED') return { kind: 'nothing' };
  if (plan.role === 'premium_user') return isHot(job) || !job.archive ? { kind: 'nothing' } : { kind: 'restore' };
  return isHot(job) ? archiveAfterGrace(graceEnds(job, plan, graceMs), now) : { kind: 'nothing' };
}

/** When a free user's hot result may be archived: grace counts from the later of completion and the role's start. */
export function graceEnds(job: JobRecord, plan: Plan, graceMs: number): Instant {
  return Math.max(job.completedAt ?? job.submittedAt, plan.since) + graceMs;
}

/** When a result that is downloaded from S3 goes to the archive, unless its owner upgrades; nothing for any other. */
export function leavesAt(job: JobRecord, plan: Plan, graceMs: number): Instant | undefined {
  return isLeaving(job, plan) ? graceEnds(job, plan, graceMs) : undefined;
}

/** Whether a result waits in S3 for the end of its grace. */
export function isLeaving(job: JobRecord, plan: Plan): boolean {
  const waits = job.status === 'COMPLETED' && job.deletedAt === undefined && placeOf(job) === 'hot';
  return waits && plan.role === 'free_user';
}

/** Why an archive is brought back: for its owner, or only to be archived again where results go to now. */
export type RestorePurpose = 'owner' | 'move';

/** Whether bytes that were asked for are still to come back. A move ends for whatever else the result needs by then. */
export function isWantedBack(need: Placement, purpose: RestorePurpose): boolean {
  return need.kind === (purpose === 'move' ? 'nothing' : 'restore');
}

function archiveAfterGrace(until: Instant, now: Instant): Placement {
  return now >= until ? { kind: 'archive' } : { kind: 'wait', waitMs: until - now };
}
