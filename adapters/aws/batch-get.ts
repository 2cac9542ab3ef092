// adapters/aws/batch-get.ts — consistent reads of many rows by key.
import { setTimeout as pause } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from './item-values.ts';

/** Keys of one BatchGetItem (DynamoDB's limit). */
const BATCH = 100;
/** Batches in a row that bring nothing new: the table is throttled for longer than a caller should wait here. */
const EMPTY_ROUNDS = 8;

interface Source {
  table: string;
  /** Of each row only these. */
  attributes?: readonly string[];
}

/** The rows that exist among distinct `keys`, in no order. Throws where DynamoDB keeps leaving keys unprocessed. */
export async function batchGet(
  client: DynamoDBDocumentClient,
  { table, attributes }: Source,
  keys: readonly Item[],
): Promise<Item[]> {
  const items: Item[] = [];
  const projection = only(attributes);
  let wanted = [...keys];
  for (let emptyRounds = 0; wanted.length > 0;) {
    const Keys = wanted.slice(0, BATCH);
    const answer = await client.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true, ...projection } } }),
    );
    const unprocessed = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    items.push(...(answer.Responses?.[table] ?? []));
    wanted = [...unprocessed, ...wanted.slice(BATCH)];

    emptyRounds = unprocessed.length < Keys.length ? 0 : emptyRounds + 1;
    if (emptyRounds === EMPTY_ROUNDS) throw new Error(`DynamoDB left ${wanted.length} keys of ${table} unread.`);
    if (unprocessed.length > 0) await pause(50 * 2 ** emptyRounds);
  }
  return items;
}

function only(attributes: readonly string[] | undefined) {
  if (!attributes) return {};
  const names = attributes.map((name) => [`#${name}`, name] as const);
  return {
    ProjectionExpression: names.map(([placeholder]) => placeholder).join(','),
    ExpressionAttributeNames: Object.fromEntries(names),
  };
}
