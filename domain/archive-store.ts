// domain/archive-store.ts — the door to cold storage. Two adapters, and a fake, pass one contract suite.
import type {
  ArchiveStoreName,
  Retrieval,
  RetrievalStart,
  RetrievalState,
  RetrievalTier,
  UploadOutcome,
} from './archive.ts';
import type { Instant, JobId, ObjectRef, UserId } from './job.ts';
import type { ReadRange } from './ports.ts';

/** The one version of an object that an archive is made from. */
export interface ArchiveSource extends ObjectRef {
  versionId: string;
}

export interface ArchiveOrder {
  jobId: JobId;
  userId: UserId;
  bytes: number;
  treeHash?: string;
  source: ArchiveSource;
}

export interface ArchiveUpload extends Pick<ArchiveOrder, 'bytes' | 'treeHash' | 'source'> {
  uploadId: string;
  /** Reads the source. A store that copies on the server's side reads it only to hash it. */
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

/** An unfinished upload. `jobId` is missing where its description does not name a job of ours. */
export interface OpenUpload {
  uploadId: string;
  jobId?: JobId;
  userId?: UserId;
  startedAt: Instant;
}

/** An archive as an inventory lists it, which may be a day old. */
export interface ListedArchive {
  archiveId: string;
  jobId?: JobId;
  userId?: UserId;
  bytes: number;
  /** Where the inventory tells it. */
  treeHash?: string;
  createdAt: Instant;
}

/** Cold storage of results. Two adapters pass one contract suite. */
export interface ArchiveStore {
  readonly store: ArchiveStoreName;
  /** Opens an upload; its description names job, user and hash, so that a lost table can be rebuilt. */
  begin(order: ArchiveOrder): Promise<string>;
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
  /** Refused (no expedited capacity, or by policy) is an answer. No such archive: an Error named ArchiveMissing. */
  retrieve(request: { archiveId: string; description: string; tier: RetrievalTier }): Promise<RetrievalStart>;
  describe(retrievalId: string): Promise<RetrievalState>;
  /** One range (from a multiple of 1 MiB) of a retrieval's output, verified against the hash that comes with it. */
  read(request: ArchiveRead): Promise<Uint8Array>;
  /** Deletes an archive; one that is gone already is no error. */
  remove(archiveId: string): Promise<void>;
  /** A page of the uploads that are open, oldest or newest first as the store has them. */
  openUploads(cursor?: string): Promise<{ uploads: OpenUpload[]; cursor?: string }>;
  /** Asks for an inventory, or adopts one that was asked for; `describe` tells when it can be read. */
  startInventory(): Promise<string>;
  /** The tree hash of an archive whose inventory does not tell it; undefined where nobody knows. */
  treeHashOf(archiveId: string): Promise<string | undefined>;
  /** A page of an inventory that has succeeded, in constant memory. */
  inventory(of: { retrievalId: string; cursor?: string }): Promise<{ archives: ListedArchive[]; cursor?: string }>;
}

/** Both kinds of archive live side by side: a result goes to `current`, and comes back from the one its row names. */
export interface ArchiveStores {
  readonly current: ArchiveStoreName;
  /** The kinds that this deployment has. */
  readonly deployed: readonly ArchiveStoreName[];
  /** Throws where this deployment has none of this kind. */
  of(store: ArchiveStoreName): ArchiveStore;
}
