// adapters/aws/retrieval-budget.ts — what retrievals take of a day, in the table `budget`: a counter for each day, and a
// reservation for each request, written in one transaction, so that a lost reply or a repeated request counts once.
import { setTimeout as pause } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { RetrievalBudget } from '../../domain/ports.ts';
import { number } from './item-values.ts';

const DAY_SECONDS = 86_400;
/** Longer than any attempt of a request can be repeated. */
const KEPT_DAYS = 30;
/** All workers meet at one counter: a transaction that met another one is tried again this often. */
const ATTEMPTS = 8;

type Request = Parameters<RetrievalBudget['reserve']>[0];

/** Throws where other transactions came between at every attempt, or DynamoDB throttles: nothing is taken then. */
export function retrievalBudget(table: { client: DynamoDBDocumentClient; table: string }): RetrievalBudget {
  return {
    async reserve(request) {
      for (let attempt = 1; ; attempt += 1) {
        const answer = await tryToReserve(table, request, attempt === ATTEMPTS);
        if (answer !== 'conflict') return answer === 'reserved';
        await pause(Math.random() * 20 * 2 ** attempt);
      }
    },

    async spent(day) {
      const Key = { budget_id: `day/${day}` };
      const { Item = {} } = await table.client.send(
        new GetCommand({ TableName: table.table, Key, ConsistentRead: true }),
      );
      return { bytes: number(Item['bytes']) ?? 0, microdollars: number(Item['microdollars']) ?? 0 };
    },
  };
}

async function tryToReserve(
  { client, table }: { client: DynamoDBDocumentClient; table: string },
  request: Request,
  isLast: boolean,
): Promise<'reserved' | 'refused' | 'conflict'> {
  const expires = Math.ceil(Date.parse(request.day) / 1000) + KEPT_DAYS * DAY_SECONDS;
  const reservation = {
    TableName: table,
    Item: { budget_id: `request/${request.id}`, day: request.day, expires_at: expires },
    ConditionExpression: 'attribute_not_exists(budget_id)',
  };
  try {
    const count = { TableName: table, ...countUp(request, expires) };
    await client.send(new TransactWriteCommand({ TransactItems: [{ Put: reservation }, { Update: count }] }));
    return 'reserved';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [ofReservation, ofCount] = (error.CancellationReasons ?? []).map(({ Code }) => Code);
    // The reservation first: where it is there already, it is ours, and the counter may be full by it.
    if (ofReservation === 'ConditionalCheckFailed') return 'reserved';
    if (ofCount === 'ConditionalCheckFailed') return 'refused';
    if (isLast || ![ofReservation, ofCount].includes('TransactionConflict')) throw error;
    return 'conflict';
  }
}

/** A day on which nothing was taken admits anything: what is larger than the cap would otherwise never come back. */
function countUp({ day, bytes, microdollars, caps }: Request, expires: number) {
  const limits = [
    ...(caps.bytes === undefined ? [] : [{ name: 'bytes', most: caps.bytes - bytes }]),
    ...(caps.microdollars === undefined ? [] : [{ name: 'microdollars', most: caps.microdollars - microdollars }]),
  ];
  const fits = limits.map(({ name }) => `#${name} <= :most_${name}`).join(' AND ');
  return {
    Key: { budget_id: `day/${day}` },
    UpdateExpression: 'ADD #bytes :bytes, #microdollars :microdollars SET expires_at = :expires',
    ...(fits ? { ConditionExpression: `attribute_not_exists(budget_id) OR (${fits})` } : {}),
    ExpressionAttributeNames: { '#bytes': 'bytes', '#microdollars': 'microdollars' },
    ExpressionAttributeValues: {
      ':bytes': bytes,
      ':microdollars': microdollars,
      ':expires': expires,
      ...Object.fromEntries(limits.map(({ name, most }) => [`:most_${name}`, most])),
    },
  };
}
