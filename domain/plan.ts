// domain/plan.ts — what a user pays for, and how changes of it are put in order.
import type { Instant, UserId } from './job.ts';

export const ROLES = ['free_user', 'premium_user'] as const;
export type Role = (typeof ROLES)[number];

/** The plan part of a user's item. A user who is not known is free, at version 0. */
export interface Plan {
  role: Role;
  /** When this role began: grace counts from the later of this and completion. */
  since: Instant;
  version: number;
  /** The change that brought this version, to recognise a write whose reply was lost. */
  changeId?: string;
  /** Order of the last change that carried no version of its own. */
  orderedAt?: Instant;
}

export const UNKNOWN_USER: Plan = { role: 'free_user', since: 0, version: 0 };

export interface PlanChange {
  userId: UserId;
  role: Role;
  changeId: string;
  /** The version that the sender read, plus one; absent from senders that know no versions. */
  planVersion?: number;
  /** The time of the message: orders changes without a version. */
  orderedAt: Instant;
}

/** Bytes that an input may have under each role. */
export interface InputLimits {
  freeInputBytes: number;
  premiumInputBytes: number;
}

export function inputLimit(role: Role, limits: InputLimits): number {
  return role === 'premium_user' ? limits.premiumInputBytes : limits.freeInputBytes;
}

export type PlanDecision = { kind: 'apply'; plan: Plan } | { kind: 'ours' } | { kind: 'stale' };

/**
 * Whether a change is newer than the plan it meets. A change that is already in force by its own id is ours: the write
 * whose reply was lost. Naming the role that is in force already moves neither `since` nor the grace.
 */
export function decidePlanChange(current: Plan, change: PlanChange, now: Instant): PlanDecision {
  if (current.changeId === change.changeId) return { kind: 'ours' };
  const newer = change.planVersion
    ? change.planVersion > current.version
    : change.orderedAt > (current.orderedAt ?? -1);
  if (!newer) return { kind: 'stale' };
  return {
    kind: 'apply',
    plan: {
      role: change.role,
      since: current.role === change.role ? current.since : now,
      version: change.planVersion ?? current.version + 1,
      changeId: change.changeId,
      orderedAt: Math.max(change.orderedAt, current.orderedAt ?? 0),
    },
  };
}
