// adapters/aws/answer-records.ts — answers to requests that may be repeated, in the table `sessions`, under keys of their own.
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AnswerRecords, KeptAnswer } from '../../domain/ports.ts';
import type { Item } from './item-values.ts';
import { expirySeconds, given, number, text } from './item-values.ts';

export interface AnswerRecordsOptions {
  client: DynamoDBDocumentClient;
  table: string;
  now?: () => number;
}

export function answerRecords({ client, table, now = Date.now }: AnswerRecordsOptions): AnswerRecords {
  async function get(id: string): Promise<KeptAnswer | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: keyOf(id), ConsistentRead: true }));
    const kept = Item && answerOf(id, Item);
    return kept && kept.expiresAt > now() ? kept : undefined;
  }

  return {
    async claim(kept) {
      const put = new PutCommand({
        TableName: table,
        Item: itemOf(kept),
        ConditionExpression: 'attribute_not_exists(session_id) OR expires_ms <= :now',
        ExpressionAttributeValues: { ':now': now() },
      });
      try {
        await client.send(put);
        return undefined;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        // Gone in between: whoever asks again may begin.
        return (await get(kept.id)) ?? { ...kept, expiresAt: now() };
      }
    },

    async put(kept) {
      await client.send(new PutCommand({ TableName: table, Item: itemOf(kept) }));
    },

    async remove(id) {
      await client.send(new DeleteCommand({ TableName: table, Key: keyOf(id) }));
    },
  };
}

/** No session's id, which is a hash alone. */
function keyOf(id: string) {
  return { session_id: `answer/${id}` };
}

function itemOf({ id, fingerprint, answer, expiresAt }: KeptAnswer): Item {
  const expiry = { expires_ms: expiresAt, expires_at: expirySeconds(expiresAt) };
  return { ...keyOf(id), fingerprint, ...given({ answer }), ...expiry };
}

function answerOf(id: string, item: Item): KeptAnswer {
  const fingerprint = text(item.fingerprint) ?? '';
  return { id, fingerprint, expiresAt: number(item.expires_ms) ?? 0, ...given({ answer: text(item.answer) }) };
}
