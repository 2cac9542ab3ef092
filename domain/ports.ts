// domain/ports.ts — every door to the outside, and so everything that can fail. Adapters implement them. Those by which users
// are told what happened are in notice-ports.ts.
import type { Scope } from './access.ts';
import type { AnnotationOutcome, AnnotationRun } from './annotation.ts';
import type { ArchiveStoreName, RetrievalTier } from './archive.ts';
import type { AuditEntry } from './audit.ts';
import type { GenomeInfo } from './genome.ts';
import type { Instant, JobId, JobRecord, ObjectRef, UserId } from './job.ts';
import type { JobFilter, JobOrder } from './job-list.ts';
import type { MailPreferences, Webhook } from './notices.ts';
import type { Plan, Role } from './plan.ts';
import type { Storage } from './storage.ts';
import type { Transcript } from './transcript.ts';

type Clearable =
  | 'hotKey'
  | 'archive'
  | 'archiveStatus'
  | 'claimToken'
  | 'restore'
  | 'restorePostponedUntil'
  | 'restoreFailure'
  | 'failure';

/** A write to one row. It happens only at `version`, which it raises by one, and where `plan` is given only under it. */
export interface JobChange {
  jobId: JobId;
  version: number;
  set?: Partial<Omit<JobRecord, 'jobId' | 'userId' | 'version'>>;
  clear?: readonly Clearable[];
  plan?: { userId: UserId; role: Role; version: number };
}

export interface JobQuery extends JobFilter {
  userId: UserId;
  /** At most 100. */
  limit: number;
  cursor?: string;
  /** `newest` where it is not given. */
  sort?: JobOrder;
}

/** What is left of a job once everything else of it is gone: it outlives every message that could name the job. */
export interface Tombstone {
  jobId: JobId;
  /** The version of the row that it replaces; its own is one more. */
  version: number;
  deletedAt: Instant;
  expiresAt: Instant;
}

export interface Page {
  limit: number;
  cursor?: string;
}

/** The table `annotations`. Reads by key are strongly consistent; pages come from the index and may lag. */
export interface JobRecords {
  get(jobId: JobId): Promise<JobRecord | undefined>;
  /** Any number of ids; unknown ones are left out; order is not kept. */
  getMany(jobIds: readonly JobId[]): Promise<JobRecord[]>;
  /** The versions of those that are there and not deleted: far less than the rows, for whoever waits for a change. */
  versions(jobIds: readonly JobId[]): Promise<Map<JobId, number>>;
  /**
   * A page may be short, even empty, and still carry a cursor: a filter is looked for in a bounded number of rows. A
   * cursor that is not of this list throws RangeError; a list by name that is too long, TooManyToSort.
   */
  page(query: JobQuery): Promise<{ jobs: JobRecord[]; cursor?: string }>;
  /** False where the id exists already. */
  insert(record: JobRecord): Promise<boolean>;
  /** False where the row is at another version, or the plan is not the one demanded. */
  save(change: JobChange): Promise<boolean>;
  /** Replaces the row by its tombstone. False where the row is at another version. */
  bury(tombstone: Tombstone): Promise<boolean>;
  /** Every row, consistently, in no order: for reconciliation alone, which reads a page now and then. */
  all(page: Page): Promise<{ jobs: JobRecord[]; cursor?: string }>;
  /** A user's results by place, from the index, which may lag. */
  storage(userId: UserId): Promise<Storage>;
}

export interface Profile {
  name?: string;
  email?: string;
  institution?: string;
}

/** `closedAt`: the account was deleted then; what began before that moment is void. */
export interface User {
  profile: Profile;
  plan: Plan;
  closedAt?: Instant;
  /** Wishes that differ from what everybody is mailed. */
  mail?: Partial<MailPreferences>;
  webhooks?: readonly Webhook[];
  /** Whom the provider of payments knows the user as. */
  customerId?: string;
}

/** The table `users`: web writes profile and wishes, activities the plan. An unknown user has an empty profile and is free. */
export interface UserRecords {
  get(userId: UserId): Promise<User>;
  saveProfile(userId: UserId, profile: Profile): Promise<void>;
  /** False where the plan is no longer at `version`. */
  savePlan(userId: UserId, change: { version: number; plan: Plan }): Promise<boolean>;
  /** Forgets profile and plan, whatever they are; the plan's version still grows. What is left expires at `expiresAt`. */
  close(userId: UserId, at: { closedAt: Instant; expiresAt: Instant }): Promise<void>;
}

/** A sign-in, the record of its use, or a personal token. */
export interface Session {
  /** SHA-256 (hex) of the cookie's or the token's 128 random bits or more: a stolen table opens no session. */
  sessionId: string;
  userId: UserId;
  createdAt: Instant;
  /** The user's `closedAt` when the session began: under another one it is void, whatever any clock says. */
  accountClosedAt?: Instant;
  lastSeenAt: Instant;
  expiresAt: Instant;
  /** Of a record of use: the sign-in that is used. */
  signInId?: string;
  /** The kind of browser that signed in, such as `Firefox on Linux`. */
  agent?: string;
  /** Of a personal token alone. */
  token?: { name: string; scopes: readonly Scope[] };
}

/** The table `sessions`, expiring by TTL; an expired session is never answered. */
export interface SessionRecords {
  get(sessionId: string): Promise<Session | undefined>;
  put(session: Session): Promise<void>;
  /** Notes that a session was used; one that is gone stays gone. */
  touch(sessionId: string, lastSeenAt: Instant): Promise<void>;
  remove(sessionId: string): Promise<void>;
  /** All that a user has, from an index, which may lag. */
  ofUser(userId: UserId): Promise<Session[]>;
}

/** What was answered to a request that may be repeated; without `answer` it is still under way. */
export interface KeptAnswer {
  id: string;
  /** SHA-256 (hex) of the request. */
  fingerprint: string;
  answer?: string;
  expiresAt: Instant;
}

/** Answers kept for repeated requests, beside the sessions; an expired one is never answered. */
export interface AnswerRecords {
  /** Takes the id for a request that begins; answers what is kept where it is taken already. */
  claim(kept: KeptAnswer): Promise<KeptAnswer | undefined>;
  put(kept: KeptAnswer): Promise<void>;
  remove(id: string): Promise<void>;
}

/**
 * Reads bytes `from` (inclusive) to `to` (exclusive), at most a part at a time, into the beginning of `into`, which has
 * room for them. Answers the bytes: what was filled of `into`, or a buffer of its own.
 */
export type ReadRange = (from: number, to: number, into: Uint8Array) => Promise<Uint8Array>;

export interface ObjectVersion {
  versionId: string;
  bytes: number;
  deleteMarker: boolean;
}

/** A version as a listing across keys has it. */
export interface ListedVersion extends ObjectVersion {
  key: string;
  modifiedAt: Instant;
}

/** A multipart write that was begun and neither completed nor given up. */
export interface OpenWrite extends ObjectRef {
  uploadId: string;
}

/** Where the keys of one job, of one user, or of everybody begin. */
export interface Prefix {
  bucket: string;
  prefix: string;
}

/** Parts of a multipart write that are stored already: heartbeat it, and a retry goes on from there. */
export interface WriteProgress {
  uploadId: string;
  parts: readonly { number: number; etag: string }[];
}

export interface ObjectWrite extends ObjectRef {
  bytes: number;
  contentType: string;
  /** Kept with the object: names in lower case, values in ASCII, 2 KB in all. */
  metadata?: Record<string, string>;
  read: ReadRange;
  resume?: WriteProgress;
  onProgress?(progress: WriteProgress): void;
  /** Asked when all parts are stored and before the object appears; throwing keeps it from appearing. */
  verify?(): void;
  signal?: AbortSignal;
}

/** Inputs and results in S3, in versioned buckets. Constant memory whatever the size. */
export interface ObjectStore {
  /** Bytes of each part of a multipart write of `bytes`: `read` is called at its multiples. */
  partBytes(bytes: number): number;
  head(ref: ObjectRef): Promise<{ bytes: number; versionId: string; metadata?: Record<string, string> } | undefined>;
  /** Every version of exactly this key, newest first, delete markers included. */
  versions(ref: ObjectRef): Promise<ObjectVersion[]>;
  /**
   * One range, or the whole object where none is given; of the newest version, or the one named. `likelyNewest` says
   * that the one named most likely is the newest: stores that know ranges of the newest only are then asked for that.
   */
  read(
    from: ObjectRef & { versionId?: string; likelyNewest?: boolean; range?: { from: number; to: number } },
  ): Promise<AsyncIterable<Uint8Array>>;
  write(write: ObjectWrite): Promise<{ versionId: string }>;
  /** Copies the newest version of one object to another key, inside the store; undefined where there is none. */
  copy(copy: { from: ObjectRef; to: ObjectRef }): Promise<{ versionId: string } | undefined>;
  /** A page of every version of every key under a prefix, delete markers included, in the order of keys. */
  list(from: Prefix & { cursor?: string }): Promise<{ versions: ListedVersion[]; cursor?: string }>;
  /** A page of the unfinished multipart writes under a prefix. */
  openWrites(from: Prefix & { cursor?: string }): Promise<{ writes: OpenWrite[]; cursor?: string }>;
  /** Gives an unfinished write up; one that is gone already is no error. */
  abandonWrite(write: OpenWrite): Promise<void>;
  /** Deletes exactly these versions; ones that are gone already are no error. */
  removeVersions(ref: ObjectRef, versionIds: readonly string[]): Promise<void>;
  /** A form for one upload to exactly this key, at most `maxBytes`, valid for `seconds`. */
  presignUpload(
    upload: ObjectRef & { maxBytes: number; seconds: number },
  ): Promise<{ url: string; fields: Record<string, string> }>;
  /** An address that downloads the newest version, or the one named, under `fileName`, valid for `seconds`. It is a secret. */
  presignDownload(download: ObjectRef & { versionId?: string; fileName: string; seconds: number }): Promise<string>;
}

/** What operators allow retrievals to cost on a day, counted across all workers. */
export interface RetrievalBudget {
  /** Takes from what is left of `day` (UTC, `2026-11-22`), once for each `id`. False: it does not fit any more. */
  reserve(request: {
    id: string;
    day: string;
    bytes: number;
    microdollars: number;
    caps: { bytes?: number; microdollars?: number };
  }): Promise<boolean>;
  /** What was taken of `day` so far. */
  spent(day: string): Promise<{ bytes: number; microdollars: number }>;
}

/** Who did what to whose data, and when: kept when the data is gone. Recording an id twice keeps one entry. */
export interface Audit {
  record(entry: AuditEntry): Promise<void>;
  /** Entries about one subject (`job/<job_id>`, `user/<user_id>`), oldest first. */
  of(subject: string): Promise<AuditEntry[]>;
}

export interface Annotator {
  annotate(run: AnnotationRun): Promise<AnnotationOutcome>;
}

/** The genomes that this installation annotates with, the built-in one first. Throws where they cannot be read. */
export interface Genomes {
  list(): Promise<readonly GenomeInfo[]>;
}

export interface GenomeFile {
  bytes: number;
  /** Other bytes have another one. */
  tag: string;
  read(range: { from: number; to: number }): Promise<AsyncIterable<Uint8Array>>;
}

/** What a browser of a genome draws; undefined where there is no such genome, or its files are not on this machine. */
export interface GenomeFiles {
  /** FASTA. */
  sequence(genome: string): Promise<GenomeFile | undefined>;
  /** The `.fai` of it. */
  sequenceIndex(genome: string): Promise<GenomeFile | undefined>;
  /** Transcripts that meet `first` to `last`, by start; not more than one over `most`. */
  transcripts(
    genome: string,
    place: { contig: string; first: number; last: number; most: number },
  ): Promise<Transcript[] | undefined>;
}

export type OutgoingEvent =
  | { kind: 'annotation-complete'; job: JobRecord; email?: string }
  | { kind: 'result-archived'; jobId: JobId; userId: UserId; archiveId: string; at: Instant }
  | { kind: 'restore-started'; jobId: JobId; userId: UserId; tier: RetrievalTier; expectedAt: Instant }
  | { kind: 'result-restored'; jobId: JobId; userId: UserId; at: Instant }
  | { kind: 'plan-change'; userId: UserId; role: Role; changeId: string; planVersion: number };

/** Topics that other systems, and our own bridge, follow. At least once. */
export interface Events {
  publish(event: OutgoingEvent): Promise<void>;
}

export interface MailMessage {
  /** The same id is the same mail: sending twice delivers one where the transport can tell. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html?: string;
  /** Where one POST ends mails of this kind: mail programs show a button for it. */
  unsubscribeUrl?: string;
}

export interface Mail {
  send(message: MailMessage): Promise<void>;
}

/** Wakes the workflow of each result, starting it where none runs: an event only wakes, the workflow then looks. */
export interface ResultMovers {
  wake(results: readonly { jobId: JobId; userId: UserId; role: Role; restore: boolean }[]): Promise<void>;
  /** Those of which no workflow runs. */
  idle<Result extends { jobId: JobId }>(results: readonly Result[]): Promise<Result[]>;
  /** Starts a sweep of each result of which no workflow runs; answers for how many. */
  sweep(results: readonly SweepOrder[]): Promise<number>;
  /** Starts the move of each result to the kind of archive that results go to now, as sweep does. */
  move(results: readonly { jobId: JobId; userId: UserId }[]): Promise<number>;
}

/** A result with something that its row does not name; `archives` are unreferenced ones that an inventory listed. */
export interface SweepOrder {
  jobId: JobId;
  userId: UserId;
  archives: readonly { store: ArchiveStoreName; archiveId: string }[];
}

/** Annotations under way. */
export interface Annotations {
  /** Asks for the end of a job's annotation; false once none runs any more. */
  stop(jobId: JobId): Promise<boolean>;
}
