// web/routes/events.ts — the stream of changes of one's jobs and plan.
import { signedIn } from '../middleware/access.ts';
import type { Services, WebRouter } from '../services.ts';

export function eventRoutes(router: WebRouter, { sessions, feed }: Services): void {
  router.get('/api/events', signedIn(sessions, { passive: true, scope: 'read' }), async (ctx) => {
    ctx.status = 200;
    ctx.type = 'text/event-stream';
    ctx.set('x-accel-buffering', 'no');
    if (ctx.method === 'HEAD') return;
    ctx.req.socket.setKeepAlive(true);
    feed.open(ctx.res, ctx.state.session);
    ctx.respond = false; // from now on the feed writes
  });
}
