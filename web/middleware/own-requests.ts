// web/middleware/own-requests.ts — what changes state comes from our own pages, as JSON. Reading is free of this.
import { problem } from '../problem.ts';
import type { AppMiddleware, WebRouter } from '../services.ts';

/** Mail programs post a form to the one, the provider of payments to the other: a token or a signature counts, and no cookie. */
const FROM_OUTSIDE = new Set(['/unsubscribe', '/webhooks/stripe']);

/** Others read, or are answered with 405. */
const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Refuses state-changing requests that another site could cause: a browser's Sec-Fetch-Site decides, where it is not
 * sent (old browsers, programs) the Origin must be ours. A form can't send JSON, so JSON is demanded too. A request to
 * the API with an Authorization header is no browser's own doing, and its cookies are not looked at.
 */
export function ownRequests(url: string, router: Pick<WebRouter, 'match'>): AppMiddleware {
  const origin = new URL(url).origin;
  return async (ctx, next) => {
    // Where no route takes it nothing can change, and the answer is 405 or 404, whatever the body is.
    const isTaken = CHANGING.has(ctx.method) && router.match(ctx.path, ctx.method).route;
    if (isTaken && !isFromOutside(ctx)) {
      const byToken = ctx.path.startsWith('/api/') && ctx.get('authorization') !== '';
      if (!byToken && !isOwn(ctx, origin)) throw problem('foreign-request');
      const bare = byToken && !hasBody(ctx);
      if (!bare && ctx.request.type !== 'application/json') throw problem('not-json');
    }
    await next();
  };
}

type Request = Parameters<AppMiddleware>[0];

function isFromOutside({ method, path }: Request): boolean {
  return method === 'POST' && FROM_OUTSIDE.has(path);
}

function hasBody(ctx: Request): boolean {
  return Number(ctx.get('content-length')) > 0 || ctx.get('transfer-encoding') !== '';
}

function isOwn(ctx: Request, origin: string): boolean {
  const site = ctx.get('sec-fetch-site');
  return site === '' ? ctx.get('origin') === origin : site === 'same-origin' || site === 'none';
}
