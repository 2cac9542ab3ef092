// web/contract.ts — what crosses the wire: requests, responses and errors. Shared by the server and the pages.
import { z } from 'zod';
import { ARCHIVE_STORES, RETRIEVAL_TIERS } from '../domain/archive.ts';
import { JOB_EVENTS, JOB_ID, JOB_STATUSES } from '../domain/job.ts';
import { ROLES } from '../domain/plan.ts';
import { PLACES } from '../domain/storage.ts';

/** Every error there is: its id, its status, and the words for the person who meets it. */
export const ERRORS = {
  'invalid-request': [400, 'The request is not one this service understands.'],
  'sign-in-failed': [400, 'Signing in did not work. Please try again.'],
  'not-signed-in': [401, 'Please sign in.'],
  'foreign-request': [403, 'This request did not come from our own pages.'],
  'not-yours': [403, 'You are not authorized to view this job.'],
  'not-found': [404, 'There is nothing here.'],
  'job-unknown': [404, 'This job is not known.'],
  'method-not-allowed': [405, 'This address does not take requests of this kind.'],
  'upload-missing': [409, 'The uploaded file was not found. Please upload it again.'],
  'upload-empty': [409, 'The uploaded file is empty.'],
  'job-not-cancellable': [409, 'This job is no longer running, so it cannot be cancelled.'],
  'job-not-retryable': [409, 'Only a failed or cancelled job can be run again.'],
  'result-not-ready': [409, 'This job has no result yet.'],
  'result-archived': [409, 'This result is in the archive. With Premium it is brought back.'],
  'log-not-ready': [409, 'This job has no log yet.'],
  'plan-unchanged': [409, 'You are on this plan already.'],
  'input-too-large': [413, 'This file is larger than your plan allows.'],
  'body-too-large': [413, 'The request is too large.'],
  'not-json': [415, 'Please send JSON.'],
  'too-many-streams': [429, 'You have too many pages open that follow your jobs.'],
  internal: [500, 'Something went wrong on our side.'],
  'identity-away': [503, 'The identity provider does not answer. Please try again in a moment.'],
  'workflows-away': [503, 'Jobs cannot be started at the moment. Nothing is lost; please try again shortly.'],
  'pages-missing': [503, 'The pages have not been built.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;
export type ErrorId = keyof typeof ERRORS;

export const ErrorBody = z.object({
  error: z.object({
    id: z.custom<ErrorId>((id) => typeof id === 'string' && Object.hasOwn(ERRORS, id)),
    message: z.string(),
    /** Where a larger plan is to be had. */
    upgrade_url: z.string().optional(),
    /** Given with `internal`, to find the request in the log. */
    request_id: z.string().optional(),
  }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

const jobId = z.string().regex(JOB_ID, 'must be a job id');
/** Shown in lists, mails and headers: no control character, no half character, none that turns the direction of text. */
const words = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]*$/u, 'has characters that cannot be shown')
  .trim();
const fileName = words.min(1).max(255);
const instant = z.iso.datetime();
const bytes = z.number().int().min(0);

export const NewUpload = z.strictObject({ file_name: fileName, bytes: bytes.optional() });
export const UploadForm = z.object({
  job_id: jobId,
  /** POST the fields, then the file as `file`, as multipart/form-data to this address. */
  url: z.url(),
  fields: z.record(z.string(), z.string()),
  max_bytes: bytes,
  expires_at: instant,
});
export type UploadForm = z.infer<typeof UploadForm>;

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

export const ProfileView = z.object({
  user_id: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
  institution: z.string().optional(),
  plan: z.object({ role: z.enum(ROLES), since: instant, version: z.number().int() }),
  limits: z.object({ input_bytes: bytes, free_input_bytes: bytes, premium_input_bytes: bytes }),
  /** How long a free user's result can be downloaded before it goes to the archive. */
  grace_ms: z.number().int(),
});
export type ProfileView = z.infer<typeof ProfileView>;

export const ChangePlan = z.strictObject({ role: z.enum(ROLES) });
/** The change is in force when the profile's plan has reached `plan_version`. */
export const PlanChangeAccepted = z.object({ role: z.enum(ROLES), plan_version: z.number().int() });
export type PlanChangeAccepted = z.infer<typeof PlanChangeAccepted>;

/** `confirm` is one's own user id, so that no slip of a hand or a script closes an account. */
export const CloseAccount = z.strictObject({ confirm: z.string() });
export const AccountDeletion = z.object({ user_id: z.string(), status: z.literal('deleting') });
export type AccountDeletion = z.infer<typeof AccountDeletion>;

/** A JSON request without content is `{}`. */
export const Nothing = z.strictObject({});

export const Health = z.object({ status: z.enum(['up', 'down']), tables: z.boolean(), temporal: z.boolean() });

/** Server-sent events of /api/events: `job` JobView, `profile` ProfileView, `gone` {job_id}, `signed-out` {}. */
export type StreamEvent = 'job' | 'profile' | 'gone' | 'signed-out';
