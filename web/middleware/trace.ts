// web/middleware/trace.ts — makes every request a span: of the trace that its `traceparent` names, or of a new one.
import type { Traces } from '../../telemetry/traces.ts';
import type { AppMiddleware } from '../services.ts';

/** Health probes are no requests of anybody. */
const PROBES = /^\/health\//;

/** Named by the route, as in the log: an address may hold ids and queries. */
export function traceRequests(traces: Pick<Traces, 'span'>): AppMiddleware {
  return (ctx, next) => {
    if (PROBES.test(ctx.path)) return next();
    return traces.span(ctx.get('traceparent') || undefined, async (end) => {
      await next();
      const route: unknown = ctx['_matchedRoute'];
      const known = typeof route === 'string' ? route : 'none';
      end(`${ctx.method} ${known}`, {
        'http.request.method': ctx.method,
        'http.route': known,
        'http.response.status_code': ctx.status,
        'gas.request_id': ctx.state.requestId,
      });
    });
  };
}
