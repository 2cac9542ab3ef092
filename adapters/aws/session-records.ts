// adapters/aws/session-records.ts — the table `sessions`, which DynamoDB empties by TTL, hours late at times.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Session, SessionRecords } from '../../domain/ports.ts';
import type { Item } from './item-values.ts';
import { expirySeconds, given, number, text } from './item-values.ts';

export interface SessionRecordsOptions {
  client: DynamoDBDocumentClient;
  table: string;
  now?: () => number;
}

/** Sessions in DynamoDB; one that has expired is not answered, whether or not the TTL has taken it yet. */
export function sessionRecords({ client, table, now = Date.now }: SessionRecordsOptions): SessionRecords {
  return {
    async get(sessionId) {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: { session_id: sessionId }, ConsistentRead: true }),
      );
      const session = Item && sessionOf(Item);
      return session && session.expiresAt > now() ? session : undefined;
    },

    async put(session) {
      await client.send(new PutCommand({ TableName: table, Item: itemOf(session) }));
    },

    async remove(sessionId) {
      await client.send(new DeleteCommand({ TableName: table, Key: { session_id: sessionId } }));
    },
  };
}

function itemOf({ sessionId, userId, createdAt, accountClosedAt, lastSeenAt, expiresAt }: Session): Item {
  return given({
    session_id: sessionId,
    user_id: userId,
    created_ms: createdAt,
    account_closed_ms: accountClosedAt,
    last_seen_ms: lastSeenAt,
    expires_ms: expiresAt,
    expires_at: expirySeconds(expiresAt),
  });
}

function sessionOf(item: Item): Session {
  return {
    sessionId: text(item.session_id) ?? '',
    userId: text(item.user_id) ?? '',
    createdAt: number(item.created_ms) ?? 0,
    lastSeenAt: number(item.last_seen_ms) ?? 0,
    expiresAt: number(item.expires_ms) ?? 0,
    ...given({ accountClosedAt: number(item.account_closed_ms) }),
  };
}
