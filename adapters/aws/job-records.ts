// adapters/aws/job-records.ts — the table `annotations` in DynamoDB: conditional writes, consistent reads, pages.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { JobRecord } from '../../domain/job.ts';
import { NAMES_SORTED } from '../../domain/job-list.ts';
import type { JobChange, JobQuery, JobRecords } from '../../domain/ports.ts';
import { number } from './item-values.ts';
import { fromItem, toAttributes } from './job-item.ts';
import { pageByName } from './job-names.ts';
import { pageOfJobs } from './job-pages.ts';
import { pageOfAllJobs } from './job-scan.ts';
import { storageOf } from './job-storage.ts';
import { batchGet } from './batch-get.ts';
import { burial, jobUpdate } from './job-update.ts';
import { rowReader } from './read-row.ts';
import { planCondition } from './user-records.ts';
import { writeOnce, writeToken } from './write-token.ts';

export interface JobRecordsOptions {
  client: DynamoDBDocumentClient;
  tables: { annotations: string; users: string };
  /** Jobs that a list by name may have; more are TooManyToSort. */
  namesSorted?: number;
}

/** Job rows in DynamoDB. Throttling and conflicts that outlast the SDK's retries are thrown: nothing is decided then. */
export function jobRecords({ client, tables, namesSorted = NAMES_SORTED }: JobRecordsOptions): JobRecords {
  const table = tables.annotations;
  const read = rowReader(client, table, 'job_id');

  return {
    async get(jobId) {
      const item = await read(jobId);
      return item && fromItem(item);
    },

    async getMany(jobIds) {
      const keys = [...new Set(jobIds)].map((jobId) => ({ job_id: jobId }));
      return (await batchGet(client, { table }, keys)).map(fromItem);
    },

    async versions(jobIds) {
      const keys = [...new Set(jobIds)].map((jobId) => ({ job_id: jobId }));
      const items = await batchGet(client, { table, attributes: ['job_id', 'version', 'deleted_at'] }, keys);
      const there = items.filter((item) => number(item['deleted_at']) === undefined);
      return new Map(there.map((item) => [String(item['job_id']), number(item['version']) ?? 0]));
    },

    page: (query) => pageOf({ client, table, most: namesSorted }, query),
    all: (page) => pageOfAllJobs({ client, table }, page),
    storage: (userId) => storageOf({ client, table }, userId),

    async insert(record: JobRecord) {
      const mark = writeToken(record.version);
      const put = new PutCommand({
        TableName: table,
        Item: { ...toAttributes(record), [mark.attribute]: mark.token },
        ConditionExpression: 'attribute_not_exists(job_id)',
      });
      return writeOnce(mark, { write: () => client.send(put), read: () => read(record.jobId) });
    },

    async save(change: JobChange) {
      const mark = writeToken(change.version + 1);
      const update = { TableName: table, ...jobUpdate(change, mark) };
      const write = () =>
        change.plan
          ? client.send(
              new TransactWriteCommand({
                TransactItems: [{ Update: update }, { ConditionCheck: planCondition(tables.users, change.plan) }],
              }),
            )
          : client.send(new UpdateCommand(update));
      return writeOnce(mark, { write, read: () => read(change.jobId) });
    },

    async bury(tombstone) {
      const mark = writeToken(tombstone.version + 1);
      const put = new PutCommand({ TableName: table, ...burial(tombstone, mark) });
      return writeOnce(mark, { write: () => client.send(put), read: () => read(tombstone.jobId) });
    },
  };
}

function pageOf(from: Parameters<typeof pageByName>[0], query: JobQuery) {
  return query.sort === 'name' ? pageByName(from, query) : pageOfJobs(from, query);
}
