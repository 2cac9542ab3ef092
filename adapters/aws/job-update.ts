// adapters/aws/job-update.ts — a change of a row, and its burial, as one conditional write.
import type { JobChange, Tombstone } from '../../domain/ports.ts';
import { ATTRIBUTES_OF, toAttributes } from './job-item.ts';
import { expirySeconds } from './item-values.ts';
import { updateExpression } from './update-expression.ts';
import type { WriteToken } from './write-token.ts';

/** The update that happens only at the change's version, raises it by one and leaves our token. */
export function jobUpdate({ jobId, version, set = {}, clear = [] }: JobChange, mark: WriteToken) {
  // A field that spreads over attributes is replaced whole: what the new value lacks must not survive from the old one.
  const replaced = [...clear, ...Object.keys(set)].flatMap((field) => ATTRIBUTES_OF[field] ?? []);
  const attributes = {
    ...Object.fromEntries(replaced.map((attribute) => [attribute, undefined])),
    ...toAttributes(set),
    version: version + 1,
    [mark.attribute]: mark.token,
  };
  const update = updateExpression(attributes);
  const losesKey = clear.includes('hotKey') && set.result === undefined;
  return {
    Key: { job_id: jobId },
    UpdateExpression: losesKey ? `${update.UpdateExpression}, ${KEEP_RESULT_KEY}` : update.UpdateExpression,
    ConditionExpression: atVersion(version),
    ExpressionAttributeNames: update.ExpressionAttributeNames,
    ExpressionAttributeValues: {
      ...update.ExpressionAttributeValues,
      ':at_version': version,
      ...(losesKey ? { ':blank': '' } : {}),
    },
  };
}

/** The item that replaces the row, only at its version. Without user and submission time it is in no index. */
export function burial({ jobId, version, deletedAt, expiresAt }: Tombstone, mark: WriteToken) {
  return {
    Item: {
      job_id: jobId,
      version: version + 1,
      deleted_at: deletedAt,
      expires_at: expirySeconds(expiresAt),
      [mark.attribute]: mark.token,
    },
    ConditionExpression: atVersion(version),
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':at_version': version },
  };
}

/** Rows of other systems tell the result's key only while it is hot; we must know it for the way back. */
const KEEP_RESULT_KEY = 'result_key = if_not_exists(result_key, if_not_exists(#s3_key_result_file, :blank))';

/** Rows of other systems carry no version; but a row must exist, or the update would make one. */
function atVersion(version: number): string {
  if (version > 0) return '#version = :at_version';
  return 'attribute_exists(job_id) AND (attribute_not_exists(#version) OR #version = :at_version)';
}
