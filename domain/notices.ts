// domain/notices.ts — what users are told of, by which channels, and what each of them wants.
import type { Instant, JobId, JobRecord } from './job.ts';
import { isHot } from './job.ts';
import { isLeaving, leavesAt } from './placement.ts';
import type { Plan } from './plan.ts';
import type { User } from './ports.ts';

export const NOTICE_KINDS = ['completed', 'failed', 'archiving_soon', 'archived', 'restore_begun', 'restored'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Which kinds a user wants by mail. */
export type MailPreferences = Record<NoticeKind, boolean>;

/** Of what one would miss, or waits for; what goes on by itself is told to those who ask for it. */
const MAILED_BY_DEFAULT: MailPreferences = {
  completed: true,
  failed: true,
  archiving_soon: true,
  archived: false,
  restore_begun: false,
  restored: true,
};

/** An address of a user's own that is told of events. Its secret is derived from its id, and kept nowhere. */
export interface Webhook {
  /** 32 hex digits. */
  id: string;
  url: string;
  events: readonly NoticeKind[];
  createdAt: Instant;
  /** Since when every delivery has failed. */
  failingSince?: Instant;
  /** It failed for too long: nothing is sent there any more. */
  disabledAt?: Instant;
}

export const WEBHOOK_ID = /^[0-9a-f]{32}$/;
/** Webhooks of one user, at most. */
export const WEBHOOKS = 5;

/** The channel that is not a webhook; those are named by their ids. */
export const MAIL = 'mail';
export type Channel = string;

/** Something that happened to jobs of one user, with the channels it goes to: ids only, since histories keep it. */
export interface Notice {
  /** `test` goes to one webhook, to try it. */
  kind: NoticeKind | 'test';
  channels: readonly Channel[];
  /** When it is to be told, at the earliest. */
  at: Instant;
  /** One for each fact, by `noticeId`: told once, however often it is handed over. */
  ids: readonly string[];
}

/** `key` tells facts of one kind about one job apart: its attempt, or the claim of its move. */
export function noticeId(jobId: JobId, key: string): string {
  return `${jobId}/${key}`;
}

export function jobOfNotice(id: string): JobId {
  return id.split('/')[0]!;
}

export function mailPreferences({ mail }: Pick<User, 'mail'>): MailPreferences {
  return { ...MAILED_BY_DEFAULT, ...mail };
}

/** Where a user is to be told of this; empty where nobody has to be, which then costs nothing. */
export function channelsOf(user: Pick<User, 'profile' | 'mail' | 'webhooks'>, kind: NoticeKind): Channel[] {
  const mail = user.profile.email !== undefined && mailPreferences(user)[kind] ? [MAIL] : [];
  const webhooks = (user.webhooks ?? []).filter((webhook) => isListening(webhook, kind));
  return [...mail, ...webhooks.map(({ id }) => id)];
}

/** Whether a webhook is to be sent this. */
export function isListening({ events, disabledAt }: Webhook, kind: Notice['kind']): boolean {
  return disabledAt === undefined && (kind === 'test' || events.includes(kind));
}

/** Steps in which results are told of ahead, so that those of a day are in a few mails: a part of the time before. */
const STEPS = 24;

interface ArchivingTimes {
  graceMs: number;
  notices: { leadMs: number };
}

/** That a free result goes to the archive soon, and when its owner is to be told: at the end of its grace less the lead. */
export function beforeArchiving(
  job: JobRecord,
  plan: Plan,
  { graceMs, notices: { leadMs } }: ArchivingTimes,
): { kind: 'archiving_soon'; jobId: JobId; key: string; at: Instant } | undefined {
  const ends = leavesAt(job, plan, graceMs);
  if (ends === undefined) return undefined;
  const step = Math.max(1, Math.floor(leadMs / STEPS));
  const at = Math.floor((ends - leadMs) / step) * step;
  return { kind: 'archiving_soon', jobId: job.jobId, key: Math.floor(ends / 1000).toString(36), at };
}

/** Whether what was to be told still holds when it is told: a result may have moved on, or be gone. */
export function stillHolds(kind: NoticeKind, job: JobRecord, plan: Plan): boolean {
  if (job.deletedAt !== undefined) return false;
  switch (kind) {
    case 'completed':
      return job.status === 'COMPLETED';
    case 'failed':
      return job.status === 'FAILED';
    case 'archiving_soon':
      return isLeaving(job, plan);
    case 'archived':
      return job.archive !== undefined && !isHot(job);
    case 'restore_begun':
      return job.archiveStatus === 'RESTORING';
    case 'restored':
      return isHot(job);
  }
}
