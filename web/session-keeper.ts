// web/session-keeper.ts — sessions: 256 random bits in a cookie, their SHA-256 in the table.
import { createHash, randomBytes } from 'node:crypto';
import type { Instant, UserId } from '../domain/job.ts';
import type { Session, SessionRecords, User } from '../domain/ports.ts';
import type { Context, WebUsers } from './services.ts';

/**
 * A session is two records: the sign-in itself, written once and removed at sign-out, and the time it was last used,
 * renewed by use. So a renewal that is still under way when its session is signed out revives nothing. A session from
 * before its user's account was closed is void, wherever it was begun and whatever the clocks say.
 */
export interface OpenSession {
  userId: UserId;
  accountClosedAt?: Instant;
  signInId: string;
  useId: string;
}

export interface SessionKeeper {
  /** Signs a user in under a new id and sets the cookie. */
  open(ctx: Context, userId: UserId): Promise<void>;
  /** The session a request belongs to; its use is recorded unless `passive` (a stream is not a person at work). */
  find(ctx: Context, how?: { passive?: boolean }): Promise<OpenSession | undefined>;
  isLive(session: OpenSession): Promise<boolean>;
  /** Ends the request's session on the server and takes the cookie back. Answers its sign-in, where there was one. */
  close(ctx: Context): Promise<string | undefined>;
  /** Whether the table of sessions answers. */
  healthy(): Promise<boolean>;
}

export interface SessionSettings {
  url: string;
  sessionIdleMs: number;
  sessionLifeMs: number;
}

const RENEW_AFTER_MS = 60_000;

export interface SessionPorts {
  sessions: SessionRecords;
  users: WebUsers;
}

/** Whether the account was closed after the session had begun. */
export function isVoid({ accountClosedAt }: Pick<Session, 'accountClosedAt'>, { closedAt }: User): boolean {
  return closedAt !== accountClosedAt;
}

export function sessionKeeper({ sessions, users }: SessionPorts, settings: SessionSettings): SessionKeeper {
  const renewAfterMs = Math.min(RENEW_AFTER_MS, settings.sessionIdleMs / 4);
  const cookie = sessionCookie(settings.url);

  async function readLive({ signInId, useId }: Pick<OpenSession, 'signInId' | 'useId'>) {
    const [signIn, use] = await Promise.all([sessions.get(signInId), sessions.get(useId)]);
    if (!signIn || !use || isVoid(signIn, await users.get(signIn.userId))) return undefined;
    return { signIn, use };
  }

  return {
    async open(ctx, userId) {
      const token = randomBytes(32).toString('base64url');
      const now = Date.now();
      const { signInId: sessionId, useId } = idsOf(token);
      const began = { createdAt: now, ...closureSeen((await users.get(userId)).closedAt) };
      const signIn = { sessionId, userId, ...began, lastSeenAt: now, expiresAt: now + settings.sessionLifeMs };
      await sessions.put(signIn);
      await sessions.put(useOf(signIn, useId, settings.sessionIdleMs));
      cookie.set(ctx, token);
    },
    async find(ctx, { passive = false } = {}) {
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
      await sessions.remove(signInId);
      await sessions.remove(useId);
      cookie.drop(ctx);
      return signInId;
    },
    healthy: () =>
      sessions.get(sha256('health')).then(
        () => true,
        () => false,
      ),
  };
}

function closureSeen(accountClosedAt: Instant | undefined): Pick<Session, 'accountClosedAt'> {
  return accountClosedAt === undefined ? {} : { accountClosedAt };
}

function useOf(signIn: Session, useId: string, idleMs: number): Session {
  const now = Date.now();
  return { ...signIn, sessionId: useId, lastSeenAt: now, expiresAt: Math.min(now + idleMs, signIn.expiresAt) };
}

/** `__Host-` binds the cookie to this host over https; on plain loopback browsers refuse such a cookie. */
function sessionCookie(url: string) {
  const secure = url.startsWith('https:');
  const name = secure ? '__Host-gas' : 'gas';
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure, overwrite: true } as const;
  return {
    read: (ctx: Context) => ctx.cookies.get(name),
    set: (ctx: Context, token: string) => ctx.cookies.set(name, token, options),
    drop: (ctx: Context) => ctx.cookies.set(name, null, options),
  };
}

function idsOf(token: string) {
  return { signInId: sha256(token), useId: sha256(`${token}.use`) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
