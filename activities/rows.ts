// activities/rows.ts — how every step writes a job's row: read, decide, save at the version read.
import { ApplicationFailure } from '@temporalio/activity';
import { FAILURES } from '../domain/failures.ts';
import type { Instant, JobEvent, JobRecord } from '../domain/job.ts';
import { withEvent } from '../domain/job.ts';
import type { JobChange, JobRecords } from '../domain/ports.ts';

/** `refused`: the row or the plan belongs to somebody else by now. */
export type Recorded = { kind: 'recorded' } | { kind: 'refused' };

export interface RowWrite extends Pick<JobChange, 'set' | 'clear' | 'plan'> {
  event: JobEvent;
  detail?: string;
  at: Instant;
}

/** Saves a change with its entry in the timeline, at the version of `row`. False where the row or the plan moved. */
export function saveRow(
  jobs: JobRecords,
  row: JobRecord,
  { event, detail, at, set, clear, plan }: RowWrite,
): Promise<boolean> {
  const timeline = withEvent(row, { at, event, ...(detail === undefined ? {} : { detail }) });
  return jobs.save({
    jobId: row.jobId,
    version: row.version,
    set: { ...set, timeline },
    ...(clear ? { clear } : {}),
    ...(plan ? { plan } : {}),
  });
}

/** As saveRow; a refusal starts the attempt again from its first read. */
export async function saveRowOrRetry(jobs: JobRecords, row: JobRecord, write: RowWrite): Promise<void> {
  if (!(await saveRow(jobs, row, write))) throw rowMoved(row);
}

/** A write met a newer row: retried, from its first read. */
export function rowMoved({ jobId, version }: JobRecord): ApplicationFailure {
  return ApplicationFailure.create({
    type: FAILURES.rowMoved,
    message: `Job ${jobId} moved on from version ${version} while it was being written.`,
  });
}
