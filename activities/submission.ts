// activities/submission.ts — records what a researcher asked for: the PENDING row, made once however often it is asked.
import type { JobRecord, JobRequest, JobStatus } from '../domain/job.ts';
import { isTombstone } from '../domain/job.ts';
import type { Ports } from './ports.ts';
import { saveRowOrRetry } from './rows.ts';

/** The row as submission finds or makes it; `proceed` is false where there is nothing left to annotate. */
export interface Submitted {
  status: JobStatus;
  version: number;
  proceed: boolean;
}

/** The job, or its owner's account, was deleted. */
const NOTHING_LEFT: Submitted = { status: 'CANCELLED', version: 0, proceed: false };

export const createSubmissionActivities = (ports: Ports) => ({
  async recordSubmitted(request: JobRequest): Promise<Submitted> {
    const { jobs, users } = ports;
    const { closedAt = 0 } = await users.get(request.userId);
    if (request.submittedAt < closedAt) return NOTHING_LEFT; // on its way while its owner left
    const fresh = newRecord(request);
    if (await jobs.insert(fresh)) return { status: fresh.status, version: fresh.version, proceed: true };

    const row = await jobs.get(request.jobId);
    if (row && isTombstone(row)) return NOTHING_LEFT;
    if (row?.userId === request.userId) return submitAgain(ports, row, request);
    throw new Error(`Job ${request.jobId} is not readable after it was recorded.`);
  },
});

/** A row that is there already: the same submission told twice, or one more attempt. */
async function submitAgain({ jobs, now }: Ports, row: JobRecord, { attempt }: JobRequest): Promise<Submitted> {
  const { status, version } = row;
  const unfinished = row.attempt === attempt && (status === 'PENDING' || status === 'RUNNING');
  if (unfinished) return { status, version, proceed: row.deletedAt === undefined };
  if (!isRetry(row, attempt)) return { status, version, proceed: false };

  await saveRowOrRetry(jobs, row, {
    event: 'submitted',
    detail: `attempt ${attempt}`,
    at: now(),
    set: { status: 'PENDING', attempt },
    clear: ['failure', 'claimToken'],
  });
  return { status: 'PENDING', version: version + 1, proceed: true };
}

/** Whether a request for one more attempt fits a row that ended without a result. */
function isRetry({ attempt, status, deletedAt }: JobRecord, asked: number): boolean {
  return asked === attempt + 1 && (status === 'FAILED' || status === 'CANCELLED') && deletedAt === undefined;
}

function newRecord(request: JobRequest): JobRecord {
  return { ...request, version: 1, status: 'PENDING', timeline: [{ at: request.submittedAt, event: 'submitted' }] };
}
