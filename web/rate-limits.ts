// web/rate-limits.ts — how often one may ask, by the kind of request. Counted in this process alone.
import { RateLimiterMemory } from 'rate-limiter-flexible';

const RATE_KINDS = ['submit', 'sign-in', 'download', 'stream', 'other'] as const;
export type RateKind = (typeof RATE_KINDS)[number];

/** Requests a minute: of one user, or of one address where nobody is signed in. */
export type RateLimits = Record<RateKind, number>;

/** Generous: a laboratory behind one address, or a script at work, meets none of them. */
const DEFAULT_RATE_LIMITS: RateLimits = {
  submit: 3000,
  'sign-in': 600,
  download: 3000,
  stream: 300,
  other: 12_000,
};

const WINDOW_SECONDS = 60;

/** What is left of an allowance. */
export interface Allowance {
  limit: number;
  remaining: number;
  resetSeconds: number;
  exceeded: boolean;
}

export interface RateLimiter {
  /** Takes one request from the allowance of `who`, which names a user or an address. */
  take(kind: RateKind, who: string): Promise<Allowance>;
}

export function rateLimiter(limits: Partial<RateLimits> = {}): RateLimiter {
  const all = { ...DEFAULT_RATE_LIMITS, ...limits };
  const counters = new Map(
    RATE_KINDS.map((kind) => [kind, new RateLimiterMemory({ points: all[kind], duration: WINDOW_SECONDS })]),
  );

  return {
    async take(kind, who) {
      const { consumedPoints, msBeforeNext } = await counters.get(kind)!.penalty(who);
      const limit = all[kind];
      const remaining = Math.max(0, limit - consumedPoints);
      return { limit, remaining, resetSeconds: Math.ceil(msBeforeNext / 1000), exceeded: consumedPoints > limit };
    },
  };
}
