// activities/look.ts — the consistent look at row and plan that every mover takes before it acts, and once more at its end.
import type { Placement } from '../domain/placement.ts';
import { placement } from '../domain/placement.ts';
import type { JobId, UserId } from '../domain/job.ts';
import { isTombstone } from '../domain/job.ts';
import type { Role } from '../domain/plan.ts';
import type { User } from '../domain/ports.ts';
import type { Ports } from './ports.ts';

/** What a result needs, with the versions seen: the first write that follows demands them. */
export interface Look {
  need: Placement;
  rowVersion: number;
  planVersion: number;
  role: Role;
}

/** What a claim is asked for with: the look that it follows, and a token made in the workflow. */
export interface ClaimOrder {
  jobId: JobId;
  look: Look;
  token: string;
}

/** How a move ended: `recorded` with the look taken afterwards, or `refused`: row or plan belong to somebody else by now. */
export type Moved = { kind: 'recorded'; look: Look } | { kind: 'refused' };

export const createLookActivities = (ports: Ports) => ({
  look: (jobId: JobId): Promise<Look> => lookAt(ports, jobId),
});

export async function lookAt(ports: Ports, jobId: JobId): Promise<Look> {
  return (await seeOwner(ports, jobId)).look;
}

const NOTHING: Look = { need: { kind: 'nothing' }, rowVersion: 0, planVersion: 0, role: 'free_user' };

/** A look with the owner whom it saw. Row first, then plan, each read consistently. */
export async function seeOwner(
  { jobs, users, rules, now }: Ports,
  jobId: JobId,
): Promise<{ look: Look; owner?: User & { userId: UserId } }> {
  const row = await jobs.get(jobId);
  // A tombstone does not know its owner any more.
  if (!row || isTombstone(row)) return { look: NOTHING };
  const { userId } = row;
  const user = await users.get(userId);
  const { plan } = user;
  const need = placement(row, plan, { now: now(), graceMs: rules.graceMs });
  const look = { need, rowVersion: row.version, planVersion: plan.version, role: plan.role };
  return { look, owner: { ...user, userId } };
}
