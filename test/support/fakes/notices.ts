// test/support/fakes/notices.ts — wishes, deliveries, keys and receivers of webhooks in memory.
import type {
  Answered,
  Delivery,
  DeliveryLog,
  NoticeKeys,
  Subscriptions,
  WebhookPost,
} from '../../../domain/notice-ports.ts';
import type { Customers } from '../../../domain/payments.ts';
import type { NoticeKind } from '../../../domain/notices.ts';
import type { Wishes } from './user-records.ts';

const without = ({ webhooks = [] }: Wishes, id: string) => webhooks.filter((webhook) => webhook.id !== id);

export function fakeSubscriptions({ wishes, gone }: { wishes: Map<string, Wishes>; gone: Set<string> }): Subscriptions {
  const change = (userId: string, to: (now: Wishes) => Wishes) => {
    if (gone.has(userId)) return false;
    wishes.set(userId, structuredClone(to(wishes.get(userId) ?? {})));
    return true;
  };
  return {
    saveMail: async (userId, mail) => change(userId, (now) => ({ ...now, mail: { ...now.mail, ...mail } })),
    addWebhook: async (userId, webhook) =>
      change(userId, (now) => ({
        ...now,
        webhooks: [...without(now, webhook.id), webhook].toSorted((a, b) => a.createdAt - b.createdAt),
      })),
    async removeWebhook(userId, id) {
      if (!wishes.get(userId)?.webhooks) return;
      change(userId, (now) => {
        const { webhooks: _, ...others } = now;
        const left = without(now, id);
        return left.length > 0 ? { ...others, webhooks: left } : others;
      });
    },
    async markWebhook(userId, id, mark) {
      change(userId, (now) => ({
        ...now,
        webhooks: (now.webhooks ?? []).map((webhook) => {
          const { failingSince: _, disabledAt: __, ...bare } = webhook;
          return webhook.id === id ? { ...bare, ...mark } : webhook;
        }),
      }));
    },
  };
}

export function fakeCustomers({ wishes, gone }: { wishes: Map<string, Wishes>; gone: Set<string> }): Customers {
  return {
    async keep({ userId, customerId, instead }) {
      const now = wishes.get(userId);
      if (gone.has(userId) || (now?.customerId !== undefined && now.customerId !== instead)) return now?.customerId;
      wishes.set(userId, { ...now, customerId });
      return customerId;
    },
  };
}

export function fakeDeliveryLog(): DeliveryLog {
  const entries = new Map<string, Delivery>();
  return {
    async record(delivery) {
      entries.set(`${delivery.webhookId}/${delivery.deliveryId}`, structuredClone(delivery));
    },
    of: async ({ userId, webhookId, before = Infinity }) =>
      structuredClone(
        [...entries.values()]
          .filter((one) => one.userId === userId && one.webhookId === webhookId && one.createdAt < before)
          .toSorted((a, b) => b.createdAt - a.createdAt)
          .slice(0, 100),
      ),
    async removeAll(userId) {
      for (const [key, entry] of entries) if (entry.userId === userId) entries.delete(key);
    },
  };
}

/** Receivers that answer as a test wants it; what they were sent is kept. */
export function fakeReceivers() {
  const received: Parameters<WebhookPost['post']>[0][] = [];
  const receivers = { answer: (_url: string): Answered => ({ status: 204 }) };
  const port: WebhookPost = {
    refusal: (url) => (url.startsWith('https:') ? undefined : 'The address must begin with https://.'),
    async post(message) {
      received.push(message);
      return receivers.answer(message.url);
    },
  };
  return { port, received, receivers };
}

/** Keys that anybody could make. */
export function fakeNoticeKeys(): NoticeKeys {
  return {
    webhookSecret: (webhookId) => `whsec_${webhookId}`,
    unsubscribeToken: ({ userId, kind }) => `${userId}.${kind}.signed`,
    readUnsubscribeToken(token) {
      const [userId = '', kind = '', signature] = token.split('.');
      return signature === 'signed' ? { userId, kind: kind as NoticeKind } : undefined;
    },
  };
}
