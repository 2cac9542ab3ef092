// adapters/aws/job-item.ts — a row of `annotations` as it lies in the table, and as the domain knows it. Names and
// seconds of the shared contract stay as other systems know them; the attributes beside them are ours.
import { ARCHIVE_STORES, RETRIEVAL_TIERS } from '../../domain/archive.ts';
import type { ArchiveRef, JobRecord, JobResult, ObjectRef, RestoreProgress, TimelineEntry } from '../../domain/job.ts';
import { ARCHIVE_STATUSES, JOB_EVENTS, JOB_STATUSES } from '../../domain/job.ts';
import { searchText } from '../../domain/job-list.ts';
import type { Item } from './item-values.ts';
import { expiryOf, expirySeconds, given, instant, instantOf, number, oneOf, text } from './item-values.ts';

/** The attributes of those fields that are given; a field that is missing is left out. */
export function toAttributes(fields: Partial<JobRecord>): Item {
  return given({
    job_id: fields.jobId,
    user_id: fields.userId,
    version: fields.version,
    name: fields.name,
    input_file_name: fields.inputFileName,
    search_text: searched(fields),
    s3_inputs_bucket: fields.input?.bucket,
    s3_key_input_file: fields.input?.key,
    input_bytes: fields.inputBytes,
    genome: fields.genome,
    ...instant('submit_time', 'submitted_ms', fields.submittedAt),
    job_status: fields.status,
    attempt: fields.attempt,
    ...instant('complete_time', 'completed_ms', fields.completedAt),
    failure: fields.failure,
    s3_results_bucket: fields.result?.bucket ?? fields.log?.bucket,
    s3_key_log_file: fields.log?.key,
    ...resultAttributes(fields.result),
    s3_key_result_file: fields.hotKey,
    ...archiveAttributes(fields.archive),
    archive_status: fields.archiveStatus,
    claim_token: fields.claimToken,
    ...restoreAttributes(fields.restore),
    restore_postponed_until: fields.restorePostponedUntil,
    restore_failure: fields.restoreFailure,
    deleted_at: fields.deletedAt,
    expires_at: fields.expiresAt === undefined ? undefined : expirySeconds(fields.expiresAt),
    timeline: fields.timeline,
  });
}

/** Made with the row: neither name changes later. */
function searched({ name, inputFileName }: Partial<JobRecord>): string | undefined {
  return inputFileName === undefined ? undefined : searchText({ ...(name && { name }), inputFileName });
}

/** The attributes that hold each field that can be cleared, or that spreads over several. */
export const ATTRIBUTES_OF: Record<string, readonly string[]> = {
  result: ['result_key', 'result_version_id', 'result_bytes', 'result_tree_hash', 'result_records'],
  hotKey: ['s3_key_result_file'],
  archive: ['results_file_archive_id', 'archive_store', 'archive_bytes', 'archive_tree_hash'],
  archiveStatus: ['archive_status'],
  claimToken: ['claim_token'],
  restore: [
    'restore_tier',
    'restore_retrieval_id',
    'restore_round',
    'restore_reason',
    'restore_started_at',
    'restore_expected_at',
  ],
  restorePostponedUntil: ['restore_postponed_until'],
  restoreFailure: ['restore_failure'],
  failure: ['failure'],
};

/** Reads rows of other systems too: no version, no sizes, times as numeric strings. */
export function fromItem(item: Item): JobRecord {
  return {
    jobId: text(item.job_id) ?? '',
    userId: text(item.user_id) ?? '',
    version: number(item.version) ?? 0,
    inputFileName: text(item.input_file_name) ?? '',
    input: { bucket: text(item.s3_inputs_bucket) ?? '', key: text(item.s3_key_input_file) ?? '' },
    submittedAt: instantOf(item.submit_time, item.submitted_ms) ?? 0,
    status: oneOf(JOB_STATUSES, item.job_status) ?? 'PENDING',
    attempt: number(item.attempt) ?? 1,
    timeline: timelineOf(item.timeline),
    ...given({
      name: text(item.name),
      inputBytes: number(item.input_bytes),
      genome: text(item.genome),
      completedAt: instantOf(item.complete_time, item.completed_ms),
      failure: text(item.failure),
      log: logOf(item),
      result: resultOf(item),
      hotKey: text(item.s3_key_result_file),
      archive: archiveOf(item),
      archiveStatus: oneOf(ARCHIVE_STATUSES, item.archive_status),
      claimToken: text(item.claim_token),
      restore: restoreOf(item),
      restorePostponedUntil: number(item.restore_postponed_until),
      restoreFailure: text(item.restore_failure),
      deletedAt: number(item.deleted_at),
      expiresAt: expiryOf(item.expires_at),
    }),
  };
}

function resultAttributes(result: JobResult | undefined): Item {
  return {
    result_key: result?.key,
    result_version_id: result?.versionId,
    result_bytes: result?.bytes,
    result_tree_hash: result?.treeHash,
    result_records: result?.records,
  };
}

function logOf(item: Item): ObjectRef | undefined {
  const key = text(item.s3_key_log_file);
  return key === undefined ? undefined : { bucket: text(item.s3_results_bucket) ?? '', key };
}

/** Of a row that another system archived, only the archive tells that there is a result; its key is then unknown. */
function resultOf(item: Item): JobResult | undefined {
  const key = text(item.result_key) ?? text(item.s3_key_result_file);
  if (key === undefined) return undefined;
  return {
    bucket: text(item.s3_results_bucket) ?? '',
    key,
    ...given({
      versionId: text(item.result_version_id),
      bytes: number(item.result_bytes),
      treeHash: text(item.result_tree_hash),
      records: number(item.result_records),
    }),
  };
}

function archiveAttributes(archive: ArchiveRef | undefined): Item {
  return {
    results_file_archive_id: archive?.id,
    archive_store: archive?.store,
    archive_bytes: archive?.bytes,
    archive_tree_hash: archive?.treeHash,
  };
}

function archiveOf(item: Item): ArchiveRef | undefined {
  const id = text(item.results_file_archive_id);
  if (id === undefined) return undefined;
  return {
    id,
    store: oneOf(ARCHIVE_STORES, item.archive_store) ?? 'glacier-vault',
    bytes: number(item.archive_bytes) ?? 0,
    treeHash: text(item.archive_tree_hash) ?? '',
  };
}

function restoreAttributes(restore: RestoreProgress | undefined): Item {
  return {
    restore_tier: restore?.tier,
    restore_retrieval_id: restore?.retrievalId,
    restore_round: restore?.round,
    restore_reason: restore?.reason,
    restore_started_at: restore?.startedAt,
    restore_expected_at: restore?.expectedAt,
  };
}

function restoreOf(item: Item): RestoreProgress | undefined {
  const tier = oneOf(RETRIEVAL_TIERS, item.restore_tier);
  if (tier === undefined) return undefined;
  return {
    tier,
    startedAt: number(item.restore_started_at) ?? 0,
    expectedAt: number(item.restore_expected_at) ?? 0,
    ...given({
      reason: text(item.restore_reason),
      retrievalId: text(item.restore_retrieval_id),
      round: number(item.restore_round),
    }),
  };
}

/** Entries that are not ours by their form are left out. */
function timelineOf(value: unknown): TimelineEntry[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: Item): TimelineEntry[] => {
    const at = number(entry.at);
    const event = oneOf(JOB_EVENTS, entry.event);
    return at === undefined || !event ? [] : [{ at, event, ...given({ detail: text(entry.detail) }) }];
  });
}
