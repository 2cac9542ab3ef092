// web/spa/job/use-job.ts — one job as it is now.
import type { JobView } from '../../contract.ts';
import { ApiError } from '../api.ts';
import type { Live } from '../live.ts';
import { useAsk } from '../parts/ask.ts';

const POLL_MS = 5000;

/** The stream follows the newest jobs; an older one, or one that waits for its row, is asked for now and then. */
export function useJob(jobId: string, live: Live): { job?: JobView | undefined; error?: unknown } {
  const followed = live.jobs.get(jobId);
  const settled = followed !== undefined || live.gone.has(jobId);
  const path = settled ? undefined : `/api/jobs/${encodeURIComponent(jobId)}`;
  const { answer, error } = useAsk<JobView>(path, { everyMs: POLL_MS });
  const refused = error instanceof ApiError && error.id !== 'unreachable';
  return { job: followed ?? (refused ? undefined : answer), error };
}
