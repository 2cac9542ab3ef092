// web/spa/list/bulk.ts — doing one thing with many jobs: which of them it fits, and a few at a time.
import type { JobView } from '../../contract.ts';
import { ApiError, post, remove } from '../api.ts';

export const BULK_ACTIONS = ['cancel', 'retry', 'again', 'delete'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

const AT_ONCE = 3;

const FITS: Record<BulkAction, (job: JobView) => boolean> = {
  cancel: ({ status }) => status === 'PENDING' || status === 'RUNNING',
  retry: ({ status }) => status === 'FAILED' || status === 'CANCELLED',
  again: ({ status }) => status === 'COMPLETED',
  delete: () => true,
};

export function fits(action: BulkAction, job: JobView): boolean {
  return FITS[action](job);
}

/** One request; the new state arrives by the stream. Asked twice under one `requestId`, it is done once. */
export function act(action: BulkAction, jobId: string, requestId: string): Promise<unknown> {
  const path = `/api/jobs/${jobId}`;
  if (action === 'delete') return remove(path);
  return post(`${path}/${action}`, action === 'again' ? { request_id: requestId } : {});
}

/** One for each thing that a person wants done, however often it has to be asked for. */
export function newRequestId(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
}

export interface BulkOutcome {
  done: number;
  failures: readonly { job: JobView; reason: string }[];
}

/** Acts on each job; `onProgress` is told how many are done. One that fails holds up no other. */
export async function actOnAll(
  action: BulkAction,
  jobs: readonly JobView[],
  onProgress: (done: number) => void,
): Promise<BulkOutcome> {
  const waiting = [...jobs];
  const failures: { job: JobView; reason: string }[] = [];
  let done = 0;
  const requestId = newRequestId();
  const worker = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const failed = await act(action, job.job_id, requestId).catch((error: unknown) => error);
      if (failed instanceof ApiError) failures.push({ job, reason: failed.message });
      onProgress((done += 1));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { done: done - failures.length, failures };
}
