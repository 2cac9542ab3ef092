// local/resources-tables.ts — the tables, and the plans of the premium demo people.
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { EXPIRY, INDEX, NUMERIC_KEYS, TABLE_SHAPES, type TableShape } from '../adapters/aws/table-shapes.ts';
import type { Config } from '../config.ts';
import { PEOPLE } from './people.ts';
import { clientOptions, withClient } from './resources-client.ts';

export async function createTables({ aws, tables }: Config): Promise<void> {
  await withClient(new DynamoDBClient(clientOptions(aws)), async (dynamo) => {
    const shapes = Object.entries(TABLE_SHAPES) as [keyof typeof TABLE_SHAPES, TableShape][];
    await Promise.all(shapes.map(([table, shape]) => createTable(dynamo, tableOf(tables[table], shape))));
    for (const [table, { expires }] of shapes) if (expires) await expireBy(dynamo, tables[table], EXPIRY);
    await Promise.all(PEOPLE.filter(({ premium }) => premium).map(({ sub }) => makePremium(dynamo, tables.users, sub)));
  });
}

function tableOf(TableName: string, { keys, index }: TableShape): CreateTableCommandInput {
  const names = new Set([...keys, ...(index ?? [])]);
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...names].map((AttributeName) => ({
      AttributeName,
      AttributeType: NUMERIC_KEYS.has(AttributeName) ? 'N' : 'S',
    })),
    KeySchema: schemaOf(keys),
    ...(index && {
      GlobalSecondaryIndexes: [{ IndexName: INDEX, KeySchema: schemaOf(index), Projection: { ProjectionType: 'ALL' } }],
    }),
  };
}

/** The first key spreads the items, the second sorts them. */
function schemaOf(keys: readonly string[]): CreateTableCommandInput['KeySchema'] {
  return keys.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' }));
}

async function createTable(dynamo: DynamoDBClient, table: CreateTableCommandInput): Promise<void> {
  await dynamo.send(new CreateTableCommand(table)).catch(unless('ResourceInUseException'));
  await waitUntilTableExists(
    { client: dynamo, minDelay: 1, maxDelay: 2, maxWaitTime: 60 },
    { TableName: table.TableName },
  );
  await addIndexes(dynamo, table);
}

/** A table of an earlier version may lack an index. */
async function addIndexes(dynamo: DynamoDBClient, table: CreateTableCommandInput): Promise<void> {
  const { TableName, AttributeDefinitions, GlobalSecondaryIndexes: wanted = [] } = table;
  if (wanted.length === 0) return;
  const { Table } = await dynamo.send(new DescribeTableCommand({ TableName }));
  const there = (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName);
  for (const index of wanted.filter(({ IndexName }) => !there.includes(IndexName))) {
    const GlobalSecondaryIndexUpdates = [{ Create: index }];
    await dynamo.send(new UpdateTableCommand({ TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates }));
  }
}

async function expireBy(dynamo: DynamoDBClient, TableName: string, AttributeName: string): Promise<void> {
  const { TimeToLiveDescription } = await dynamo.send(new DescribeTimeToLiveCommand({ TableName }));
  if (TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED') return;
  const TimeToLiveSpecification = { Enabled: true, AttributeName };
  await dynamo.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

/** Only where nothing is known of the person: the plan that somebody chose in the app is kept. */
async function makePremium(dynamo: DynamoDBClient, TableName: string, sub: string): Promise<void> {
  const Item = {
    user_id: { S: sub },
    role: { S: 'premium_user' },
    plan_version: { N: '1' },
    plan_since: { N: String(Date.now()) },
  };
  const ConditionExpression = 'attribute_not_exists(user_id)';
  await dynamo
    .send(new PutItemCommand({ TableName, Item, ConditionExpression }))
    .catch(unless('ConditionalCheckFailedException'));
}

const unless = (expected: string) => (error: Error) => {
  if (error.name !== expected) throw error;
};
