// adapters/aws/job-filters.ts — the filter of a list of jobs as DynamoDB understands it, so that what is not wanted is
// not sent. The domain's own rule is asked again afterwards.
import type { JobFilter } from '../../domain/job-list.ts';
import type { Place } from '../../domain/storage.ts';

const HOT = 'attribute_exists(s3_key_result_file)';
const NOT_HOT = 'attribute_not_exists(s3_key_result_file)';
const ARCHIVE = 'attribute_exists(results_file_archive_id)';
const NO_ARCHIVE = 'attribute_not_exists(results_file_archive_id)';
const NOT_RESTORING = '(attribute_not_exists(archive_status) OR archive_status <> :restoring)';

/** The same as `placeOf` in the domain. */
const PLACED: Record<Place, string> = {
  restoring: 'archive_status = :restoring',
  archiving: `${HOT} AND archive_status = :archiving`,
  hot: `${HOT} AND ${NOT_RESTORING} AND (attribute_not_exists(archive_status) OR archive_status <> :archiving)`,
  archived: `${NOT_HOT} AND ${NOT_RESTORING} AND (${ARCHIVE} OR archive_status = :archived)`,
  none: `${NOT_HOT} AND ${NO_ARCHIVE} AND ${NOT_RESTORING} AND (attribute_not_exists(archive_status) OR archive_status <> :archived)`,
};

const STATUSES = { ':restoring': 'RESTORING', ':archiving': 'ARCHIVING', ':archived': 'ARCHIVED' };

/** Rows that were written before there was a `search_text`, or by another system, pass the filter for the text. */
export function filterExpression({ status, place, text }: JobFilter): {
  expression: string;
  values: Record<string, string>;
} {
  const conditions = ['attribute_not_exists(deleted_at)'];
  const values: Record<string, string> = {};
  if (status !== undefined) {
    conditions.push('job_status = :status');
    values[':status'] = status;
  }
  if (place !== undefined) {
    conditions.push(`(${PLACED[place]})`);
    for (const [name, value] of Object.entries(STATUSES)) if (PLACED[place].includes(name)) values[name] = value;
  }
  if (text !== undefined) {
    conditions.push('(contains(search_text, :text) OR attribute_not_exists(search_text))');
    values[':text'] = text.toLowerCase();
  }
  return { expression: conditions.join(' AND '), values };
}
