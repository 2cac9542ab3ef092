// web/middleware/request-log.ts — one line per request: what was asked for and how it ended, nothing about whom.
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { JOB_ID } from '../../domain/job.ts';
import type { AppMiddleware } from '../services.ts';

/** Names the request, in the log and in the answer. Paths are logged by their route, so that no query is. */
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
      job_id: jobOf(ctx),
      status: ctx.status,
      ms: Math.round(performance.now() - startedAt),
    });
  };
}

/** The job that the address names, or the one that the answer tells of; anybody may write anything into an address. */
function jobOf(ctx: Parameters<AppMiddleware>[0]): string | undefined {
  const { jobId } = (ctx['params'] ?? {}) as { jobId?: unknown };
  const { job_id: told } = (isObject(ctx.body) ? ctx.body : {}) as { job_id?: unknown };
  const id = jobId ?? told;
  return typeof id === 'string' && JOB_ID.test(id) ? id : undefined;
}

const isObject = (body: unknown): body is object => typeof body === 'object' && body !== null;
