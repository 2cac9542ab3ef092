// domain/ports.ts — every door to the outside, and so everything that can fail. Adapters implement them.
import type { AnnotationOutcome, AnnotationRun } from './annotation.ts';
import type { Retrieval, RetrievalStart, RetrievalState, RetrievalTier, UploadOutcome } from './archive.ts';
import type { Instant, JobId, JobRecord, JobStatus, ObjectRef, UserId } from './job.ts';
import type { Plan, Role } from './plan.ts';

/** A write to one row. It happens only at `version`, which it raises by one, and where `plan` is given only under it. */
export interface JobChange {
  jobId: JobId;
  version: number;
  set?: Partial<Omit<JobRecord, 'jobId' | 'userId' | 'version'>>;
  clear?: readonly ('hotKey' | 'archive' | 'archiveStatus' | 'claimToken' | 'restore' | 'restoreFailure' | 'failure')[];
  plan?: { userId: UserId; role: Role; version: number };
}

export interface JobQuery {
  userId: UserId;
  /** At most 100. */
  limit: number;
  cursor?: string;
  status?: JobStatus;
}

/** The table `annotations`. Reads by key are strongly consistent; pages come from the index, newest first, and may lag. */
export interface JobRecords {
  get(jobId: JobId): Promise<JobRecord | undefined>;
  /** Any number of ids; unknown ones are left out; order is not kept. */
  getMany(jobIds: readonly JobId[]): Promise<JobRecord[]>;
  /** A page may be empty and still carry a cursor. A cursor that is not ours throws RangeError. */
  page(query: JobQuery): Promise<{ jobs: JobRecord[]; cursor?: string }>;
  /** False where the id exists already. */
  insert(record: JobRecord): Promise<boolean>;
  /** False where the row is at another version, or the plan is not the one demanded. */
  save(change: JobChange): Promise<boolean>;
}

export interface Profile {
  name?: string;
  email?: string;
  institution?: string;
}

/** The table `users`: web writes the profile, activities the plan. An unknown user has an empty profile and is free. */
export interface UserRecords {
  get(userId: UserId): Promise<{ profile: Profile; plan: Plan }>;
  saveProfile(userId: UserId, profile: Profile): Promise<void>;
  /** False where the plan is no longer at `version`. */
  savePlan(userId: UserId, change: { version: number; plan: Plan }): Promise<boolean>;
}

export interface Session {
  /** SHA-256 (hex) of the cookie's 128 random bits or more: a stolen table opens no session. */
  sessionId: string;
  userId: UserId;
  createdAt: Instant;
  lastSeenAt: Instant;
  expiresAt: Instant;
}

/** The table `sessions`, expiring by TTL; an expired session is never answered. */
export interface SessionRecords {
  get(sessionId: string): Promise<Session | undefined>;
  put(session: Session): Promise<void>;
  remove(sessionId: string): Promise<void>;
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

/** Parts of a multipart write that are stored already: heartbeat it, and a retry goes on from there. */
export interface WriteProgress {
  uploadId: string;
  parts: readonly { number: number; etag: string }[];
}

export interface ObjectWrite extends ObjectRef {
  bytes: number;
  contentType: string;
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
  head(ref: ObjectRef): Promise<{ bytes: number; versionId: string } | undefined>;
  /** Every version of exactly this key, newest first, delete markers included. */
  versions(ref: ObjectRef): Promise<ObjectVersion[]>;
  /** One range, or the whole object where none is given; of the newest version, or the one named. */
  read(
    from: ObjectRef & { versionId?: string; range?: { from: number; to: number } },
  ): Promise<AsyncIterable<Uint8Array>>;
  write(write: ObjectWrite): Promise<{ versionId: string }>;
  /** Deletes exactly these versions; ones that are gone already are no error. */
  removeVersions(ref: ObjectRef, versionIds: readonly string[]): Promise<void>;
  /** A form for one upload to exactly this key, at most `maxBytes`, valid for `seconds`. */
  presignUpload(
    upload: ObjectRef & { maxBytes: number; seconds: number },
  ): Promise<{ url: string; fields: Record<string, string> }>;
  /** An address that downloads the newest version, or the one named, under `fileName`, valid for `seconds`. It is a secret. */
  presignDownload(download: ObjectRef & { versionId?: string; fileName: string; seconds: number }): Promise<string>;
}

export interface ArchiveUpload {
  uploadId: string;
  bytes: number;
  treeHash?: string;
  read: ReadRange;
  onProgress?(bytes: number): void;
  signal?: AbortSignal;
}

export interface ArchiveRead {
  retrievalId: string;
  from: number;
  to: number;
  /** Where the bytes are put; they begin at its beginning. */
  into: Uint8Array;
  signal?: AbortSignal;
}

/** Cold storage of results. Two adapters pass one contract suite. */
export interface ArchiveStore {
  readonly store: 'glacier-vault' | 's3-glacier';
  /** Opens an upload; its description names the job and the hash, so that a lost table can be rebuilt. */
  begin(upload: { jobId: JobId; bytes: number; treeHash?: string }): Promise<string>;
  /**
   * Sends the parts that are still missing and completes; `gone` where the upload id has died: begin again. An upload
   * that was completed already, its answer lost, is completed again and answers the same archive. Bytes that differ from
   * `treeHash`, where it is known, are never completed: an Error named HashMismatch.
   */
  upload(upload: ArchiveUpload): Promise<UploadOutcome>;
  /** Gives an upload up; an unknown one is no error. */
  abandon(uploadId: string): Promise<void>;
  /** A retrieval of this archive with this description that has neither failed nor expired. */
  findRetrieval(of: { archiveId: string; description: string }): Promise<Retrieval | undefined>;
  /** Refused (no expedited capacity, or by policy) is an answer, not an error. */
  retrieve(request: { archiveId: string; description: string; tier: RetrievalTier }): Promise<RetrievalStart>;
  describe(retrievalId: string): Promise<RetrievalState>;
  /** One range (from a multiple of 1 MiB) of a retrieval's output, verified against the hash that comes with it. */
  read(request: ArchiveRead): Promise<Uint8Array>;
  /** Deletes an archive; one that is gone already is no error. */
  remove(archiveId: string): Promise<void>;
}

export interface Annotator {
  annotate(run: AnnotationRun): Promise<AnnotationOutcome>;
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
}

export interface Mail {
  send(message: MailMessage): Promise<void>;
}

/** Starts telling the owner how an attempt ended, once however often it is asked; the telling itself may take a day. */
export interface Notices {
  tellOwner(of: { jobId: JobId; userId: UserId; attempt: number }): Promise<void>;
}

/** Wakes the workflow of each result, starting it where none runs: an event only wakes, the workflow then looks. */
export interface ResultMovers {
  wake(results: readonly { jobId: JobId; userId: UserId; role: Role; restore: boolean }[]): Promise<void>;
}
