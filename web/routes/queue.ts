// web/routes/queue.ts — why a job waits, where it stands, and when it may begin.
import { isoTime } from '../../domain/iso-time.ts';
import type { QueueSnapshot, Standing } from '../../domain/annotation-queue.ts';
import { standing, standingInWords, typicalAnnotationMs } from '../../domain/annotation-queue.ts';
import type { JobId, UserId } from '../../domain/job.ts';
import { cached } from '../cached.ts';
import { QueueView } from '../contract.ts';
import { ownJob, signedIn } from '../middleware/access.ts';
import { Problem } from '../problem.ts';
import type { Context, Services, WebRouter } from '../services.ts';

/** However many pages are open, Temporal is asked about the queue this often by a process. */
const SNAPSHOT_MS = 2000;
const TYPICAL_MS = 60_000;

/** For pages that ask again and again: it keeps no session alive. */
export function queueRoutes(router: WebRouter, services: Services): void {
  const { jobs, queue, sessions, submissions } = services;
  const own = ownJob(jobs);
  const shared: Shared = {
    snapshot: cached(SNAPSHOT_MS, () => queue.snapshot()),
    typicalMs: cached(TYPICAL_MS, async () => typicalAnnotationMs(await jobs.getMany(await queue.recent()))),
  };

  router.get('/api/jobs/:jobId/queue', signedIn(sessions, { passive: true, scope: 'read' }), async (ctx) => {
    const job = { jobId: String(ctx.params['jobId']), userId: ctx.state.user };
    try {
      await own(ctx, async () => {});
    } catch (error) {
      // A submission without a row yet waits, too.
      const unknown = error instanceof Problem && error.id === 'job-unknown';
      if (!unknown || !(await submissions.waitingFor(job.jobId, job.userId))) throw error;
      return answer(ctx, job.jobId, await standingOf(job, shared, services));
    }
    const { status } = ctx.state.job;
    const open = status === 'PENDING' || status === 'RUNNING';
    answer(ctx, job.jobId, open ? await standingOf(job, shared, services) : { reason: 'over' });
  });
}

interface Shared {
  snapshot: () => Promise<QueueSnapshot>;
  typicalMs: () => Promise<number | undefined>;
}

async function standingOf(
  job: { jobId: JobId; userId: UserId },
  shared: Shared,
  { queue, logger }: Services,
): Promise<Standing> {
  try {
    const [state, snapshot] = await Promise.all([queue.stateOf(job.jobId), shared.snapshot()]);
    const waits = state.kind === 'queued' || state.kind === 'recording';
    const typicalMs = waits ? await shared.typicalMs() : undefined;
    return standing({ job, state, snapshot, now: Date.now(), ...(typicalMs === undefined ? {} : { typicalMs }) });
  } catch (error) {
    logger.warn({ err: error }, 'the queue of annotations could not be read');
    return { reason: 'unknown' };
  }
}

function answer(ctx: Context, jobId: JobId, told: Standing): void {
  const { expectedStartAt, retryAt, ...place } = told;
  ctx.body = QueueView.parse({
    ...place,
    job_id: jobId,
    message: standingInWords(told, clock),
    expected_start_at: isoTime(expectedStartAt),
    retry_at: isoTime(retryAt),
  });
}

/** The server knows no reader's clock: UTC, said so. */
const clock = (at: number): string => `${new Date(at).toISOString().slice(11, 16)} UTC`;
