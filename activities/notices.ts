// activities/notices.ts — what users are told by mail: one mail about all of a parcel that still holds.
import { createHash } from 'node:crypto';
import type { JobRecord, UserId } from '../domain/job.ts';
import type { NoticeKind } from '../domain/notices.ts';
import { jobOfNotice, mailPreferences, stillHolds } from '../domain/notices.ts';
import type { User } from '../domain/ports.ts';
import { noticeWords } from './notice-words.ts';
import type { Ports } from './ports.ts';

export interface MailOrder {
  userId: UserId;
  kind: NoticeKind;
  ids: readonly string[];
  /** Further facts, of which only the number is known. */
  more: number;
}

export const createNoticeActivities = (ports: Ports) => ({
  /** Silent where no address is known, mails of this kind are not wanted, or nothing of it holds any more. */
  async mailNotices({ userId, kind, ids, more }: MailOrder): Promise<void> {
    const { users, mail, settings, rules, noticeKeys } = ports;
    const user = await users.get(userId);
    const { email } = user.profile;
    if (email === undefined || !mailPreferences(user)[kind]) return;
    const jobs = await jobsOf(ports, { userId, kind, ids, user });
    if (jobs.length === 0) return;
    const token = noticeKeys.unsubscribeToken({ userId, kind });
    const unsubscribeUrl = `${settings.webUrl}/unsubscribe?token=${encodeURIComponent(token)}`;
    await mail.send({
      id: `${userId}/${kind}/${createHash('sha256').update(ids.join(' ')).digest('hex')}`,
      to: email,
      unsubscribeUrl,
      ...noticeWords(kind, {
        jobs,
        more,
        plan: user.plan,
        graceMs: rules.graceMs,
        webUrl: settings.webUrl,
        unsubscribeUrl,
      }),
    });
  },
});

/** In the order in which it happened. */
async function jobsOf(
  { jobs }: Ports,
  { userId, kind, ids, user }: Pick<MailOrder, 'userId' | 'kind' | 'ids'> & { user: User },
): Promise<JobRecord[]> {
  const wanted = [...new Set(ids.map(jobOfNotice))];
  const rows = new Map((await jobs.getMany(wanted)).map((row) => [row.jobId, row]));
  return wanted
    .map((jobId) => rows.get(jobId))
    .filter((row) => row !== undefined)
    .filter((row) => row.userId === userId && stillHolds(kind, row, user.plan));
}
