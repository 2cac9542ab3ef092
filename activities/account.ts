// activities/account.ts — how an account goes: the user first, so that nothing new begins, then job by job.
import { userSubject } from '../domain/audit.ts';
import type { Instant, JobId, UserId } from '../domain/job.ts';
import { jobOfKey } from '../domain/job.ts';
import { markDeleted } from './deletion.ts';
import { versionsUnder } from './listing.ts';
import type { Ports } from './ports.ts';

/** Jobs deleted by one activity, which are told in history. */
const PAGE = 100;
const KEPT_MS = 30 * 86_400_000;

export const createAccountActivities = (ports: Ports) => ({
  /** From here on sessions that began earlier are void, and so are submissions and plan changes on their way. */
  async closeUser({ userId, closedAt }: { userId: UserId; closedAt: Instant }): Promise<void> {
    const { users, audit, deliveries } = ports;
    await deliveries.removeAll(userId);
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

  /**
   * Files that were uploaded before the account was closed and never submitted, which no job's removal finds; and what was
   * being delivered when it was closed.
   */
  async removeUploads({ userId, closedAt }: { userId: UserId; closedAt: Instant }): Promise<void> {
    const { jobs, objects, deliveries, settings } = ports;
    await deliveries.removeAll(userId);
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

  /** A page of one's jobs that are not deleted; the index may lag. */
  async listJobs({
    userId,
    cursor,
  }: {
    userId: UserId;
    cursor?: string;
  }): Promise<{ jobIds: JobId[]; cursor?: string }> {
    const page = await ports.jobs.page({ userId, limit: PAGE, ...(cursor ? { cursor } : {}) });
    return { jobIds: page.jobs.map(({ jobId }) => jobId), ...(page.cursor ? { cursor: page.cursor } : {}) };
  },

  /**
   * Marks these jobs and wakes their removal. They come from history: a retry of an attempt that had marked some, and
   * woken none, would not find them in the index any more.
   */
  async deleteJobs({ userId, jobIds }: { userId: UserId; jobIds: readonly JobId[] }): Promise<void> {
    for (const jobId of jobIds) await markDeleted(ports, { jobId, userId });
    await ports.movers.wake(jobIds.map((jobId) => ({ jobId, userId, role: 'free_user', restore: false })));
  },
});
