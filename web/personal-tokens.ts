// web/personal-tokens.ts — secrets that let programs act for a user: told once, kept as their SHA-256.
import { randomBytes } from 'node:crypto';
import type { UserId } from '../domain/job.ts';
import type { Session, SessionRecords } from '../domain/ports.ts';
import { CreatedToken, type NewToken, TokenView } from './contract.ts';
import { problem } from './problem.ts';
import type { WebUsers } from './services.ts';
import { listedId, sha256 } from './session-ids.ts';
import { closureSeen, isVoid } from './session-void.ts';

/** More than anybody needs, few enough to look through. */
const TOKENS_PER_USER = 50;
const DAY_MS = 86_400_000;
const NEVER = 0;

export interface PersonalTokens {
  /** Problem `too-many-tokens`. */
  create(userId: UserId, wanted: NewToken): Promise<CreatedToken>;
  /** Newest first. */
  list(userId: UserId): Promise<TokenView[]>;
  /** Answers the id of its record. Problem `token-unknown`. */
  revoke(userId: UserId, id: string): Promise<string>;
}

type TokenRecord = Session & Required<Pick<Session, 'token'>>;

export function personalTokens({ sessions, users }: { sessions: SessionRecords; users: WebUsers }): PersonalTokens {
  async function liveOf(userId: UserId): Promise<TokenRecord[]> {
    const [records, user] = await Promise.all([sessions.ofUser(userId), users.get(userId)]);
    return records.filter((record): record is TokenRecord => record.token !== undefined && !isVoid(record, user));
  }

  return {
    async create(userId, { name, scopes, expires_in_days: days }) {
      const [there, { closedAt }] = await Promise.all([liveOf(userId), users.get(userId)]);
      if (there.length >= TOKENS_PER_USER) throw problem('too-many-tokens');
      const secret = `gas_${randomBytes(32).toString('base64url')}`;
      const createdAt = Date.now();
      const record = {
        sessionId: sha256(secret),
        userId,
        createdAt,
        ...closureSeen(closedAt),
        lastSeenAt: NEVER,
        expiresAt: createdAt + days * DAY_MS,
        token: { name, scopes: [...new Set(scopes)] },
      };
      await sessions.put(record);
      return CreatedToken.parse({ ...viewOf(record), token: secret });
    },
    async list(userId) {
      const newestFirst = (await liveOf(userId)).toSorted((a, b) => b.createdAt - a.createdAt);
      return newestFirst.map(viewOf);
    },
    async revoke(userId, id) {
      const found = (await liveOf(userId)).find(({ sessionId }) => listedId(sessionId) === id);
      if (!found) throw problem('token-unknown');
      await sessions.remove(found.sessionId);
      return found.sessionId;
    },
  };
}

function viewOf({ sessionId, token, createdAt, expiresAt, lastSeenAt }: TokenRecord): TokenView {
  const [created, expires, used] = [createdAt, expiresAt, lastSeenAt].map((at) => new Date(at).toISOString());
  return TokenView.parse({
    id: listedId(sessionId),
    ...token,
    created_at: created,
    expires_at: expires,
    ...(lastSeenAt !== NEVER && { last_used_at: used }),
  });
}
