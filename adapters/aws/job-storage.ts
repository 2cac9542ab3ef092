// adapters/aws/job-storage.ts — a user's results counted by place, from the few attributes of the index that tell it.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { UserId } from '../../domain/job.ts';
import type { Storage } from '../../domain/storage.ts';
import { countJob, emptyStorage } from '../../domain/storage.ts';
import { fromItem } from './job-item.ts';
import { INDEX } from './table-shapes.ts';

/** Counts to the last page. What is being deleted is left out, as everywhere. */
export async function storageOf(
  { client, table }: { client: DynamoDBDocumentClient; table: string },
  userId: UserId,
): Promise<Storage> {
  const storage = emptyStorage();
  const query = {
    TableName: table,
    IndexName: INDEX,
    KeyConditionExpression: 'user_id = :user',
    FilterExpression: 'attribute_not_exists(deleted_at)',
    ExpressionAttributeValues: { ':user': userId },
    ProjectionExpression:
      'archive_status, s3_key_result_file, result_key, result_bytes, results_file_archive_id, archive_bytes',
  };
  for await (const { Items = [] } of paginateQuery({ client }, query))
    for (const item of Items) countJob(storage, fromItem(item));
  return storage;
}
