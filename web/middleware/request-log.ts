// web/middleware/request-log.ts — one line per request: what was asked for and how it ended, nothing about whom.
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { AppMiddleware } from '../services.ts';

/** Names the request, in the log and in the answer. Paths are logged by their route, so that no id or query is. */
export function requestLog(logger: Logger): AppMiddleware {
  return async (ctx, next) => {
    const startedAt = performance.now();
    ctx.state.requestId = randomUUID();
    ctx.set('x-request-id', ctx.state.requestId);
    await next();
    const route: unknown = ctx['_matchedRoute'];
    logger.info({
      request_id: ctx.state.requestId,
      method: ctx.method,
      route: typeof route === 'string' ? route : undefined,
      status: ctx.status,
      ms: Math.round(performance.now() - startedAt),
    });
  };
}
