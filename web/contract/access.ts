// web/contract/access.ts — one's sessions in browsers, and one's personal tokens for programs.
import { z } from 'zod';
import { SCOPES } from '../../domain/access.ts';
import { instant, words } from './fields.ts';

const scopes = z.array(z.enum(SCOPES)).min(1).max(SCOPES.length);

export const NewToken = z.strictObject({
  name: words.min(1).max(80),
  /** `read` is looking and downloading; `write` is submitting, cancelling and deleting jobs too. */
  scopes: scopes.default(['read']),
  expires_in_days: z.number().int().min(1).max(365).default(90),
});
export type NewToken = z.infer<typeof NewToken>;

export const TokenView = z.object({
  id: z.string(),
  name: z.string(),
  scopes,
  created_at: instant,
  expires_at: instant,
  /** To the minute; absent where it never was. */
  last_used_at: instant.optional(),
});
export type TokenView = z.infer<typeof TokenView>;

/** The token itself is told here and never again. */
export const CreatedToken = TokenView.extend({ token: z.string() });
export type CreatedToken = z.infer<typeof CreatedToken>;

/** From an index that may lag by a moment. */
export const TokenList = z.object({ tokens: z.array(TokenView) });
export type TokenList = z.infer<typeof TokenList>;

export const SessionView = z.object({
  id: z.string(),
  begun_at: instant,
  /** To the minute. */
  last_seen_at: instant,
  /** The kind of browser, such as `Firefox on Linux`. */
  agent: z.string().optional(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
});
export type SessionView = z.infer<typeof SessionView>;

/** From an index that may lag by a moment. */
export const SessionList = z.object({ sessions: z.array(SessionView) });
export type SessionList = z.infer<typeof SessionList>;

/** How many sessions have been ended. */
export const SessionsEnded = z.object({ ended: z.number().int().min(0) });
export type SessionsEnded = z.infer<typeof SessionsEnded>;
