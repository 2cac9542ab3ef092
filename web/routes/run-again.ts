// web/routes/run-again.ts — a new job from the input of an old one, whatever became of that.
import { createHash, randomUUID } from 'node:crypto';
import type { JobId, JobRecord, JobRequest } from '../../domain/job.ts';
import { RunAgain } from '../contract.ts';
import { jobView } from '../job-view.ts';
import { ownJob, signedIn } from '../middleware/access.ts';
import { withBody } from '../middleware/input.ts';
import { problem } from '../problem.ts';
import type { Context, Services, WebRouter } from '../services.ts';
import { answerSubmission, assertWithinLimit, firstRequest } from '../submissions.ts';

/** Answers like a submission. One `request_id` makes one job of an old one, however often it is sent. */
export function runAgainRoutes(router: WebRouter, services: Services): void {
  const { jobs, users, sessions, once, settings } = services;
  router.post(
    '/api/jobs/:jobId/again',
    signedIn(sessions, { scope: 'write' }),
    once,
    ownJob(jobs),
    withBody(RunAgain, async (ctx: Context, { request_id: requestId }) => {
      const old = ctx.state.job;
      const jobId = requestId === undefined ? randomUUID() : derivedId(old, requestId);
      const [existing, { plan }] = await Promise.all([jobs.get(jobId), users.get(old.userId)]);
      if (existing?.deletedAt !== undefined) throw problem('job-unknown');
      if (existing) return answerSubmission(ctx, jobView(existing, plan, settings));

      const head = await services.objects.head(old.input);
      if (!head) throw problem('input-gone');
      assertWithinLimit(head.bytes, plan, settings);
      const request = firstRequest({ ...old, jobId }, settings);
      answerSubmission(ctx, await submitCopy({ old, request, plan }, services));
    }),
  );
}

type Plan = Awaited<ReturnType<Services['users']['get']>>['plan'];

/** The copy lies under the new job's own key: deleting either job leaves the other whole. */
async function submitCopy(
  { old, request, plan }: { old: JobRecord; request: JobRequest; plan: Plan },
  { objects, submissions }: Services,
) {
  const copied = (await objects.head(request.input)) ?? (await objects.copy({ from: old.input, to: request.input }));
  if (!copied) throw problem('input-gone');
  return submissions.submit(request, plan);
}

/** A UUID of our own making (version 8): no reader can choose one, and the same request names the same. */
function derivedId({ userId, jobId }: JobRecord, requestId: string): JobId {
  const hex = createHash('sha256').update(`again\n${userId}\n${jobId}\n${requestId}`).digest('hex');
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
