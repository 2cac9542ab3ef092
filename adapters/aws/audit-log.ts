// adapters/aws/audit-log.ts — the table `audit`: entries by subject, never changed and never expiring.
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { paginateQuery, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { AuditEntry } from '../../domain/audit.ts';
import { AUDIT_ACTIONS } from '../../domain/audit.ts';
import type { Audit } from '../../domain/ports.ts';
import type { Item } from './item-values.ts';
import { given } from './item-values.ts';

const Stored = z.object({
  subject: z.string(),
  entry_id: z.string(),
  at: z.number(),
  actor: z.string(),
  action: z.enum(AUDIT_ACTIONS),
  detail: z.string().optional(),
});

/** The key is the entry's id and not its time: a repeated attempt tells a later time, and must not make a second entry. */
export function auditLog({ client, table }: { client: DynamoDBDocumentClient; table: string }): Audit {
  return {
    async record({ id, ...entry }) {
      const put = new PutCommand({
        TableName: table,
        Item: { ...entry, entry_id: id },
        ConditionExpression: 'attribute_not_exists(entry_id)',
      });
      try {
        await client.send(put);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    async of(subject) {
      const query = {
        TableName: table,
        KeyConditionExpression: 'subject = :subject',
        ExpressionAttributeValues: { ':subject': subject },
        ConsistentRead: true,
      };
      const entries: AuditEntry[] = [];
      for await (const { Items = [] } of paginateQuery({ client }, query)) entries.push(...Items.map(entryOf));
      return entries.toSorted((a, b) => a.at - b.at);
    },
  };
}

function entryOf(item: Item): AuditEntry {
  const { entry_id: id, detail, ...entry } = Stored.parse(item);
  return { id, ...entry, ...given({ detail }) };
}
