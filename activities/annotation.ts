// activities/annotation.ts — runs the annotator for a job that this run has claimed.
import type { JobId, JobRecord, JobResult, ObjectRef } from '../domain/job.ts';
import { annotateFile } from './annotate-file.ts';
import type { Ports } from './ports.ts';
import { saveRow } from './rows.ts';

/** One run of the annotation: its token is demanded by every later write, so that a frozen run can't write late. */
export interface AnnotationClaim {
  jobId: JobId;
  attempt: number;
  token: string;
  /** The row's version as submission saw it. */
  version: number;
}

export type Annotated =
  | { kind: 'annotated'; result: JobResult; log: ObjectRef }
  | { kind: 'refused'; message: string; log?: ObjectRef }
  | { kind: 'superseded' };

export const createAnnotationActivities = (ports: Ports) => ({
  async annotate(claim: AnnotationClaim): Promise<Annotated> {
    const row = await claimed(ports, claim);
    return row ? annotateFile(ports, row) : { kind: 'superseded' };
  },
});

/** Marks the row as running for this run; undefined where a newer run, a cancellation or a deletion came before. */
async function claimed({ jobs, now }: Ports, claim: AnnotationClaim): Promise<JobRecord | undefined> {
  for (const lastRead of [false, true]) {
    const row = await jobs.get(claim.jobId);
    if (row?.claimToken === claim.token) return row.status === 'RUNNING' ? row : undefined;
    if (lastRead || !row || row.deletedAt !== undefined) return undefined;
    await saveRow(
      jobs,
      { ...row, version: claim.version },
      {
        event: 'annotating',
        at: now(),
        set: { status: 'RUNNING', claimToken: claim.token },
      },
    );
  }
  return undefined;
}
