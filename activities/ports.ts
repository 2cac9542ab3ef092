// activities/ports.ts — what the steps are made from: the doors they use, the rules they apply, the clock.
import type {
  ArchiveStore,
  Annotator,
  Events,
  JobRecords,
  Mail,
  Notices,
  ObjectStore,
  ResultMovers,
  UserRecords,
} from '../domain/ports.ts';
import type { RetrievalTier } from '../domain/archive.ts';
import type { InputLimits } from '../domain/plan.ts';

interface Rules extends InputLimits {
  graceMs: number;
  /** What users are told to expect, and how long to wait for a notification before asking by ourselves. */
  tiers: Record<RetrievalTier, { expectedMs: number; waitMs: number }>;
  retrievalRounds: number;
}

export interface Ports {
  jobs: JobRecords;
  users: UserRecords;
  objects: ObjectStore;
  archive: ArchiveStore;
  annotator: Annotator;
  events: Events;
  mail: Mail;
  movers: ResultMovers;
  notices: Notices;
  rules: Rules;
  settings: { resultsBucket: string; keyPrefix: string; scratchFolder: string; webUrl: string };
  /** Milliseconds since 1970. */
  now: () => number;
}
