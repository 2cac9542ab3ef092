// activities/ports.ts — what the steps are made from: the doors they use, the rules they apply, the clock.
import type { ArchiveStores } from '../domain/archive-store.ts';
import type { RetrievalTier } from '../domain/archive.ts';
import type { Instant } from '../domain/job.ts';
import type { DeliveryLog, NoticeKeys, Notices, Subscriptions, WebhookPost } from '../domain/notice-ports.ts';
import type { InputLimits } from '../domain/plan.ts';
import type {
  Annotations,
  Annotator,
  Audit,
  Events,
  JobRecords,
  Mail,
  ObjectStore,
  ResultMovers,
  RetrievalBudget,
  SessionRecords,
  UserRecords,
} from '../domain/ports.ts';
import type { RetrievalCaps } from '../domain/retrieval-cost.ts';

interface Rules extends InputLimits {
  graceMs: number;
  /** What users are told to expect, and how long to wait for a notification before asking by ourselves. */
  tiers: Record<RetrievalTier, { expectedMs: number; waitMs: number }>;
  retrievalRounds: number;
  /** What retrievals may cost on a day; without a cap nobody counts. */
  retrievalCaps: RetrievalCaps;
  /** How old an archive must be before reconciliation may take it for an orphan: older than any inventory can lag. */
  orphanAgeMs: number;
  /** How long notices are gathered before they go out, and how long before the archive its owner is told. */
  notices: { gatherMs: number; leadMs: number };
}

export interface Ports {
  jobs: JobRecords;
  users: UserRecords;
  sessions: Pick<SessionRecords, 'ofUser' | 'remove'>;
  objects: ObjectStore;
  archives: ArchiveStores;
  budget: RetrievalBudget;
  audit: Audit;
  annotator: Annotator;
  annotations: Annotations;
  events: Events;
  mail: Mail;
  movers: ResultMovers;
  notices: Notices;
  subscriptions: Subscriptions;
  deliveries: DeliveryLog;
  webhooks: WebhookPost;
  noticeKeys: NoticeKeys;
  rules: Rules;
  settings: {
    inputsBucket: string;
    resultsBucket: string;
    keyPrefix: string;
    scratchFolder: string;
    webUrl: string;
  };
  /** Milliseconds since 1970. */
  now: () => Instant;
}
