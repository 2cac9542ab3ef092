// local/glacier/publisher.ts — hands notifications to SNS, again and again until it accepts, across restarts.
import type { SnsOptions } from './options.ts';
import type { Notice } from './records.ts';
import { type Store, timeKey, timeOf } from './store.ts';

const atOnce = 16;
const longestBackoffMs = 30_000;
const giveUpAfterMs = 24 * 60 * 60_000;

/** One pass over the notices that are due; answers when the next is. A notice goes only after SNS has accepted it. */
export async function createPublisher(store: Store, { sns, region }: { sns: SnsOptions; region: string }) {
  // Loaded only where there is an SNS: it is half of the time that a start takes.
  const { PublishCommand, SNSClient } = await import('@aws-sdk/client-sns');
  const client = new SNSClient({
    endpoint: sns.endpoint,
    credentials: sns.credentials,
    region,
    maxAttempts: 1, // retried here, durably
    requestHandler: { connectionTimeout: 2000, requestTimeout: 10_000 },
  });

  const send = async ({ topic, message }: Notice): Promise<void> => {
    const Subject = 'Notification From Amazon Glacier Vault';
    await client.send(new PublishCommand({ TopicArn: topic, Message: message, Subject }));
  };

  return {
    async publishDue(): Promise<number | undefined> {
      for (;;) {
        const due = store.notices.list({ limit: atOnce }).filter(({ key }) => timeOf(key) <= Date.now());
        if (due.length === 0) break;
        await Promise.all(due.map((entry) => publish(store, entry, send)));
      }
      const [next] = store.notices.list({ limit: 1 });
      return next && timeOf(next.key);
    },
    close: () => client.destroy(),
  };
}

async function publish(
  store: Store,
  { key, value }: { key: string; value: Notice },
  send: (notice: Notice) => Promise<void>,
): Promise<void> {
  try {
    await send(value);
    store.notices.delete(key);
  } catch {
    // Whatever SNS says, it may be restarting and its topics may be on their way back.
    store.atomically(() => postpone(store, key, value));
  }
}

function postpone(store: Store, key: string, notice: Notice): void {
  store.notices.delete(key);
  const now = Date.now();
  if (now > notice.createdAt + giveUpAfterMs) return;
  const backoffMs = Math.min(longestBackoffMs, 100 * 2 ** notice.attempts);
  store.notices.put(timeKey(now + backoffMs, notice.id), { ...notice, attempts: notice.attempts + 1 });
}
