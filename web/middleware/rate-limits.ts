// web/middleware/rate-limits.ts — nobody takes the service from the others by asking too often.
import { clientAddress } from '../client-address.ts';
import { Problem, problem } from '../problem.ts';
import { type Allowance, type RateKind, rateLimiter, type RateLimits } from '../rate-limits.ts';
import type { AppMiddleware } from '../services.ts';

export interface RateSettings {
  rateLimits?: Partial<RateLimits>;
  /** How many proxies of ours stand before this process. */
  proxyHops?: number;
}

/** The first that fits. What is in none is `other`. */
const KINDS: readonly [RateKind, method: RegExp, path: RegExp][] = [
  ['sign-in', /./, /^\/auth\//],
  ['submit', /^POST$/, /^\/api\/(uploads|jobs$|jobs\/[^/]+\/(again|retry)$)/],
  ['stream', /^GET$/, /^\/api\/events$/],
  ['download', /^GET$/, /^\/api\/(jobs\/[^/]+\/(input|result|log|table|summary)|profile\/export)/],
];

/** Pages and their files are not: they cost nothing that grows. */
const COUNTED = /^\/((api|auth|webhooks)\/|unsubscribe$)/;

/**
 * Counts requests to the API, to sign-in and from outside: those of a user once `signedIn` knows who it is (by `state.admit`), others by
 * their address, and by that, too, those whose cookie or token is none of ours. Problem `too-many-requests`.
 */
export function rateLimits({ rateLimits: limits = {}, proxyHops = 0 }: RateSettings): AppMiddleware {
  const limiter = rateLimiter(limits);
  return async (ctx, next) => {
    if (!COUNTED.test(ctx.path)) return next();
    const kind = kindOf(ctx.method, ctx.path);
    const address = `address ${clientAddress(ctx.req, proxyHops)}`;
    const claimsSession = kind !== 'sign-in' && (ctx.get('authorization') !== '' || ctx.get('cookie') !== '');
    if (!claimsSession) tell(ctx, await limiter.take(kind, address));
    ctx.state.admit = async (userId) => tell(ctx, await limiter.take(kind, `user ${userId}`));
    try {
      await next();
    } catch (error) {
      // After the look at the session and not before it: strangers at this address must not shut out who is signed in.
      if (claimsSession && error instanceof Problem && error.status === 401)
        tell(ctx, await limiter.take(kind, address));
      throw error;
    }
  };
}

function kindOf(method: string, path: string): RateKind {
  return KINDS.find(([, methods, paths]) => methods.test(method) && paths.test(path))?.[0] ?? 'other';
}

function tell(ctx: Parameters<AppMiddleware>[0], { limit, remaining, resetSeconds, exceeded }: Allowance): void {
  ctx.set({
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(resetSeconds),
  });
  if (!exceeded) return;
  ctx.set('retry-after', String(resetSeconds));
  throw problem('too-many-requests');
}
