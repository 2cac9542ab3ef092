// web/middleware/access.ts — who may go on: people with a session, programs with a token, to jobs that are theirs.
import { permits, type Scope } from '../../domain/access.ts';
import { JOB_ID } from '../../domain/job.ts';
import { problem } from '../problem.ts';
import type { Handler, WebJobs } from '../services.ts';
import type { SessionKeeper } from '../session-keeper.ts';

interface Admission {
  /** Such requests don't keep a session alive. */
  passive?: boolean;
  /** What a personal token must allow here. Where it is not said, no token is taken: only people, in their browsers. */
  scope?: Scope;
}

/**
 * Goes on with `state.session` and `state.user`. Problems `not-signed-in`,
 * `token-invalid`, `token-not-enough` and `too-many-requests`.
 */
export function signedIn(sessions: SessionKeeper, { passive = false, scope }: Admission = {}): Handler {
  return async (ctx, next) => {
    const session = await sessions.find(ctx, { passive });
    if (!session) throw problem('not-signed-in');
    await ctx.state.admit(session.userId);
    if (session.scopes && !(scope && permits(session.scopes, scope))) throw problem('token-not-enough');
    ctx.state.session = session;
    ctx.state.user = session.userId;
    await next();
  };
}

/** Goes on with `state.job` where the job of the path is the user's own: 404 where nobody's, 403 where another's. */
export function ownJob(jobs: WebJobs): Handler {
  return async (ctx, next) => {
    const jobId = String(ctx.params['jobId']);
    const job = JOB_ID.test(jobId) ? await jobs.get(jobId) : undefined;
    if (!job || job.deletedAt !== undefined) throw problem('job-unknown');
    if (job.userId !== ctx.state.user) throw problem('not-yours');
    ctx.state.job = job;
    await next();
  };
}
