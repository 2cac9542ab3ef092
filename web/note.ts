// web/note.ts — what a person did with their sign-ins and tokens, for the audit log.
import { randomUUID } from 'node:crypto';
import { type AuditAction, userSubject } from '../domain/audit.ts';
import type { UserId } from '../domain/job.ts';
import type { Audit } from '../domain/ports.ts';

/** Records an act of a user about their own account. `detail` holds ids and counts, never a name or an address. */
export type Note = (action: AuditAction, userId: UserId, detail?: string) => Promise<void>;

export function noteFor(audit: Pick<Audit, 'record'>): Note {
  return (action, userId, detail) => {
    const entry = { id: randomUUID(), at: Date.now(), actor: userId, action, subject: userSubject(userId) };
    return audit.record({ ...entry, ...(detail !== undefined && { detail }) });
  };
}
