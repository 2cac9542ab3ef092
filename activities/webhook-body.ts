// activities/webhook-body.ts — an event as a user's own system receives it: docs/notifications.md describes it.
import { isoTime } from '../domain/iso-time.ts';
import type { Instant, JobRecord, UserId } from '../domain/job.ts';
import type { Notice } from '../domain/notices.ts';
import { leavesAt } from '../domain/placement.ts';
import type { Plan } from '../domain/plan.ts';
import { placeOf } from '../domain/storage.ts';

interface Happened {
  kind: Notice['kind'];
  at: Instant;
  userId: UserId;
  job: JobRecord | undefined;
  plan: Plan;
  graceMs: number;
  webUrl: string;
}

/** The event, with its job as it is when this is sent. */
export function eventBody({ kind, at, userId, job, ...rest }: Happened): string {
  const data = { user_id: userId, ...(job ? dataOf(job, rest) : {}) };
  return JSON.stringify({ type: kind, timestamp: isoTime(at), data });
}

function dataOf(job: JobRecord, { plan, graceMs, webUrl }: Pick<Happened, 'plan' | 'graceMs' | 'webUrl'>) {
  const { result, restore } = job;
  return {
    job_id: job.jobId,
    name: job.name,
    file_name: job.inputFileName,
    status: job.status,
    attempt: job.attempt,
    place: placeOf(job),
    completed_at: isoTime(job.completedAt),
    archives_at: isoTime(leavesAt(job, plan, graceMs)),
    failure: job.failure,
    bytes: result?.bytes,
    records: result?.records,
    sha256_tree_hash: result?.treeHash,
    restore: restore && { tier: restore.tier, expected_at: isoTime(restore.expectedAt) },
    url: `${webUrl}/annotations/${job.jobId}`,
  };
}
