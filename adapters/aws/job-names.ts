// adapters/aws/job-names.ts — a user's jobs by name. No index knows that order: the names of all jobs that the filter lets
// through are read from the index and sorted here, up to a bound; then the rows of one page are read by key.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { JobRecord } from '../../domain/job.ts';
import { byName, isListed, TooManyToSort } from '../../domain/job-list.ts';
import type { JobQuery } from '../../domain/ports.ts';
import { batchGet } from './batch-get.ts';
import { decodeName, encode } from './job-cursors.ts';
import { filterExpression } from './job-filters.ts';
import { fromItem } from './job-item.ts';
import { INDEX } from './table-shapes.ts';

/** Queries of 1 MB for one page. */
const QUERIES = 10;

interface From {
  client: DynamoDBDocumentClient;
  table: string;
  /** Names that are sorted; more are TooManyToSort. */
  most: number;
}

/** A cursor that is not of this user's list by name throws RangeError; more jobs than are sorted, TooManyToSort. */
export async function pageByName(from: From, query: JobQuery): Promise<{ jobs: JobRecord[]; cursor?: string }> {
  const after = query.cursor === undefined ? undefined : decodeName(query.cursor, query.userId);
  const names = (await namesOf(from, query)).toSorted(byName);
  const shown = after && { jobId: after.job_id, inputFileName: after.name };
  const rest = shown ? names.filter((job) => byName(job, shown) > 0) : names;
  const page = rest.slice(0, query.limit);

  const keys = page.map(({ jobId }) => ({ job_id: jobId }));
  const rows = await batchGet(from.client, { table: from.table }, keys);
  const jobs = rows.map(fromItem).filter((job) => isListed(job, query));
  const last = page.at(-1);
  return last && rest.length > page.length
    ? { jobs: jobs.toSorted(byName), cursor: encode(cursorOf(query.userId, last)) }
    : { jobs: jobs.toSorted(byName) };
}

function cursorOf(userId: string, { jobId, name, inputFileName }: JobRecord) {
  return { user_id: userId, job_id: jobId, name: name ?? inputFileName };
}

/** As much of each job as the filter and the order need. */
async function namesOf({ client, table, most }: From, query: JobQuery): Promise<JobRecord[]> {
  const { expression, values } = filterExpression(query);
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      IndexName: INDEX,
      KeyConditionExpression: 'user_id = :user',
      FilterExpression: expression,
      ProjectionExpression:
        'job_id, #name, input_file_name, job_status, archive_status, s3_key_result_file, results_file_archive_id, archive_store',
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: { ':user': query.userId, ...values },
    },
  );
  const names: JobRecord[] = [];
  let queries = 0;
  for await (const { Items = [], LastEvaluatedKey } of pages) {
    queries += 1;
    names.push(...Items.map(fromItem).filter((job) => isListed(job, query)));
    if (names.length > most || (LastEvaluatedKey && queries >= QUERIES)) {
      throw new TooManyToSort(`More than ${most} jobs to sort by name.`);
    }
  }
  return names;
}
