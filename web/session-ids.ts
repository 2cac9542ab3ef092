// web/session-ids.ts — what the records of sessions and tokens are known by: never the secret itself.
import { createHash } from 'node:crypto';

/** The ids of the two records of a session: of the sign-in and of its use. */
export function idsOf(token: string) {
  return { signInId: sha256(token), useId: sha256(`${token}.use`) };
}

/** The name of a session or token for its owner: neither the secret nor the key of its record. */
export function listedId(sessionId: string): string {
  return sha256(`${sessionId}.listed`).slice(0, 32);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
