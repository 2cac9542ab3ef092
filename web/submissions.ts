// web/submissions.ts — the one way by which a job is submitted or run again, and what still waits for its row.
import { type JobId, type JobRequest, objectKeys, type UserId } from '../domain/job.ts';
import { inputLimit, type Plan } from '../domain/plan.ts';
import type { JobView } from './contract.ts';
import type { JobFeed } from './job-feed.ts';
import { acceptedView, jobView } from './job-view.ts';
import { Problem, problem } from './problem.ts';
import type { Context, WebJobs, WebObjects, WebSettings, WebStarters } from './services.ts';

export interface SubmissionPorts {
  jobs: WebJobs;
  objects: WebObjects;
  starters: WebStarters;
  feed: JobFeed;
  settings: WebSettings;
}

export type Submissions = ReturnType<typeof submissions>;

export function submissions({ jobs, objects, starters, feed, settings }: SubmissionPorts) {
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
      if (!row || row.attempt < request.attempt) return acceptedView(request, settings);
      return jobView(row, plan, settings);
    },

    /** The user's own submission that has no row yet: Temporal has it, whichever process took it. */
    async waitingFor(jobId: JobId, userId: UserId): Promise<JobView | undefined> {
      if (await jobs.get(jobId)) return undefined; // deleted, perhaps: Temporal remembers longer
      const request = await starters.submission(jobId);
      return request?.userId === userId ? acceptedView(request, settings) : undefined;
    },
  };
}

/** 201 with the job, or 202 while it waits for a worker to record it. */
export function answerSubmission(ctx: Context, view: JobView): void {
  ctx.status = view.status === 'ACCEPTED' ? 202 : 201;
  ctx.set('location', `/api/jobs/${view.job_id}`);
  ctx.body = view;
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

/** The first attempt of a job that is asked for now. */
export function firstRequest(
  wanted: Pick<JobRequest, 'jobId' | 'userId' | 'inputFileName'> & {
    [Field in 'name' | 'genome']?: string | undefined;
  },
  { keyPrefix, inputsBucket }: Pick<WebSettings, 'keyPrefix' | 'inputsBucket'>,
): JobRequest {
  const { jobId, userId, inputFileName, name, genome } = wanted;
  return {
    jobId,
    userId,
    ...(name && { name }),
    ...(genome && { genome }),
    inputFileName,
    input: { bucket: inputsBucket, key: objectKeys(keyPrefix, wanted).input },
    submittedAt: Date.now(),
    attempt: 1,
  };
}
