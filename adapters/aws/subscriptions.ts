// adapters/aws/subscriptions.ts — what users want to be told, in attributes of their own of the table `users`.
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { UserId } from '../../domain/job.ts';
import type { Subscriptions } from '../../domain/notice-ports.ts';
import type { MailPreferences, Webhook } from '../../domain/notices.ts';
import { NOTICE_KINDS, WEBHOOK_ID } from '../../domain/notices.ts';
import type { User } from '../../domain/ports.ts';
import type { Item } from './item-values.ts';
import { given, number, text } from './item-values.ts';
import { updateExpression } from './update-expression.ts';

const MAIL = 'mail_';
const WEBHOOK = 'webhook_';
/** What is left of a closed account expires, and takes no wishes. */
const OPEN = { ConditionExpression: 'attribute_not_exists(expires_at)' };

type Update = Pick<
  UpdateCommand['input'],
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

export function subscriptions({ client, table }: { client: DynamoDBDocumentClient; table: string }): Subscriptions {
  /** False where the condition does not hold. */
  async function send(userId: UserId, update: Update): Promise<boolean> {
    try {
      await client.send(new UpdateCommand({ TableName: table, Key: { user_id: userId }, ...update }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  return {
    async saveMail(userId, wishes) {
      const named = Object.entries(wishes).map(([kind, wanted]) => [`${MAIL}${kind}`, wanted]);
      return named.length === 0 || send(userId, { ...updateExpression(Object.fromEntries(named)), ...OPEN });
    },
    addWebhook: (userId, webhook) =>
      send(userId, { ...updateExpression({ [`${WEBHOOK}${webhook.id}`]: itemOf(webhook) }), ...OPEN }),
    async removeWebhook(userId, id) {
      const ConditionExpression = 'attribute_exists(user_id)';
      await send(userId, { ...updateExpression({ [`${WEBHOOK}${id}`]: undefined }), ConditionExpression });
    },
    async markWebhook(userId, id, { failingSince, disabledAt }) {
      await send(userId, {
        UpdateExpression: 'SET #webhook.failing_ms = :failing, #webhook.disabled_ms = :disabled',
        ConditionExpression: 'attribute_exists(#webhook)',
        ExpressionAttributeNames: { '#webhook': `${WEBHOOK}${id}` },
        ExpressionAttributeValues: { ':failing': failingSince ?? null, ':disabled': disabledAt ?? null },
      });
    },
  };
}

/** The wishes in a user's item; nothing where there are none. */
export function wishesOf(item: Item): Pick<User, 'mail' | 'webhooks'> {
  const mail: Partial<MailPreferences> = {};
  for (const kind of NOTICE_KINDS) {
    const wanted = item[`${MAIL}${kind}`];
    if (typeof wanted === 'boolean') mail[kind] = wanted;
  }
  const webhooks = Object.entries(item)
    .filter(([name, value]) => name.startsWith(WEBHOOK) && typeof value === 'object' && value !== null)
    .map(([name, value]) => webhookOf(name.slice(WEBHOOK.length), value as Item))
    .filter((webhook) => WEBHOOK_ID.test(webhook.id))
    .toSorted((a, b) => a.createdAt - b.createdAt);
  return {
    ...(Object.keys(mail).length > 0 ? { mail } : {}),
    ...(webhooks.length > 0 ? { webhooks } : {}),
  };
}

function itemOf({ url, events, createdAt, failingSince, disabledAt }: Webhook): Item {
  return given({ url, events: [...events], created_ms: createdAt, failing_ms: failingSince, disabled_ms: disabledAt });
}

function webhookOf(id: string, item: Item): Webhook {
  const events = Array.isArray(item['events']) ? (item['events'] as unknown[]) : [];
  return {
    id,
    url: text(item['url']) ?? '',
    events: NOTICE_KINDS.filter((kind) => events.includes(kind)),
    createdAt: number(item['created_ms']) ?? 0,
    ...given({ failingSince: number(item['failing_ms']), disabledAt: number(item['disabled_ms']) }),
  };
}
