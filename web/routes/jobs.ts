// web/routes/jobs.ts — submitting, listing, watching over and repeating one's jobs.
import { TooManyToSort } from '../../domain/job-list.ts';
import { JobListQuery, JobPage, Nothing, SubmitJob } from '../contract.ts';
import { jobView } from '../job-view.ts';
import { ownJob, signedIn } from '../middleware/access.ts';
import { withBody, withQuery } from '../middleware/input.ts';
import { Problem, problem } from '../problem.ts';
import type { Context, Handler, Services, WebRouter } from '../services.ts';
import { answerSubmission, firstRequest } from '../submissions.ts';
import { genomeNamed } from './genomes.ts';

export function jobRoutes(router: WebRouter, services: Services): void {
  const { jobs, users, sessions, starters, settings } = services;
  const reader = signedIn(sessions, { scope: 'read' });
  const writer = signedIn(sessions, { scope: 'write' });
  const own = ownJob(jobs);

  router.get('/api/jobs', reader, withQuery(JobListQuery, listJobs(services)));
  router.post('/api/jobs', writer, services.once, withBody(SubmitJob, submitJob(services)));

  router.get('/api/jobs/:jobId', reader, orWaiting(services), own, async (ctx) => {
    ctx.body = await ownView(ctx);
  });

  router.post(
    '/api/jobs/:jobId/cancel',
    writer,
    own,
    withBody(Nothing, async (ctx) => {
      const { jobId, status } = ctx.state.job;
      const running = status === 'PENDING' || status === 'RUNNING';
      if (!running || !(await starters.cancel(jobId))) throw problem('job-not-cancellable');
      ctx.status = 202;
      ctx.body = await ownView(ctx);
    }),
  );

  router.post(
    '/api/jobs/:jobId/retry',
    writer,
    own,
    withBody(Nothing, async (ctx) => {
      const job = ctx.state.job;
      if (job.status !== 'FAILED' && job.status !== 'CANCELLED') throw problem('job-not-retryable');
      const { jobId, userId, name, genome, inputFileName, input, submittedAt } = job;
      const attempt = job.attempt + 1;
      const chosen = { ...(name && { name }), ...(genome && { genome }) };
      const request = { jobId, userId, ...chosen, inputFileName, input, submittedAt, attempt };
      answerSubmission(ctx, await services.submissions.submit(request, (await users.get(userId)).plan));
    }),
  );

  async function ownView(ctx: Context) {
    const { plan } = await users.get(ctx.state.user);
    return jobView(ctx.state.job, plan, settings);
  }
}

function listJobs({ jobs, users, settings }: Services) {
  return async (ctx: Context, { q: text, status, place, ...wanted }: JobListQuery) => {
    const userId = ctx.state.user;
    const { sort, limit, cursor } = wanted;
    const filter = { ...(status && { status }), ...(place && { place }), ...(text && { text }) };
    const query = { userId, sort, limit, ...(cursor && { cursor }), ...filter };
    const [page, { plan }] = await Promise.all([jobs.page(query).catch(refused), users.get(userId)]);
    ctx.body = JobPage.parse({
      jobs: page.jobs.map((job) => jobView(job, plan, settings)),
      cursor: page.cursor,
    });
  };
}

function refused(error: unknown): never {
  if (error instanceof TooManyToSort) throw problem('too-many-to-sort');
  throw error instanceof RangeError ? problem('invalid-request', 'cursor: is not one of ours') : error;
}

/** The key holds the user's id and the job's: nobody can submit, or even name, another's upload. */
function submitJob({ jobs, users, genomes, submissions, settings }: Services) {
  return async (ctx: Context, wanted: SubmitJob) => {
    const userId = ctx.state.user;
    const { job_id: jobId, file_name: inputFileName, name } = wanted;
    const [existing, { plan }] = await Promise.all([jobs.get(jobId), users.get(userId)]);
    if (existing?.deletedAt !== undefined) throw problem('job-unknown');
    if (existing && existing.userId !== userId) throw problem('not-yours');
    if (existing) return answerSubmission(ctx, jobView(existing, plan, settings));

    const genome = wanted.genome && (await genomeNamed(genomes, wanted.genome));
    const request = firstRequest({ jobId, userId, name, genome, inputFileName }, settings);
    answerSubmission(ctx, await submissions.submit(request, plan));
  };
}

/** A job that is not known may be a submission of the same user that waits for its row. */
function orWaiting({ submissions }: Services): Handler {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (!(error instanceof Problem) || error.id !== 'job-unknown') throw error;
      const waiting = await submissions.waitingFor(String(ctx.params['jobId']), ctx.state.user);
      if (!waiting) throw error;
      ctx.body = waiting;
    }
  };
}
