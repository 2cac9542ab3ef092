// web/middleware/measure.ts — how many requests of each route ended how, how long they took, and the streams that are open.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { AppMiddleware } from '../services.ts';

/** Seconds; uploads go past us, so that an answer of more than ten is one that waited. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Stands before the log. What matches no route counts as `none`, so that addresses tried at random make no series. */
export function measure(registry: Registry): AppMiddleware {
  const registers = [registry];
  const requests = new Counter({
    name: 'gas_web_requests_total',
    help: 'Requests by route and status',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'gas_web_request_seconds',
    help: 'Until the head of the answer was ready',
    labelNames: ['method', 'route'],
    buckets: SECONDS,
    registers,
  });
  const streams = new Gauge({ name: 'gas_web_event_streams', help: 'Open event streams', registers });

  return async (ctx, next) => {
    const startedAt = performance.now();
    await next();
    const matched: unknown = ctx['_matchedRoute'];
    const known = typeof matched === 'string';
    const labels = { method: known ? ctx.method : 'any', route: known ? matched : 'none' };
    requests.inc({ ...labels, status: ctx.status });
    seconds.observe(labels, (performance.now() - startedAt) / 1000);
    if (ctx.type !== 'text/event-stream') return;
    streams.inc();
    ctx.res.once('close', () => streams.dec());
  };
}
