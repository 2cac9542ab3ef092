// activities/submission.ts — records what a researcher asked for: the PENDING row, made once however often it is asked.
import type { JobRecord, JobRequest, JobStatus } from '../domain/job.ts';
import type { Ports } from './ports.ts';
import { saveRowOrRetry } from './rows.ts';

/** The row as submission finds or makes it; `proceed` is false where there is nothing left to annotate. */
export interface Submitted {
  status: JobStatus;
  version: number;
  proceed: boolean;
}

export const createSubmissionActivities = ({ jobs, now }: Ports) => ({
  async recordSubmitted(request: JobRequest): Promise<Submitted> {
    const { jobId, attempt } = request;
    const fresh = newRecord(request);
    if (await jobs.insert(fresh)) return { status: fresh.status, version: fresh.version, proceed: true };

    const row = await jobs.get(jobId);
    if (!row || row.userId !== request.userId) throw new Error(`Job ${jobId} is not readable after it was recorded.`);
    const { status, version } = row;
    const unfinished = row.attempt === attempt && (status === 'PENDING' || status === 'RUNNING');
    if (unfinished) return { status, version, proceed: row.deletedAt === undefined };
    if (!isRetry(row, attempt)) return { status, version, proceed: false };

    const set = { status: 'PENDING', attempt } as const;
    await saveRowOrRetry(jobs, row, {
      event: 'submitted',
      detail: `attempt ${attempt}`,
      at: now(),
      set,
      clear: ['failure', 'claimToken'],
    });
    return { status: 'PENDING', version: version + 1, proceed: true };
  },
});

/** Whether a request for one more attempt fits a row that ended without a result. */
function isRetry({ attempt, status, deletedAt }: JobRecord, asked: number): boolean {
  return asked === attempt + 1 && (status === 'FAILED' || status === 'CANCELLED') && deletedAt === undefined;
}

function newRecord(request: JobRequest): JobRecord {
  return { ...request, version: 1, status: 'PENDING', timeline: [{ at: request.submittedAt, event: 'submitted' }] };
}
