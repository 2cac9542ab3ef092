// web/middleware/own-requests.ts — what changes state comes from our own pages, as JSON. Reading is free of this.
import { problem } from '../problem.ts';
import type { AppMiddleware } from '../services.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses state-changing requests that another site could cause: a browser's Sec-Fetch-Site decides, where it is not
 * sent (old browsers, programs) the Origin must be ours. A form can't send JSON, so JSON is demanded too.
 */
export function ownRequests(url: string): AppMiddleware {
  const origin = new URL(url).origin;
  return async (ctx, next) => {
    if (!READING.has(ctx.method)) {
      const site = ctx.get('sec-fetch-site');
      const own = site === '' ? ctx.get('origin') === origin : site === 'same-origin' || site === 'none';
      if (!own) throw problem('foreign-request');
      if (ctx.request.type !== 'application/json') throw problem('not-json');
    }
    await next();
  };
}
