// adapters/aws/checks/tables.ts — the tables: there, with their keys, index and expiry, readable, and backed up.
import type { KeySchemaElement, TableDescription } from '@aws-sdk/client-dynamodb';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Check, Seen } from '../../../domain/checkup.ts';
import { wellUnless } from '../../../domain/checkup.ts';
import { EXPIRY, INDEX, TABLE_SHAPES, type TableShape } from '../table-shapes.ts';
import { awsCheck } from './refusals.ts';

export interface TablesOptions {
  client: Pick<DynamoDBClient, 'send'>;
  tables: Record<keyof typeof TABLE_SHAPES, string>;
  /** Whether point-in-time recovery must be on: on AWS, not where an emulator stands in. */
  backups: boolean;
}

export function tableChecks(options: TablesOptions): Check[] {
  return Object.entries(TABLE_SHAPES).map(([kind, shape]) => {
    const name = options.tables[kind as keyof typeof TABLE_SHAPES];
    return awsCheck({
      area: 'tables',
      subject: `table ${name}`,
      service: 'DynamoDB',
      rights: 'dynamodb:DescribeTable, DescribeTimeToLive, DescribeContinuousBackups and GetItem',
      create: `Create it with the key ${shape.keys.join(', ')}, or set GAS_TABLE_PREFIX. If it was there before: docs/runbook/table-lost.md.`,
      look: (abortSignal) => lookAt({ ...options, abortSignal }, name, shape),
    });
  });
}

type Asking = TablesOptions & { abortSignal: AbortSignal };

async function lookAt(asking: Asking, name: string, shape: TableShape): Promise<readonly Seen[]> {
  const { client, abortSignal, backups } = asking;
  const { Table = {} } = await client.send(new DescribeTableCommand({ TableName: name }), { abortSignal });
  const keys = namesOf(Table.KeySchema);
  if (keys !== shape.keys.join(', ')) return [otherKeys(keys, shape)];
  await readOne(asking, name, shape);
  const status = Table.TableStatus ?? 'unknown';
  return wellUnless(
    [
      status !== 'ACTIVE' &&
        status !== 'UPDATING' && {
          problem: `Its status is ${status}.`,
          advice: 'Wait until it is ACTIVE; if it is being deleted, see docs/runbook/table-lost.md at once.',
        },
      indexProblem(Table, shape),
      shape.expires && (await expiryProblem(asking, name)),
      backups && (await backupProblem(asking, name)),
    ],
    `${status}, key ${keys}${shape.index ? `, index ${INDEX}` : ''}${shape.expires ? `, expires by ${EXPIRY}` : ''}`,
  );
}

/** The right to read, on a key that is nobody's. */
async function readOne({ client, abortSignal }: Asking, TableName: string, { keys }: TableShape): Promise<void> {
  const Key = Object.fromEntries(keys.map((key) => [key, { S: 'doctor' }]));
  await client.send(new GetItemCommand({ TableName, Key }), { abortSignal });
}

function otherKeys(keys: string, shape: TableShape): Seen {
  return {
    problem: `Its key is ${keys || 'none'}, not ${shape.keys.join(', ')}.`,
    advice: 'It is a table of some other program: set GAS_TABLE_PREFIX to the one that ours have.',
  };
}

function indexProblem({ GlobalSecondaryIndexes = [] }: TableDescription, { index }: TableShape): Seen | undefined {
  if (!index) return undefined;
  const there = GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === INDEX);
  const keys = namesOf(there?.KeySchema);
  if (keys !== index.join(', ')) {
    const problem = there
      ? `Its index ${INDEX} is on ${keys}, not on ${index.join(', ')}.`
      : `It lacks the index ${INDEX}.`;
    return {
      problem,
      advice: `Add ${INDEX} on ${index.join(', ')} with all attributes: nothing is found by user without it.`,
    };
  }
  if (there?.IndexStatus === 'ACTIVE' || there?.IndexStatus === undefined) return undefined;
  return {
    problem: `Its index is ${there.IndexStatus}.`,
    advice: 'Wait until DynamoDB has filled it; until then lists are short.',
  };
}

async function expiryProblem({ client, abortSignal }: Asking, TableName: string): Promise<Seen | undefined> {
  const { TimeToLiveDescription: ttl } = await client.send(new DescribeTimeToLiveCommand({ TableName }), {
    abortSignal,
  });
  if (ttl?.TimeToLiveStatus?.startsWith('ENABL') && ttl.AttributeName === EXPIRY) return undefined;
  return {
    problem: `Its items do not expire by ${EXPIRY}.`,
    advice: `Turn on time to live for ${EXPIRY}: what should go after days or weeks stays for ever otherwise.`,
  };
}

async function backupProblem({ client, abortSignal }: Asking, TableName: string): Promise<Seen | undefined> {
  const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName }), {
    abortSignal,
  });
  const status = ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  if (status === 'ENABLED') return undefined;
  return {
    problem: 'Point-in-time recovery is off.',
    advice: 'Turn it on: without it a lost table can only be rebuilt in part (docs/runbook/table-lost.md).',
  };
}

function namesOf(schema: readonly KeySchemaElement[] = []): string {
  const inOrder = schema.toSorted((a, b) => Number(a.KeyType === 'RANGE') - Number(b.KeyType === 'RANGE'));
  return inOrder.map(({ AttributeName }) => AttributeName).join(', ');
}
