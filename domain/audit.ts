// domain/audit.ts — what is written down about who did what, for as long as the law asks, after the data itself is gone.
import type { Instant, JobId, UserId } from './job.ts';

export const AUDIT_ACTIONS = [
  'job-deleted',
  'job-removed',
  'account-deleted',
  'account-removed',
  'signed-in',
  'signed-out',
  'session-ended',
  'sessions-ended',
  'token-created',
  'token-revoked',
  'webhook-created',
  'webhook-deleted',
  'data-exported',
  'operator-retry',
  'operator-release',
  'operator-reconcile',
  'operator-move-archives',
  'operator-redrive',
  'operator-rebuild',
  'operator-deploy',
  'operator-roll-back',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export interface AuditEntry {
  /** The same id is the same entry. */
  id: string;
  at: Instant;
  /** A user id, `operator:<name>`, or `service`. */
  actor: string;
  action: AuditAction;
  /** `job/<job_id>`, `user/<user_id>` or `service`. */
  subject: string;
  /** Ids and counts; never a name, an address, a file name or genomic data. */
  detail?: string;
}

export function jobSubject(jobId: JobId): string {
  return `job/${jobId}`;
}

export function userSubject(userId: UserId): string {
  return `user/${userId}`;
}
