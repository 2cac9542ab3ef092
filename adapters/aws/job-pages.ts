// adapters/aws/job-pages.ts — a user's jobs, newest first, page by page from the index.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { JobRecord } from '../../domain/job.ts';
import type { JobQuery } from '../../domain/ports.ts';
import { fromItem } from './job-item.ts';

export const USER_INDEX = 'user_id_index';
/** Queries for one page where a filter leaves little: beyond that the reader gets the cursor to go on from. */
const QUERIES_PER_PAGE = 10;

const Cursor = z.strictObject({ user_id: z.string(), job_id: z.string(), submit_time: z.number() });
type Cursor = z.infer<typeof Cursor>;

/** At most `limit` of the user's jobs that are not deleted. A cursor that is not of this user throws RangeError. */
export async function pageOfJobs(
  from: { client: DynamoDBDocumentClient; table: string },
  query: JobQuery,
): Promise<{ jobs: JobRecord[]; cursor?: string }> {
  const jobs: JobRecord[] = [];
  let start = query.cursor === undefined ? undefined : decode(query.cursor, query.userId);

  for (let queries = 0; queries < QUERIES_PER_PAGE; queries += 1) {
    const answer = await from.client.send(queryCommand(from.table, query, { start, limit: query.limit - jobs.length }));
    jobs.push(...(answer.Items ?? []).map(fromItem));
    start = answer.LastEvaluatedKey && Cursor.parse(answer.LastEvaluatedKey);
    if (!start || jobs.length >= query.limit) break;
  }
  // The index knows whole seconds only.
  jobs.sort((a, b) => b.submittedAt - a.submittedAt);
  return start ? { jobs, cursor: encode(start) } : { jobs };
}

function queryCommand(table: string, query: JobQuery, { start, limit }: { start: Cursor | undefined; limit: number }) {
  const byStatus = query.status === undefined ? '' : ' AND job_status = :status';
  return new QueryCommand({
    TableName: table,
    IndexName: USER_INDEX,
    KeyConditionExpression: 'user_id = :user',
    FilterExpression: `attribute_not_exists(deleted_at)${byStatus}`,
    ExpressionAttributeValues: {
      ':user': query.userId,
      ...(query.status === undefined ? {} : { ':status': query.status }),
    },
    ScanIndexForward: false,
    Limit: limit,
    ...(start ? { ExclusiveStartKey: start } : {}),
  });
}

function encode({ user_id, job_id, submit_time }: Cursor): string {
  return Buffer.from(JSON.stringify({ user_id, job_id, submit_time })).toString('base64url');
}

function decode(cursor: string, userId: string): Cursor {
  const parsed = Cursor.safeParse(fromJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success || parsed.data.user_id !== userId)
    throw new RangeError('This cursor does not belong to this list.');
  return parsed.data;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
