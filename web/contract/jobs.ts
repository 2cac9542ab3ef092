// web/contract/jobs.ts — jobs: submitted, listed, looked at, downloaded, deleted.
import { z } from 'zod';
import { ARCHIVE_STORES, RETRIEVAL_TIERS } from '../../domain/archive.ts';
import { JOB_EVENTS, JOB_STATUSES } from '../../domain/job.ts';
import { PLACES } from '../../domain/storage.ts';
import { bytes, fileName, instant, jobId, words } from './fields.ts';

export const SubmitJob = z.strictObject({
  job_id: jobId,
  file_name: fileName,
  name: words.min(1).max(120).optional(),
});
export type SubmitJob = z.infer<typeof SubmitJob>;

export const JobListQuery = z.strictObject({
  status: z.enum(JOB_STATUSES).optional(),
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
});
export type JobView = z.infer<typeof JobView>;

export const JobPage = z.object({ jobs: z.array(JobView), cursor: z.string().optional() });
export type JobPage = z.infer<typeof JobPage>;

/** Hidden everywhere from now on; removing every trace of it goes on by itself. */
export const JobDeletion = z.object({ job_id: jobId, status: z.literal('deleting') });
export type JobDeletion = z.infer<typeof JobDeletion>;

const Held = z.object({ results: z.number().int().min(0), bytes });
/** One's results and their bytes by place, from an index that may lag by a moment. Also the progress of a great restore. */
export const StorageView = z.object({ places: z.record(z.enum(PLACES), Held) });
export type StorageView = z.infer<typeof StorageView>;

/** The address is a secret that opens the file until it expires. */
export const DownloadLink = z.object({ url: z.url(), expires_at: instant });
export type DownloadLink = z.infer<typeof DownloadLink>;
