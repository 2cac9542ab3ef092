// activities/account.ts — how an account goes: the user first, so that nothing new begins, then job by job.
import { userSubject } from '../domain/audit.ts';
import type { Instant, UserId } from '../domain/job.ts';
import { jobOfKey } from '../domain/job.ts';
import { markDeleted } from './deletion.ts';
import { versionsUnder } from './listing.ts';
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

  /** Sessions and tokens from before the account was closed: void already, and now gone. Later ones are another life. */
  async removeSessions({ userId, closedAt }: { userId: UserId; closedAt: Instant }): Promise<void> {
    const { sessions } = ports;
    for (const { sessionId, accountClosedAt = -Infinity } of await sessions.ofUser(userId))
      if (accountClosedAt < closedAt) await sessions.remove(sessionId);
  },

  /** Files that were uploaded before the account was closed and never submitted: no job's removal finds them. */
  async removeUploads({ userId, closedAt }: { userId: UserId; closedAt: Instant }): Promise<void> {
    const { jobs, objects, settings } = ports;
    const { inputsBucket: bucket, keyPrefix } = settings;
    const under = { bucket, prefix: `${keyPrefix}/${userId}/` };
    for await (const { versions } of versionsUnder(objects, under)) {
      const old = versions.filter(({ modifiedAt }) => modifiedAt < closedAt);
      const ids = old.map(({ key }) => jobOfKey(keyPrefix, key)?.jobId).filter((jobId) => jobId !== undefined);
      const known = new Set((await jobs.getMany([...new Set(ids)])).map(({ jobId }) => jobId));
      const unsubmitted = old.filter(({ key }) => !known.has(jobOfKey(keyPrefix, key)?.jobId ?? ''));
      for (const { key, versionId } of unsubmitted) await objects.removeVersions({ bucket, key }, [versionId]);
    }
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
