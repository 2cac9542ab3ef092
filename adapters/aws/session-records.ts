// adapters/aws/session-records.ts — the table `sessions`, which DynamoDB empties by TTL, hours late at times.
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DeleteCommand, paginateQuery, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { SCOPES } from '../../domain/access.ts';
import type { Session, SessionRecords } from '../../domain/ports.ts';
import type { Item } from './item-values.ts';
import { expirySeconds, given, number, text } from './item-values.ts';
import { rowReader } from './read-row.ts';
import { INDEX } from './table-shapes.ts';

export interface SessionRecordsOptions {
  client: DynamoDBDocumentClient;
  table: string;
  now?: () => number;
}

/** Sessions in DynamoDB; one that has expired is not answered, whether or not the TTL has taken it yet. */
export function sessionRecords({ client, table, now = Date.now }: SessionRecordsOptions): SessionRecords {
  const read = rowReader(client, table, 'session_id');
  return {
    async get(sessionId) {
      const item = await read(sessionId);
      const session = item && sessionOf(item);
      return session && session.expiresAt > now() ? session : undefined;
    },

    async put(session) {
      await client.send(new PutCommand({ TableName: table, Item: itemOf(session) }));
    },

    async touch(sessionId, lastSeenAt) {
      const update = new UpdateCommand({
        TableName: table,
        Key: { session_id: sessionId },
        UpdateExpression: 'SET last_seen_ms = :seen',
        ConditionExpression: 'attribute_exists(session_id)',
        ExpressionAttributeValues: { ':seen': lastSeenAt },
      });
      try {
        await client.send(update);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    async remove(sessionId) {
      await client.send(new DeleteCommand({ TableName: table, Key: { session_id: sessionId } }));
    },

    async ofUser(userId) {
      const query = {
        TableName: table,
        IndexName: INDEX,
        KeyConditionExpression: 'user_id = :user',
        ExpressionAttributeValues: { ':user': userId },
      };
      const found: Session[] = [];
      for await (const { Items = [] } of paginateQuery({ client }, query)) found.push(...Items.map(sessionOf));
      return found.filter(({ expiresAt }) => expiresAt > now());
    },
  };
}

function itemOf({ token, ...session }: Session): Item {
  return given({
    session_id: session.sessionId,
    user_id: session.userId,
    created_ms: session.createdAt,
    account_closed_ms: session.accountClosedAt,
    last_seen_ms: session.lastSeenAt,
    expires_ms: session.expiresAt,
    expires_at: expirySeconds(session.expiresAt),
    sign_in_id: session.signInId,
    agent: session.agent,
    token_name: token?.name,
    token_scopes: token?.scopes,
  });
}

function sessionOf(item: Item): Session {
  return {
    sessionId: text(item.session_id) ?? '',
    userId: text(item.user_id) ?? '',
    createdAt: number(item.created_ms) ?? 0,
    lastSeenAt: number(item.last_seen_ms) ?? 0,
    expiresAt: number(item.expires_ms) ?? 0,
    ...given({
      accountClosedAt: number(item.account_closed_ms),
      signInId: text(item.sign_in_id),
      agent: text(item.agent),
      token: tokenOf(item),
    }),
  };
}

/** A scope that is not ours grants nothing. */
function tokenOf({ token_name: name, token_scopes: scopes }: Item): Session['token'] {
  if (!Array.isArray(scopes)) return undefined;
  return { name: text(name) ?? '', scopes: SCOPES.filter((scope) => scopes.includes(scope)) };
}
