// chaos/stores.ts — what the stores hold in the end, read past the service: the other half of what the checker knows.
import type { Leak } from './leaks.ts';
import type { Row } from './rows.ts';

export interface StoredVersion {
  bucket: string;
  key: string;
  versionId: string;
  deleteMarker: boolean;
  /** Of the bytes as they were read back; of results only. */
  sha256?: string;
  treeHash?: string;
}

interface Archive {
  id: string;
  description: string;
  size: number;
  treeHash: string;
}

export interface Retrieval {
  JobId: string;
  ArchiveId?: string;
  Action: string;
  Tier?: string;
  StatusCode: string;
  CreationDate: string;
  CompletionDate?: string;
}

export interface Vault {
  archives: Archive[];
  uploads: { id: string; description: string }[];
  jobs: Retrieval[];
}

export interface DeadLetter {
  queue: string;
  body: string;
  reason?: string;
}

export interface WorkflowSummary {
  id: string;
  type: string;
  runId: string;
  status: string;
  events: number;
  bytes: number;
  /** Failed workflow tasks, but for those that the server itself repeats because a signal came in. */
  failedTasks: string[];
  userId?: string;
}

export interface ShownJob {
  user: string;
  jobId: string;
  status: string;
  place: string;
}

export interface ProcessState {
  name: string;
  residentMb: number;
  descriptors: number;
}

export interface Stores {
  objects: StoredVersion[];
  /** Multipart uploads into S3 that nobody has ended. */
  openWrites: { bucket: string; key: string }[];
  jobs: Row[];
  users: Row[];
  /** Items of every other table, such as the audit log's. */
  others: { table: string; item: Row }[];
  vault: Vault;
  /** Messages waiting or in flight, by queue, dead-letter queues left out. */
  queues: Record<string, number>;
  deadLetters: DeadLetter[];
  workflows: WorkflowSummary[];
  shown: ShownJob[];
  /** The status with which its former owner's look at a deleted job is answered. */
  deletedLooks: { jobId: string; status: number }[];
  /** Subject lines of the mails about each job. */
  mails: { jobId: string; subject: string }[];
  leaks: Leak[];
  /** Characters of logs and histories searched for leaks. */
  searched: number;
  before: ProcessState[];
  after: ProcessState[];
}
