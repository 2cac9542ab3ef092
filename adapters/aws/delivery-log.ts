// adapters/aws/delivery-log.ts — the table `deliveries`: what became of each event that a webhook was sent, for 30 days.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DeleteCommand, PutCommand, QueryCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { z } from 'zod';
import type { Instant } from '../../domain/job.ts';
import type { Delivery, DeliveryLog } from '../../domain/notice-ports.ts';
import { NOTICE_KINDS } from '../../domain/notices.ts';
import type { Item } from './item-values.ts';
import { expirySeconds, given } from './item-values.ts';

const KEPT_MS = 30 * 86_400_000;
const PAGE = 100;
const DELETES_AT_ONCE = 10;
/** Digits of an instant in a key, so that keys are in the order of time. */
const DIGITS = 15;

const Stored = z.object({
  user_id: z.string(),
  webhook_id: z.string(),
  delivery_id: z.string(),
  event: z.enum([...NOTICE_KINDS, 'test']),
  job_id: z.string().optional(),
  created_ms: z.number(),
  tried_ms: z.number(),
  tries: z.number(),
  state: z.enum(['delivered', 'failing', 'given_up']),
  status: z.number().optional(),
  error: z.string().optional(),
});

/** One item per event and webhook, under the user's id, by which all of them are found when an account is closed. */
export function deliveryLog({ client, table }: { client: DynamoDBDocumentClient; table: string }): DeliveryLog {
  return {
    async record(delivery) {
      await client.send(new PutCommand({ TableName: table, Item: itemOf(delivery) }));
    },

    async of({ userId, webhookId, before }) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'user_id = :user AND delivery_key BETWEEN :first AND :last',
          ExpressionAttributeValues: {
            ':user': userId,
            ':first': `${webhookId}/`,
            // A key at that very instant goes on behind it, and so comes after.
            ':last': before === undefined ? `${webhookId}/~` : `${webhookId}/${digits(before)}`,
          },
          ScanIndexForward: false,
          Limit: PAGE,
          ConsistentRead: true,
        }),
      );
      return Items.map(deliveryOf);
    },

    async removeAll(userId) {
      const query = {
        TableName: table,
        KeyConditionExpression: 'user_id = :user',
        ExpressionAttributeValues: { ':user': userId },
        ProjectionExpression: 'user_id, delivery_key',
        ConsistentRead: true,
      };
      for await (const { Items = [] } of paginateQuery({ client }, query))
        await pMap(Items, (Key) => client.send(new DeleteCommand({ TableName: table, Key })), {
          concurrency: DELETES_AT_ONCE,
        });
    },
  };
}

function itemOf(delivery: Delivery): Item {
  const { userId, webhookId, deliveryId, event, jobId, createdAt, triedAt, tries, state, status, error } = delivery;
  return given({
    user_id: userId,
    delivery_key: `${webhookId}/${digits(createdAt)}/${deliveryId}`,
    webhook_id: webhookId,
    delivery_id: deliveryId,
    event,
    job_id: jobId,
    created_ms: createdAt,
    tried_ms: triedAt,
    tries,
    state,
    status,
    error,
    expires_at: expirySeconds(createdAt + KEPT_MS),
  });
}

function deliveryOf(item: Item): Delivery {
  const { user_id, webhook_id, delivery_id, job_id, created_ms, tried_ms, status, error, ...rest } = Stored.parse(item);
  return {
    ...rest,
    userId: user_id,
    webhookId: webhook_id,
    deliveryId: delivery_id,
    createdAt: created_ms,
    triedAt: tried_ms,
    ...given({ jobId: job_id, status, error }),
  };
}

function digits(at: Instant): string {
  return String(at).padStart(DIGITS, '0');
}
