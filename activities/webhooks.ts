// activities/webhooks.ts — posts events to a user's webhook, notes what it answered, and gives up on one that fails for long.
import { createHash } from 'node:crypto';
import pMap from 'p-map';
import type { Instant, JobRecord, UserId } from '../domain/job.ts';
import type { Answered } from '../domain/notice-ports.ts';
import type { Notice, Webhook } from '../domain/notices.ts';
import { isListening, jobOfNotice } from '../domain/notices.ts';
import { GIVE_UP_MS } from '../domain/outbox.ts';
import type { User } from '../domain/ports.ts';
import { disabledWords } from './notice-words.ts';
import type { Ports } from './ports.ts';
import { eventBody } from './webhook-body.ts';

export interface PostOrder {
  userId: UserId;
  webhookId: string;
  kind: Notice['kind'];
  ids: readonly string[];
  /** When they were first to be posted, and how often they have been tried. */
  since: Instant;
  tries: number;
}

const AT_ONCE = 4;
/** Failures, one after the other, after which the rest of a parcel waits for the next try. */
const ENOUGH = 4;
/** The receiver says that it will never be there again. */
const GONE = 410;

export const createWebhookActivities = (ports: Ports) => ({
  /** Posts each event; answers those that did not arrive. None where the webhook is gone, or wants nothing of this kind. */
  async postNotices(order: PostOrder): Promise<string[]> {
    const { users, jobs } = ports;
    const user = await users.get(order.userId);
    const webhook = user.webhooks?.find(({ id }) => id === order.webhookId);
    if (!webhook || !isListening(webhook, order.kind)) return [];
    const rows = await jobs.getMany([...new Set(order.ids.map(jobOfNotice))]);
    const mine = new Map(rows.filter((row) => isTheirs(row, order.userId)).map((row) => [row.jobId, row]));

    let failures = 0;
    let last: Answered | undefined;
    const failed = await pMap(
      order.ids,
      async (id) => {
        const job = mine.get(jobOfNotice(id));
        if (order.kind !== 'test' && !job) return []; // deleted meanwhile
        if (failures >= ENOUGH) return [id];
        last = await post(ports, { order, webhook, id, user, ...(job ? { job } : {}) });
        failures = isWell(last) ? 0 : failures + 1;
        return isWell(last) ? [] : [id];
      },
      { concurrency: AT_ONCE },
    );
    if (last) await note(ports, { order, webhook, user, last });
    return failed.flat();
  },
});

interface Posting {
  order: PostOrder;
  webhook: Webhook;
  id: string;
  user: User;
  job?: JobRecord;
}

async function post(ports: Ports, { order, webhook, id, user, job }: Posting): Promise<Answered> {
  const { webhooks, deliveries, rules, settings, now } = ports;
  const { userId, kind, since, tries } = order;
  const deliveryId = `msg_${createHash('sha256').update(`${webhook.id} ${kind} ${id}`).digest('hex').slice(0, 32)}`;
  const body = eventBody({
    kind,
    at: since,
    userId,
    job,
    plan: user.plan,
    graceMs: rules.graceMs,
    webUrl: settings.webUrl,
  });
  const answered = await webhooks.post({ webhookId: webhook.id, url: webhook.url, deliveryId, sentAt: now(), body });
  const isLast = now() - since >= GIVE_UP_MS;
  await deliveries.record({
    userId,
    webhookId: webhook.id,
    deliveryId,
    event: kind,
    ...(job ? { jobId: job.jobId } : {}),
    createdAt: since,
    triedAt: now(),
    tries: tries + 1,
    state: isWell(answered) ? 'delivered' : isLast ? 'given_up' : 'failing',
    ...answered,
  });
  return answered;
}

/** One that has failed for a day, or says that it is gone, is switched off, and its owner told. */
async function note(
  { subscriptions, mail, settings, now }: Ports,
  { order, webhook, user, last }: { order: PostOrder; webhook: Webhook; user: User; last: Answered },
): Promise<void> {
  const { userId } = order;
  if (isWell(last)) {
    if (webhook.failingSince !== undefined) await subscriptions.markWebhook(userId, webhook.id, {});
    return;
  }
  const failingSince = webhook.failingSince ?? now();
  const isGone = 'status' in last && last.status === GONE;
  if (isGone || now() - failingSince >= GIVE_UP_MS) {
    const words = disabledWords({ url: webhook.url, webUrl: settings.webUrl });
    const { email } = user.profile;
    if (email) await mail.send({ id: `${webhook.id}/disabled`, to: email, ...words });
    await subscriptions.markWebhook(userId, webhook.id, { failingSince, disabledAt: now() });
  } else if (webhook.failingSince === undefined) {
    await subscriptions.markWebhook(userId, webhook.id, { failingSince });
  }
}

function isWell(answered: Answered): boolean {
  return 'status' in answered && answered.status >= 200 && answered.status < 300;
}

function isTheirs(row: JobRecord, userId: UserId): boolean {
  return row.userId === userId && row.deletedAt === undefined;
}
