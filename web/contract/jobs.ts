// web/contract/jobs.ts — jobs: submitted, listed, looked at, downloaded, deleted.
import { z } from 'zod';
import { WAIT_REASONS } from '../../domain/annotation-queue.ts';
import { ARCHIVE_STORES, RETRIEVAL_TIERS } from '../../domain/archive.ts';
import { JOB_EVENTS, JOB_STATUSES } from '../../domain/job.ts';
import { JOB_ORDERS } from '../../domain/job-list.ts';
import { PLACES } from '../../domain/storage.ts';
import { bytes, fileName, instant, jobId, words } from './fields.ts';

export const SubmitJob = z.strictObject({
  job_id: jobId,
  file_name: fileName,
  name: words.min(1).max(120).optional(),
  /** Name or alias of one of /api/genomes; without it the one that the file fits best is taken. */
  genome: z.string().min(1).max(64).optional(),
});
export type SubmitJob = z.infer<typeof SubmitJob>;

/** The same `request_id` for the same job makes one new job, however often it is sent: a double click, a lost answer. */
export const RunAgain = z.strictObject({ request_id: z.string().min(1).max(64).optional() });

export const JobListQuery = z.strictObject({
  status: z.enum(JOB_STATUSES).optional(),
  place: z.enum(PLACES).optional(),
  /** Part of the name or of the file name, in any case. */
  q: words.max(120).optional(),
  /** By name only a list of at most 2,000 jobs is sorted: `too-many-to-sort` otherwise. */
  sort: z.enum(JOB_ORDERS).default('newest'),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(4096).optional(),
});
export type JobListQuery = z.infer<typeof JobListQuery>;

export const JobView = z.object({
  job_id: jobId,
  user_id: z.string(),
  name: z.string().optional(),
  file_name: z.string(),
  input_bytes: bytes.optional(),
  /** The genome that was asked for. */
  genome: z.string().optional(),
  /** ACCEPTED: the submission is safe, and waits for a worker to record it. */
  status: z.enum(['ACCEPTED', ...JOB_STATUSES]),
  attempt: z.number().int(),
  submitted_at: instant,
  completed_at: instant.optional(),
  failure: z.string().optional(),
  has_log: z.boolean(),
  /** Where a result's bytes are, or are going. */
  place: z.enum(PLACES),
  /** Which archive holds the result, while one does. */
  archived_in: z.enum(ARCHIVE_STORES).optional(),
  /** When a free user's result goes to the archive. */
  archives_at: instant.optional(),
  restore: z
    .object({
      tier: z.enum(RETRIEVAL_TIERS),
      reason: z.string().optional(),
      started_at: instant,
      expected_at: instant,
    })
    .optional(),
  /** The retrieval budget is used up: the restore begins with the budget of this day. */
  restore_postponed_until: instant.optional(),
  restore_failure: z.string().optional(),
  sha256_tree_hash: z.string().optional(),
  bytes: bytes.optional(),
  records: bytes.optional(),
  timeline: z.array(z.object({ at: instant, event: z.enum(JOB_EVENTS), detail: z.string().optional() })),
  version: z.number().int(),
  /** Its workflows in Temporal Web, for operators. */
  history_url: z.url().optional(),
});
export type JobView = z.infer<typeof JobView>;

/** A page may be short, even empty, and still carry a cursor to go on with. */
export const JobPage = z.object({ jobs: z.array(JobView), cursor: z.string().optional() });
export type JobPage = z.infer<typeof JobPage>;

/** Hidden everywhere from now on; removing every trace of it goes on by itself. */
export const JobDeletion = z.object({ job_id: jobId, status: z.literal('deleting') });
export type JobDeletion = z.infer<typeof JobDeletion>;

const Held = z.object({ results: z.number().int().min(0), bytes });
/** One's results and their bytes by place, from an index that may lag by a moment. Also the progress of a great restore. */
export const StorageView = z.object({ places: z.record(z.enum(PLACES), Held) });
export type StorageView = z.infer<typeof StorageView>;

/** Why a job waits: `message` says it in words, with times in UTC. */
export const QueueView = z.object({
  job_id: jobId,
  reason: z.enum(WAIT_REASONS),
  message: z.string(),
  /** From 1, and how many are before it: of a job that waits for its turn. Users take turns, so both are estimates. */
  position: z.number().int().min(1).optional(),
  ahead: z.number().int().min(0).optional(),
  expected_start_at: instant.optional(),
  /** With `retry-after-failure`. */
  retry_at: instant.optional(),
  /** Records that have been read, with `annotating`. */
  records: z.number().int().min(0).optional(),
});
export type QueueView = z.infer<typeof QueueView>;

/** The address is a secret that opens the file until it expires. */
export const DownloadLink = z.object({ url: z.url(), expires_at: instant });
export type DownloadLink = z.infer<typeof DownloadLink>;
