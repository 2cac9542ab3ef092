// web/middleware/errors.ts — every answer that is not the one wished for is written here, and nowhere else.
import { PaymentsAway } from '../../domain/payments.ts';
import { TemporalAway } from '../../temporal/errors.ts';
import { ErrorBody, type ErrorId } from '../contract.ts';
import { errorPage } from '../error-page.ts';
import { Problem, problem } from '../problem.ts';
import type { AppMiddleware } from '../services.ts';
import type { Logger } from 'pino';

/** Errors that koa and the body parser throw, by their status. */
const BY_STATUS: Record<number, ErrorId> = {
  400: 'invalid-request',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'body-too-large',
  415: 'not-json',
  501: 'method-not-allowed',
};

export function errors(logger: Logger): AppMiddleware {
  return async (ctx, next) => {
    try {
      await next();
      const id = ctx.body === undefined || ctx.body === null ? BY_STATUS[ctx.status] : undefined;
      if (id) throw problem(id);
    } catch (error) {
      const known = asProblem(error);
      tell(logger, { error, known, requestId: ctx.state.requestId });
      write(ctx, known);
    }
  };
}

/** What we do not understand in full; of an answered failure only its reason, since causes may hold tokens. */
function tell(logger: Logger, { error, known, requestId }: { error: unknown; known: Problem; requestId: string }) {
  const failed = { request_id: requestId, id: known.id };
  if (known.id === 'internal') logger.error({ ...failed, err: error }, 'request failed');
  else if (error instanceof Error && error.cause instanceof Error) {
    const { name, message } = error.cause;
    logger.warn({ ...failed, reason: `${name}: ${message}` }, 'request refused');
  }
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TemporalAway) return problem('workflows-away');
  if (error instanceof PaymentsAway) return problem('payments-away');
  const status = error instanceof Error && 'status' in error ? BY_STATUS[Number(error.status)] : undefined;
  return problem(status ?? 'internal');
}

function write(ctx: Parameters<AppMiddleware>[0], { id, message, status, upgrade }: Problem): void {
  const requestId = id === 'internal' ? ctx.state.requestId : undefined;
  ctx.status = status;
  ctx.set('cache-control', 'no-store');
  if (status === 503) ctx.set('retry-after', '5');
  if (!ctx.path.startsWith('/api/') && ctx.accepts('json', 'html') === 'html') {
    ctx.type = 'html';
    ctx.body = errorPage({ status, message, requestId });
    return;
  }
  ctx.body = ErrorBody.parse({
    error: { id, message, upgrade_url: upgrade ? '/plan' : undefined, request_id: requestId },
  });
}
