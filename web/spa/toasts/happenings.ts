// web/spa/toasts/happenings.ts — what has happened to jobs between two looks at them.
import type { JobView } from '../../contract.ts';

type Happening = 'completed' | 'failed' | 'archived' | 'restored';

export interface Happened {
  /** The same in every tab: the job, its version, and what. */
  key: string;
  what: Happening;
  jobId: string;
  title: string;
}

/** Nothing of a job that was not known before: it was like that already when the page was opened. */
export function happenings(before: ReadonlyMap<string, JobView>, now: ReadonlyMap<string, JobView>): Happened[] {
  return [...now.values()].flatMap((job) => {
    const known = before.get(job.job_id);
    const what = known && known.version < job.version ? between(known, job) : undefined;
    const title = job.name ?? job.file_name;
    return what ? [{ key: `${job.job_id} ${job.version} ${what}`, what, jobId: job.job_id, title }] : [];
  });
}

function between(before: JobView, { status, place }: JobView): Happening | undefined {
  if (before.status !== status)
    return status === 'COMPLETED' ? 'completed' : status === 'FAILED' ? 'failed' : undefined;
  if (before.place === place) return undefined;
  if (place === 'archived') return before.place === 'restoring' ? undefined : 'archived';
  return place === 'hot' && (before.place === 'restoring' || before.place === 'archived') ? 'restored' : undefined;
}
