// web/routes/health.ts — for whoever starts and watches this process.
import { Health } from '../contract.ts';
import type { Services, WebRouter } from '../services.ts';

/** Ready means that pages and lists work; while Temporal is away only submitting waits, so that is told, not failed. */
export function healthRoutes(router: WebRouter, { sessions, starters }: Services): void {
  router.get('/health/live', async (ctx) => {
    ctx.body = 'up';
  });

  router.get('/health/ready', async (ctx) => {
    const [tables, temporal] = await Promise.all([sessions.healthy(), starters.healthy().catch(() => false)]);
    ctx.status = tables ? 200 : 503;
    ctx.body = Health.parse({ status: tables ? 'up' : 'down', tables, temporal });
  });
}
