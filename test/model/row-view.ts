// test/model/row-view.ts — a row as the model's state, and back: the one place where the two vocabularies meet.
import type { JobRecord, JobStatus } from '../../domain/job.ts';
import type { Plan } from '../../domain/plan.ts';
import type { EventName, Place, ResultState, Status } from './result-model.ts';
import { INSIDE, OUTSIDE, after, nobody } from './result-model.ts';

export interface RowWritten {
  before: JobRecord | undefined;
  row: JobRecord;
  plan: Plan | undefined;
  now: number;
  graceMs: number;
}

/** What is wrong with one write of a row: that it is no step of the model, or leaves the row in two places or none. */
export function explains({ before, row, plan, now, graceMs }: RowWritten): string[] {
  const wrong: string[] = [];
  const version = before?.version ?? 0;
  // Rows that a test puts there begin at any version.
  if (before && row.version !== version + 1) wrong.push(`8: version ${row.version} follows ${version}`);
  if (!hasOnePlace(row)) wrong.push('5: the row names both places, or neither');
  if (before && !isStep({ from: stateOf(before, plan), to: stateOf(row, plan), now, graceMs }))
    wrong.push('8, 4: not a step of the model, or too early, or under another plan');
  return wrong;
}

function hasOnePlace({ status, deletedAt, hotKey, archive }: JobRecord): boolean {
  return status !== 'COMPLETED' || deletedAt !== undefined || (hotKey === undefined) !== (archive === undefined);
}

/** Whether nothing, or one event, leads from one state to the other. */
function isStep({
  from,
  to,
  now,
  graceMs,
}: {
  from: ResultState;
  to: ResultState;
  now: number;
  graceMs: number;
}): boolean {
  if (isSame(from, to)) return true;
  const events: readonly EventName[] = [...OUTSIDE, ...INSIDE];
  return events.some((event) => {
    const next = after(from, event, now, graceMs);
    return next !== undefined && isSame(next, to);
  });
}

/** A tombstone forgets what it was. */
function isSame(a: ResultState, b: ResultState): boolean {
  if (a.buried && b.buried) return true;
  return a.status === b.status && a.place === b.place && a.deleted === b.deleted && a.buried === b.buried;
}

export function stateOf(row: JobRecord | undefined, plan: Plan | undefined): ResultState {
  const role = plan?.role === 'premium_user' ? 'premium' : 'free';
  const user = { ...nobody(role), since: plan?.since ?? 0 };
  if (!row) return user;
  const buried = row.expiresAt !== undefined;
  return {
    ...user,
    status: row.status.toLowerCase() as Status,
    place: placeOf(row),
    submittedAt: row.submittedAt,
    ...(row.completedAt === undefined ? {} : { completedAt: row.completedAt }),
    deleted: row.deletedAt !== undefined,
    buried,
  };
}

function placeOf({ archiveStatus, hotKey, archive }: JobRecord): Place {
  if (archiveStatus === 'ARCHIVING') return 'archiving';
  if (archiveStatus === 'RESTORING') return 'restoring';
  if (archive) return 'archived';
  return hotKey === undefined ? 'none' : 'hot';
}

/** The fields of a row that say in which state of the model its result is. */
export function fieldsOf(state: ResultState): Partial<JobRecord> & Pick<JobRecord, 'status' | 'submittedAt'> {
  const { status, place, submittedAt, completedAt, deleted, buried } = state;
  const inS3 = place === 'hot' || place === 'archiving';
  const archived = place === 'archived' || place === 'restoring';
  const archiveStatus = { archiving: 'ARCHIVING', archived: 'ARCHIVED', restoring: 'RESTORING' } as const;
  return {
    status: (status === 'none' ? 'PENDING' : status.toUpperCase()) as JobStatus,
    submittedAt,
    ...(completedAt === undefined ? {} : { completedAt }),
    ...(inS3 ? { hotKey: 'key' } : {}),
    ...(archived ? { archive: { id: 'archive', store: 'glacier-vault', bytes: 1, treeHash: '0' } } : {}),
    ...(place in archiveStatus ? { archiveStatus: archiveStatus[place as keyof typeof archiveStatus] } : {}),
    ...(deleted ? { deletedAt: 1 } : {}),
    ...(buried ? { expiresAt: 1 } : {}),
  };
}
