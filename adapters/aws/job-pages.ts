// adapters/aws/job-pages.ts — a user's jobs by the time of their submission, page by page from the index.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { JobRecord } from '../../domain/job.ts';
import { isFiltered, isListed } from '../../domain/job-list.ts';
import type { JobQuery } from '../../domain/ports.ts';
import { decodeKey, encode, IndexKey } from './job-cursors.ts';
import { filterExpression } from './job-filters.ts';
import { fromItem } from './job-item.ts';
import { INDEX } from './table-shapes.ts';

/** Queries for one page where a filter leaves little: beyond that the reader gets the cursor to go on from. */
const QUERIES_PER_PAGE = 5;
/** Rows that one query of a filtered list looks at; DynamoDB stops at 1 MB in any case. */
const LOOKED_AT = 1000;

interface From {
  client: DynamoDBDocumentClient;
  table: string;
}

/** At most `limit` of the user's jobs that the filter lets through. A cursor that is not of this user throws RangeError. */
export async function pageOfJobs(from: From, query: JobQuery): Promise<{ jobs: JobRecord[]; cursor?: string }> {
  const filtered = isFiltered(query);
  const jobs: JobRecord[] = [];
  let start = query.cursor === undefined ? undefined : decodeKey(query.cursor, query.userId);

  for (let queries = 0; queries < QUERIES_PER_PAGE; queries += 1) {
    const missing = query.limit - jobs.length;
    const answer = await from.client.send(
      queryCommand(from.table, query, { start, limit: filtered ? LOOKED_AT : missing }),
    );
    const found = (answer.Items ?? []).map((item) => ({ item, job: fromItem(item) }));
    const wanted = found.filter(({ job }) => isListed(job, query));
    jobs.push(...wanted.slice(0, missing).map(({ job }) => job));
    // Where the query looked further than the page reaches, the page ends at its last row.
    start = wanted.length > missing ? keyOf(wanted[missing - 1]!.item) : keyOf(answer.LastEvaluatedKey);
    if (!start || jobs.length >= query.limit) break;
  }
  // The index knows whole seconds only.
  const direction = query.sort === 'oldest' ? -1 : 1;
  jobs.sort((a, b) => direction * (b.submittedAt - a.submittedAt));
  return start ? { jobs, cursor: encode(start) } : { jobs };
}

function queryCommand(
  table: string,
  query: JobQuery,
  { start, limit }: { start: IndexKey | undefined; limit: number },
) {
  const { expression, values } = filterExpression(query);
  return new QueryCommand({
    TableName: table,
    IndexName: INDEX,
    KeyConditionExpression: 'user_id = :user',
    FilterExpression: expression,
    ExpressionAttributeValues: { ':user': query.userId, ...values },
    ScanIndexForward: query.sort === 'oldest',
    Limit: limit,
    ...(start ? { ExclusiveStartKey: start } : {}),
  });
}

function keyOf(item: Record<string, unknown> | undefined): IndexKey | undefined {
  return item && IndexKey.parse({ user_id: item.user_id, job_id: item.job_id, submit_time: item.submit_time });
}
