// web/submissions.ts — the one way by which a job is submitted or run again, and what is still waiting for its row.
import type { JobId, JobRequest, UserId } from '../domain/job.ts';
import { inputLimit, type Plan } from '../domain/plan.ts';
import type { JobView } from './contract.ts';
import type { JobFeed } from './job-feed.ts';
import { acceptedView, jobView } from './job-view.ts';
import { Problem, problem } from './problem.ts';
import type { WebJobs, WebObjects, WebSettings, WebStarters } from './services.ts';

/** Accepted submissions remembered for their job's page; Temporal holds them all, this is only for showing. */
const REMEMBERED = 10_000;

export interface SubmissionPorts {
  jobs: WebJobs;
  objects: WebObjects;
  starters: WebStarters;
  feed: JobFeed;
  settings: WebSettings;
}

export type Submissions = ReturnType<typeof submissions>;

export function submissions({ jobs, objects, starters, feed, settings }: SubmissionPorts) {
  const waiting = new Map<JobId, JobRequest>();

  function remember(request: JobRequest): JobView {
    waiting.set(request.jobId, request);
    const oldest = waiting.keys().next();
    if (waiting.size > REMEMBERED && !oldest.done) waiting.delete(oldest.value);
    return acceptedView(request);
  }

  return {
    /**
     * Submits one attempt, once however often it is asked for. The view is `ACCEPTED` until a worker has recorded it.
     * Problems `upload-missing`, `upload-empty`, `input-too-large`; TemporalAway where nothing was started.
     */
    async submit(request: JobRequest, plan: Plan): Promise<JobView> {
      const input = await objects.head(request.input);
      if (!input) throw problem('upload-missing');
      if (input.bytes === 0) throw problem('upload-empty');
      assertWithinLimit(input.bytes, plan, settings);

      await starters.submit(request, plan.role);
      feed.watch(request.userId, request.jobId);
      const row = await jobs.get(request.jobId);
      if (!row || row.attempt < request.attempt) return remember(request);
      waiting.delete(request.jobId);
      return jobView(row, plan, settings.graceMs);
    },

    /** The user's own submission that has no row yet, where this process took it. */
    waitingFor(jobId: JobId, userId: UserId): JobView | undefined {
      const request = waiting.get(jobId);
      return request?.userId === userId && request.attempt === 1 ? acceptedView(request) : undefined;
    },

    /** The row is there: nothing waits any more. */
    recorded(jobId: JobId): void {
      waiting.delete(jobId);
    },
  };
}

/** Problem `input-too-large`, with the way to a larger limit for those who are not there yet. */
export function assertWithinLimit(bytes: number, { role }: Plan, { limits }: WebSettings): void {
  const limit = inputLimit(role, limits);
  if (bytes <= limit) return;
  const size = limit.toLocaleString('en-US');
  const message =
    role === 'premium_user'
      ? `This file is larger than the ${size} bytes that this service takes.`
      : `This file is larger than the ${size} bytes of the free plan. Premium has no such limit.`;
  throw new Problem('input-too-large', { message, upgrade: role === 'free_user' });
}
