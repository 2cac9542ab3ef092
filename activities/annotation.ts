// activities/annotation.ts — runs the annotator for a job that this run has claimed.
import type { JobId, JobResult, ObjectRef } from '../domain/job.ts';
import { annotateFile } from './annotate-file.ts';
import { claimRow } from './claim.ts';
import type { Ports } from './ports.ts';

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
  /** Superseded where a newer run, a cancellation or a deletion came before. */
  async annotate({ jobId, version, token }: AnnotationClaim): Promise<Annotated> {
    const claimed = await claimRow(ports.jobs, {
      jobId,
      version,
      token,
      async prepare(row) {
        if (row.status !== 'PENDING' && row.status !== 'RUNNING') return undefined;
        return { claim: row, write: { event: 'annotating', at: ports.now(), set: { status: 'RUNNING' } } };
      },
    });
    return claimed.kind === 'claimed' ? annotateFile(ports, claimed.claim) : { kind: 'superseded' };
  },
});
