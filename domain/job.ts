// domain/job.ts — one annotation job, from submission to the place where its result rests.
import type { ArchiveStoreName, RetrievalTier } from './archive.ts';

/** A UUID made by the server. */
export type JobId = string;
/** `sub` of the identity token: 1 to 64 letters, digits, hyphens. */
export type UserId = string;
/** Milliseconds since 1970 (the table keeps seconds where the contract says so). */
export type Instant = number;

export const JOB_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const USER_ID = /^[A-Za-z0-9-]{1,64}$/;

export const JOB_STATUSES = ['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export const ARCHIVE_STATUSES = ['ARCHIVING', 'ARCHIVED', 'RESTORING'] as const;
type ArchiveStatus = (typeof ARCHIVE_STATUSES)[number];

export interface ObjectRef {
  bucket: string;
  key: string;
}

/** What the annotation made. `treeHash` (64 hex digits) and `bytes` are missing on rows that other systems wrote. */
export interface JobResult {
  bucket: string;
  /** Where the result lives in S3 whenever it is hot; kept while it is archived, to know where it returns to. */
  key: string;
  /** The version of `key` that holds the bytes vouched for, while they are hot: a late writer may have added another. */
  versionId?: string;
  bytes?: number;
  treeHash?: string;
  records?: number;
}

/** The archive that holds the result's bytes: `treeHash` is what was verified on the way in. */
export interface ArchiveRef {
  id: string;
  store: ArchiveStoreName;
  bytes: number;
  treeHash: string;
}

/** A retrieval under way, for the user to see. */
export interface RestoreProgress {
  tier: RetrievalTier;
  /** The archive's own id of the retrieval. */
  retrievalId?: string;
  /** From 1; a new one begins when a retrieval has failed or its output has expired. */
  round?: number;
  /** Why a faster tier was not taken, where one was refused. */
  reason?: string;
  startedAt: Instant;
  expectedAt: Instant;
}

export const JOB_EVENTS = [
  'submitted',
  'annotating',
  'completed',
  'failed',
  'cancelled',
  'archiving',
  'kept',
  'archived',
  'restoring',
  'retrieving',
  'stood-down',
  'restored',
  'postponed',
  'moving',
  'released',
  'deleted',
  'rebuilt',
] as const;
export type JobEvent = (typeof JOB_EVENTS)[number];

export interface TimelineEntry {
  at: Instant;
  event: JobEvent;
  detail?: string;
}

/** A row of the table `annotations`. `version` grows by one with every write; rows of other systems count as 0. */
export interface JobRecord {
  jobId: JobId;
  userId: UserId;
  version: number;
  name?: string;
  inputFileName: string;
  input: ObjectRef;
  inputBytes?: number;
  /** Name of the genome that was asked for; without it the annotator takes the one that the input fits best. */
  genome?: string;
  submittedAt: Instant;
  status: JobStatus;
  /** 1 for the first run of the annotation, one more for each retry that the user asked for. */
  attempt: number;
  completedAt?: Instant;
  /** Why the annotation failed, in words for the researcher. */
  failure?: string;
  /** The count log (`s3_key_log_file`, in `s3_results_bucket`); a failed job has one too where the annotator got to speak. */
  log?: ObjectRef;
  result?: JobResult;
  /** The result's key while its bytes are in S3 and the row vouches for them (`s3_key_result_file`). */
  hotKey?: string;
  archive?: ArchiveRef;
  archiveStatus?: ArchiveStatus;
  /** Made in the workflow that claimed the result; every later write of its story demands it. */
  claimToken?: string;
  restore?: RestoreProgress;
  /** The restore waits until then: what retrievals may cost on a day was used up. */
  restorePostponedUntil?: Instant;
  /** The last restore that gave up, in words; cleared by the next one. */
  restoreFailure?: string;
  /** The owner wants it gone: hidden everywhere from here on, and removed by its mover. */
  deletedAt?: Instant;
  /** Set on a tombstone: everything is removed, and this is when the row itself goes. */
  expiresAt?: Instant;
  timeline: readonly TimelineEntry[];
}

/** What a researcher asks for; it becomes the PENDING row. */
export interface JobRequest {
  jobId: JobId;
  userId: UserId;
  name?: string;
  genome?: string;
  inputFileName: string;
  input: ObjectRef;
  submittedAt: Instant;
  attempt: number;
}

/** The row of a job of which nothing else is left. */
export function isTombstone(job: JobRecord): boolean {
  return job.expiresAt !== undefined;
}

/** Annotated, or marked as deleted: nobody writes its result any more but the workflows that move and remove it. */
export function isAtRest({ status, deletedAt }: JobRecord): boolean {
  return status === 'COMPLETED' || deletedAt !== undefined;
}

export function isHot(job: JobRecord): boolean {
  return job.hotKey !== undefined;
}

/** A result that some workflow has claimed, so that a change of plan must reach it. */
export function isMoving(job: JobRecord): boolean {
  return job.archiveStatus === 'ARCHIVING' || job.archiveStatus === 'RESTORING';
}

/** Entries kept per row: a user who changes plans for ever must not outgrow DynamoDB's 400 KB item. */
const TIMELINE_LIMIT = 200;

/** The timeline with one more entry; the first (submission) is always kept. */
export function withEvent(job: JobRecord, entry: TimelineEntry): readonly TimelineEntry[] {
  const entries = [...job.timeline, entry];
  if (entries.length <= TIMELINE_LIMIT) return entries;
  return [...entries.slice(0, 1), ...entries.slice(entries.length - TIMELINE_LIMIT + 1)];
}

/** The name a user knows a file by, made safe for a key: no path, no control characters, at most 128 characters. */
export function safeFileName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  const safe = base
    .replaceAll(/[^A-Za-z0-9._ +-]/g, '_')
    .replace(/^\.+/, '')
    .trim();
  return safe.slice(-128) || 'input.vcf';
}

/** Where every key of a job begins, in both buckets and in the archive bucket. */
export function jobPrefix(prefix: string, { jobId, userId }: { jobId: JobId; userId: UserId }): string {
  return `${prefix}/${userId}/${jobId}~`;
}

/** The job and user that a key of ours names: `<prefix>/<user_id>/<job_id>~<name>`. */
export function jobOfKey(prefix: string, key: string): { jobId: JobId; userId: UserId } | undefined {
  if (!key.startsWith(`${prefix}/`)) return undefined;
  const [userId = '', ...rest] = key.slice(prefix.length + 1).split('/');
  const [jobId = '', ...name] = rest.join('/').split('~');
  return USER_ID.test(userId) && JOB_ID.test(jobId) && name.join('~') !== '' ? { jobId, userId } : undefined;
}

/** Keys of one job's objects: `<prefix>/<user_id>/<job_id>~<name>`; results end in `.annot.vcf.gz`. */
export function objectKeys(prefix: string, job: { jobId: JobId; userId: UserId; inputFileName: string }) {
  const name = safeFileName(job.inputFileName);
  const stem = name.replace(/\.gz$|\.bgz$/i, '').replace(/\.vcf$|\.bcf$/i, '') || 'input';
  const home = jobPrefix(prefix, job);
  return {
    input: `${home}${name}`,
    result: `${home}${stem}.annot.vcf.gz`,
    index: `${home}${stem}.annot.vcf.gz.tbi`,
    log: `${home}${stem}.vcf.count.log`,
    summary: `${home}${stem}.summary.json`,
    table: `${home}${stem}.annot.tsv.gz`,
  };
}
