// test/adapters/aws/job-rows.test.ts — rows as they lie in the table, and rows that other systems wrote.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { batchGet } from '../../../adapters/aws/batch-get.ts';
import { jobRecords } from '../../../adapters/aws/job-records.ts';
import { writeOnce, writeToken } from '../../../adapters/aws/write-token.ts';
import { aJob } from '../../support/builders.ts';
import { names, testAws } from '../../support/aws.ts';

describe('rows of the table annotations', () => {
  let dynamo: DynamoDBDocumentClient;
  before(async () => {
    dynamo = (await testAws()).clients.dynamo;
  });

  const jobs = () => jobRecords({ client: dynamo, tables: names });
  const item = async (jobId: string) => {
    const { Item = {} } = await dynamo.send(new GetCommand({ TableName: names.annotations, Key: { job_id: jobId } }));
    return Item;
  };
  const aForeignRow = async (more: Record<string, unknown> = {}) => {
    const jobId = randomUUID();
    const row = {
      job_id: jobId,
      user_id: randomUUID(),
      input_file_name: 'free_1.vcf',
      s3_inputs_bucket: 'inputs',
      s3_key_input_file: 'gas/u/j~free_1.vcf',
      submit_time: 1_700_000_000,
      job_status: 'COMPLETED',
      ...more,
    };
    await dynamo.send(new PutCommand({ TableName: names.annotations, Item: row }));
    return jobId;
  };
  const completed = {
    s3_results_bucket: 'results',
    s3_key_result_file: 'gas/u/j~free_1.annot.vcf',
    s3_key_log_file: 'gas/u/j~free_1.vcf.count.log',
    complete_time: '1700000060',
  };

  it('bear the names and the seconds of the contract', async () => {
    const job = aJob({ completedAt: 1_700_000_009_999, log: { bucket: 'results', key: 'log' }, hotKey: 'hot' });
    await jobs().insert(job);
    const row = await item(job.jobId);
    assert.equal(row.submit_time, 1_700_000_000);
    assert.equal(row.complete_time, 1_700_000_009);
    assert.equal(row.s3_key_input_file, job.input.key);
    assert.equal(row.s3_results_bucket, 'results');
    assert.equal(row.s3_key_log_file, 'log');
    assert.equal(row.s3_key_result_file, 'hot');
    assert.ok(!('results_file_archive_id' in row));
  });

  it('are found by a search, whoever wrote them', async () => {
    const jobId = await aForeignRow();
    const { userId } = (await jobs().get(jobId))!;
    const search = async (text: string) => (await jobs().page({ userId, limit: 5, text })).jobs.length;
    assert.deepEqual([await search('FREE_'), await search('paid')], [1, 0]);
  });

  it('read well where another system wrote them', async () => {
    const job = await jobs().get(await aForeignRow(completed));
    assert.equal(job?.version, 0);
    assert.equal(job.submittedAt, 1_700_000_000_000);
    assert.equal(job.completedAt, 1_700_000_060_000);
    assert.deepEqual(job.result, { bucket: 'results', key: completed.s3_key_result_file });
    assert.equal(job.hotKey, completed.s3_key_result_file);
    assert.deepEqual(job.log, { bucket: 'results', key: completed.s3_key_log_file });
    assert.deepEqual(job.timeline, []);
  });

  it('go by the seconds where another system has changed them', async () => {
    const job = aJob({ completedAt: 1_700_000_009_999 });
    await jobs().insert(job);
    const row = { ...(await item(job.jobId)), complete_time: 1_700_000_100 };
    await dynamo.send(new PutCommand({ TableName: names.annotations, Item: row }));
    assert.equal((await jobs().get(job.jobId))?.completedAt, 1_700_000_100_000);
  });

  it('remember the key of a result that another system wrote, when it goes cold', async () => {
    const jobId = await aForeignRow(completed);
    const archive = { id: 'a', store: 'glacier-vault', bytes: 1, treeHash: 'ab' } as const;
    const change = { jobId, set: { archive, archiveStatus: 'ARCHIVED' }, clear: ['hotKey'] } as const;
    assert.equal(await jobs().save({ ...change, version: 0 }), true);
    assert.equal(await jobs().save({ ...change, version: 1 }), true);

    const job = await jobs().get(jobId);
    assert.equal(job?.hotKey, undefined);
    assert.deepEqual(job?.result, { bucket: 'results', key: completed.s3_key_result_file });
  });

  it('take their first version from a save at version 0', async () => {
    const jobId = await aForeignRow();
    assert.equal(await jobs().save({ jobId, version: 1 }), false);
    assert.equal(await jobs().save({ jobId, version: 0 }), true);
    assert.equal(await jobs().save({ jobId, version: 0 }), false);
    assert.equal((await jobs().get(jobId))?.version, 1);
  });

  it('read as deleted where only a tombstone is left', async () => {
    const jobId = randomUUID();
    await dynamo.send(new PutCommand({ TableName: names.annotations, Item: { job_id: jobId, deleted_at: 5 } }));
    assert.equal((await jobs().get(jobId))?.deletedAt, 5);
  });
});

describe('writeOnce', () => {
  it('believes a refusal only where the row does not carry our token', async () => {
    const write = writing(cancelled('ConditionalCheckFailed', 'None'));
    assert.equal(await write('ours'), true);
    assert.equal(await write('other'), false);
  });

  it('decides nothing where another transaction or throttling came between', async () => {
    for (const code of ['TransactionConflict', 'ThrottlingError'])
      await assert.rejects(writing(cancelled('None', code))('other'), TransactionCanceledException);
  });
});

describe('batchGet', () => {
  const keys = Array.from({ length: 150 }, (_, n) => ({ job_id: String(n) }));
  type Request = { input: { RequestItems: Record<string, { Keys: object[] }> } };

  it('asks again for keys that were left unprocessed', async () => {
    const asked: number[] = [];
    const client = { send: async ({ input }: Request) => answer(input.RequestItems['t']!.Keys, asked) };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a client as is asked here
    const items = await batchGet(client as unknown as DynamoDBDocumentClient, { table: 't' }, keys);
    assert.equal(items.length, 150);
    assert.deepEqual(asked, [100, 60, 10]);
  });
});

/** Leaves ten keys of each full batch, and then of the next. */
function answer(Keys: object[], asked: number[]) {
  asked.push(Keys.length);
  const left = Keys.length > 10 ? Keys.slice(-10) : [];
  const UnprocessedKeys = left.length > 0 ? { t: { Keys: left } } : {};
  return { Responses: { t: Keys.slice(0, Keys.length - left.length) }, UnprocessedKeys };
}

const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const writing = (error: Error) => {
  const mark = writeToken(1);
  return (row: 'ours' | 'other') =>
    writeOnce(mark, {
      write: async () => {
        throw error;
      },
      read: async () => ({ [mark.attribute]: row === 'ours' ? mark.token : 'other' }),
    });
};
