// web/bearer.ts — the personal token in a request's Authorization header.
import type { Session, SessionRecords } from '../domain/ports.ts';
import { problem } from './problem.ts';
import type { WebUsers } from './services.ts';
import type { OpenSession } from './session-keeper.ts';
import { sha256 } from './session-ids.ts';
import { closureSeen, isVoid } from './session-void.ts';

/** The use of a session or token is noted to the minute, and not by a write for each request. */
export const RENEW_AFTER_MS = 60_000;

type Bearer = (header: string, passive: boolean) => Promise<OpenSession>;

/** Finds the session of a token; its use is noted unless `passive`. Problem `token-invalid`. */
export function bearer({ sessions, users }: { sessions: SessionRecords; users: WebUsers }): Bearer {
  return async (header, passive) => {
    const [, secret = ''] = /^Bearer ([\w-]{20,100})$/i.exec(header) ?? [];
    const id = sha256(secret);
    const found = await sessions.get(id);
    if (!found?.token || isVoid(found, await users.get(found.userId))) throw problem('token-invalid');
    if (!passive && Date.now() - found.lastSeenAt >= RENEW_AFTER_MS) await sessions.touch(id, Date.now());
    return openSession(found, found.token);
  };
}

function openSession({ sessionId, userId, accountClosedAt }: Session, { scopes }: NonNullable<Session['token']>) {
  return { userId, ...closureSeen(accountClosedAt), signInId: sessionId, useId: sessionId, scopes };
}
