// web/routes/deletion.ts — what people may have deleted: a job of theirs, and their whole account.
import type { JobId, UserId } from '../../domain/job.ts';
import { isTombstone, JOB_ID } from '../../domain/job.ts';
import { AccountDeletion, CloseAccount, JobDeletion, Nothing } from '../contract.ts';
import { signedIn } from '../middleware/access.ts';
import { withBody } from '../middleware/input.ts';
import { problem } from '../problem.ts';
import type { Context, Services, WebRouter } from '../services.ts';

export function deletionRoutes(router: WebRouter, services: Services): void {
  const { sessions, starters, users, payments, feed } = services;

  router.delete(
    '/api/jobs/:jobId',
    signedIn(sessions, { scope: 'write' }),
    withBody(Nothing, async (ctx) => {
      const jobId = String(ctx.params['jobId']);
      const userId = ctx.state.user;
      const state = await stateOf({ jobId, userId }, services);
      if (state === 'there') await starters.deleteJob({ jobId, userId });
      ctx.status = 202;
      ctx.body = JobDeletion.parse({ job_id: jobId, status: 'deleting' });
    }),
  );

  router.delete(
    '/api/profile',
    signedIn(sessions),
    withBody(CloseAccount, async (ctx, { confirm }) => {
      const userId = ctx.state.user;
      if (confirm !== userId) throw problem('invalid-request', 'confirm: must be your user id');
      // First: an account that is gone must not go on being paid for.
      const { customerId } = await users.get(userId);
      if (customerId !== undefined) await payments?.forget(customerId);
      await starters.closeAccount(userId);
      await signOut(ctx);
      ctx.status = 202;
      ctx.body = AccountDeletion.parse({ user_id: userId, status: 'deleting' });
    }),
  );

  /** This browser at once; all others as soon as the account is recorded as closed. */
  async function signOut(ctx: Context): Promise<void> {
    const ended = await sessions.close(ctx);
    if (ended) feed.endSession(ended.signInId);
  }
}

/**
 * Whether a job of this user is there to be deleted, or is being deleted: asking twice is asking once. Problems
 * `job-unknown` (also once nothing is left of it) and `not-yours`.
 */
async function stateOf(
  { jobId, userId }: { jobId: JobId; userId: UserId },
  { jobs, starters }: Pick<Services, 'jobs' | 'starters'>,
): Promise<'there' | 'deleting'> {
  if (!JOB_ID.test(jobId)) throw problem('job-unknown');
  const job = await jobs.get(jobId);
  // A submission that waits for its row can be deleted too.
  if (!job && (await starters.submission(jobId))?.userId === userId) return 'there';
  if (!job || isTombstone(job)) throw problem('job-unknown');
  const own = job.userId === userId;
  if (!own) throw problem(job.deletedAt === undefined ? 'not-yours' : 'job-unknown');
  return job.deletedAt === undefined ? 'there' : 'deleting';
}
