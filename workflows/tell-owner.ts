// workflows/tell-owner.ts — tells the owner of a job by mail how its annotation ended, for as long as a day.
import type { JobId } from '../domain/job.ts';
import { mailOutcome } from './proxies.ts';

export async function tellOwner({ jobId }: { jobId: JobId }): Promise<void> {
  await mailOutcome(jobId);
}
