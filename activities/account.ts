// activities/account.ts — how an account goes: the user first, so that nothing new begins, then job by job.
import { userSubject } from '../domain/audit.ts';
import type { Instant, UserId } from '../domain/job.ts';
import { markDeleted } from './deletion.ts';
import type { Ports } from './ports.ts';

/** Jobs deleted by one activity. */
const PAGE = 100;
const KEPT_MS = 30 * 86_400_000;

export const createAccountActivities = (ports: Ports) => ({
  /** From here on sessions that began earlier are void, and so are submissions and plan changes on their way. */
  async closeUser({ userId, closedAt }: { userId: UserId; closedAt: Instant }): Promise<void> {
    const { users, audit } = ports;
    await users.close(userId, { closedAt, expiresAt: closedAt + KEPT_MS });
    await audit.record({
      id: `deleted/${userId}/${closedAt}`,
      at: closedAt,
      actor: userId,
      action: 'account-deleted',
      subject: userSubject(userId),
    });
  },

  /** Marks up to 100 jobs and wakes their removal; answers how many there were. The index hides what is marked. */
  async deleteJobs(userId: UserId): Promise<number> {
    const { jobs, movers } = ports;
    const page = await jobs.page({ userId, limit: PAGE });
    for (const { jobId } of page.jobs) await markDeleted(ports, { jobId, userId });
    await movers.wake(page.jobs.map(({ jobId }) => ({ jobId, userId, role: 'free_user', restore: false })));
    return page.cursor === undefined ? page.jobs.length : PAGE;
  },
});
