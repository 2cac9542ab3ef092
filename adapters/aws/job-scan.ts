// adapters/aws/job-scan.ts — every row of `annotations`, page by page. The only scan of the system: it reads, and is paid
// for, by the table's size, so it is for reconciliation alone, which needs the rows that no index and no user leads to.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { JobRecord } from '../../domain/job.ts';
import type { Page } from '../../domain/ports.ts';
import { fromItem } from './job-item.ts';

const Cursor = z.strictObject({ job_id: z.string().min(1) });

/** A page may hold fewer rows than `limit` (1 MB at most are read) and still carry a cursor: the last row's key. */
export async function pageOfAllJobs(
  from: { client: DynamoDBDocumentClient; table: string },
  { limit, cursor }: Page,
): Promise<{ jobs: JobRecord[]; cursor?: string }> {
  const { Items = [], LastEvaluatedKey } = await from.client.send(
    new ScanCommand({
      TableName: from.table,
      // A row that lags would make an orphan of the archive that it names.
      ConsistentRead: true,
      Limit: limit,
      ...(cursor === undefined ? {} : { ExclusiveStartKey: { job_id: cursor } }),
    }),
  );
  const jobs = Items.map(fromItem);
  return LastEvaluatedKey ? { jobs, cursor: Cursor.parse(LastEvaluatedKey).job_id } : { jobs };
}
