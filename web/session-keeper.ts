// web/session-keeper.ts — who a request comes from: a browser by its cookie, a program by its personal token.
import { randomBytes } from 'node:crypto';
import type { Scope } from '../domain/access.ts';
import type { Instant, UserId } from '../domain/job.ts';
import type { Session, SessionRecords } from '../domain/ports.ts';
import { bearer, RENEW_AFTER_MS } from './bearer.ts';
import { browserKind } from './browser-kind.ts';
import type { Context, WebUsers } from './services.ts';
import { sessionCookie } from './session-cookie.ts';
import { idsOf, sha256 } from './session-ids.ts';
import { closureSeen, isVoid } from './session-void.ts';

/**
 * A session is two records: the sign-in itself, written once and removed at sign-out, and the time it was last used,
 * renewed by use. So a renewal that is still under way when its session is signed out revives nothing. A session from
 * before its user's account was closed is void, wherever it was begun and whatever the clocks say. A personal token is
 * one record, both of these at once.
 */
export interface OpenSession {
  userId: UserId;
  accountClosedAt?: Instant;
  signInId: string;
  useId: string;
  /** Of a personal token: all that it may do. */
  scopes?: readonly Scope[];
}

export interface SessionKeeper {
  /** Signs a user in under a new id and sets the cookie. */
  open(ctx: Context, userId: UserId): Promise<void>;
  /**
   * The session a request belongs to; its use is recorded unless `passive` (a stream is not a person at work). A request
   * with an Authorization header is its token's alone, whatever its cookies: problem `token-invalid`.
   */
  find(ctx: Context, how?: { passive?: boolean }): Promise<OpenSession | undefined>;
  isLive(session: OpenSession): Promise<boolean>;
  /** Ends the request's session on the server and takes the cookie back. Answers it, where there was one. */
  close(ctx: Context): Promise<EndedSession | undefined>;
  /** Whether the table of sessions answers. */
  healthy(): Promise<boolean>;
}

interface EndedSession {
  signInId: string;
  /** Unknown where the session had expired. */
  userId?: UserId;
}

export interface SessionSettings {
  url: string;
  sessionIdleMs: number;
  sessionLifeMs: number;
}

export interface SessionPorts {
  sessions: SessionRecords;
  users: WebUsers;
}

export function sessionKeeper({ sessions, users }: SessionPorts, settings: SessionSettings): SessionKeeper {
  const renewAfterMs = Math.min(RENEW_AFTER_MS, settings.sessionIdleMs / 4);
  const cookie = sessionCookie(settings.url);
  const byToken = bearer({ sessions, users });

  async function readLive({ signInId, useId }: Pick<OpenSession, 'signInId' | 'useId'>) {
    const [signIn, use] = await Promise.all([sessions.get(signInId), sessions.get(useId)]);
    if (!signIn || !use || isVoid(signIn, await users.get(signIn.userId))) return undefined;
    return { signIn, use };
  }

  return {
    async open(ctx, userId) {
      const token = randomBytes(32).toString('base64url');
      const { signInId, useId } = idsOf(token);
      const { closedAt } = await users.get(userId);
      const agent = browserKind(ctx.get('user-agent'));
      const who = { sessionId: signInId, userId, ...closureSeen(closedAt), ...(agent && { agent }) };
      const signIn = signInNow(who, settings.sessionLifeMs);
      await sessions.put(signIn);
      await sessions.put(useOf(signIn, useId, settings.sessionIdleMs));
      cookie.set(ctx, token);
    },
    async find(ctx, { passive = false } = {}) {
      const authorization = ctx.get('authorization');
      if (authorization !== '') return byToken(authorization, passive);
      const token = cookie.read(ctx);
      if (!token) return undefined;
      const ids = idsOf(token);
      const live = await readLive(ids);
      if (!live) return undefined;
      const stale = Date.now() - live.use.lastSeenAt >= renewAfterMs;
      if (stale && !passive) await sessions.put(useOf(live.signIn, ids.useId, settings.sessionIdleMs));
      const { userId, accountClosedAt } = live.signIn;
      return { userId, ...closureSeen(accountClosedAt), ...ids };
    },
    isLive: async (session) => (await readLive(session)) !== undefined,
    async close(ctx) {
      const token = cookie.read(ctx);
      if (!token) return undefined;
      const { signInId, useId } = idsOf(token);
      const signIn = await sessions.get(signInId);
      await sessions.remove(signInId);
      await sessions.remove(useId);
      cookie.drop(ctx);
      return { signInId, ...(signIn && { userId: signIn.userId }) };
    },
    healthy: () => answers(sessions.get(sha256('health'))),
  };
}

function signInNow(who: Omit<Session, 'createdAt' | 'lastSeenAt' | 'expiresAt'>, lifeMs: number): Session {
  const now = Date.now();
  return { ...who, createdAt: now, lastSeenAt: now, expiresAt: now + lifeMs };
}

function answers(asked: Promise<unknown>): Promise<boolean> {
  return asked.then(
    () => true,
    () => false,
  );
}

function useOf(signIn: Session, useId: string, idleMs: number): Session {
  const now = Date.now();
  const expiresAt = Math.min(now + idleMs, signIn.expiresAt);
  return { ...signIn, sessionId: useId, signInId: signIn.sessionId, lastSeenAt: now, expiresAt };
}
