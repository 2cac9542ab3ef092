// web/routes/health.ts — for whoever starts and watches this process.
import { Health } from '../contract.ts';
import type { Services, WebRouter } from '../services.ts';

export function healthRoutes(router: WebRouter, { health }: Services): void {
  router.get('/health/live', async (ctx) => {
    ctx.body = 'up';
  });

  router.get('/health/ready', async (ctx) => {
    const { ready, tables, temporal } = await health();
    ctx.status = ready ? 200 : 503;
    ctx.body = Health.parse({ status: ready ? 'up' : 'down', tables, temporal });
  });
}
