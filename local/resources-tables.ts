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
  type GlobalSecondaryIndex,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import type { Config } from '../config.ts';
import { PEOPLE } from './people.ts';
import { clientOptions, withClient } from './resources-client.ts';

/** `annotations` and `sessions` with their indexes by user, `users`, `budget` and `deliveries`; `audit`, whose items never expire. */
export async function createTables({ aws, tables }: Config): Promise<void> {
  await withClient(new DynamoDBClient(clientOptions(aws)), async (dynamo) => {
    await Promise.all([
      createTable(dynamo, annotations(tables.annotations)),
      createTable(dynamo, keyedBy(tables.users, 'user_id')),
      createTable(dynamo, sessions(tables.sessions)),
      createTable(dynamo, keyedBy(tables.budget, 'budget_id')),
      createTable(dynamo, withSortKey(keyedBy(tables.audit, 'subject'), 'entry_id')),
      createTable(dynamo, withSortKey(keyedBy(tables.deliveries, 'user_id'), 'delivery_key')),
    ]);
    for (const table of [tables.annotations, tables.users, tables.sessions, tables.budget, tables.deliveries])
      await expireBy(dynamo, table, 'expires_at');
    await Promise.all(PEOPLE.filter(({ premium }) => premium).map(({ sub }) => makePremium(dynamo, tables.users, sub)));
  });
}

function keyedBy(TableName: string, key: string) {
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
    KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
  } satisfies CreateTableCommandInput;
}

function annotations(name: string): CreateTableCommandInput {
  const table = keyedBy(name, 'job_id');
  return {
    ...table,
    AttributeDefinitions: [
      ...table.AttributeDefinitions,
      { AttributeName: 'user_id', AttributeType: 'S' },
      { AttributeName: 'submit_time', AttributeType: 'N' },
    ],
    GlobalSecondaryIndexes: [byUser({ AttributeName: 'submit_time', KeyType: 'RANGE' })],
  };
}

function sessions(name: string): CreateTableCommandInput {
  const table = keyedBy(name, 'session_id');
  return {
    ...table,
    AttributeDefinitions: [...table.AttributeDefinitions, { AttributeName: 'user_id', AttributeType: 'S' }],
    GlobalSecondaryIndexes: [byUser()],
  };
}

function byUser(...range: KeySchemaElement[]): GlobalSecondaryIndex {
  return {
    IndexName: 'user_id_index',
    KeySchema: [{ AttributeName: 'user_id', KeyType: 'HASH' }, ...range],
    Projection: { ProjectionType: 'ALL' },
  };
}

function withSortKey(table: ReturnType<typeof keyedBy>, AttributeName: string): CreateTableCommandInput {
  return {
    ...table,
    AttributeDefinitions: [...table.AttributeDefinitions, { AttributeName, AttributeType: 'S' }],
    KeySchema: [...table.KeySchema, { AttributeName, KeyType: 'RANGE' }],
  };
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
