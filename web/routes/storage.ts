// web/routes/storage.ts — where one's results are, in numbers; while thousands come back, how far that is.
import { StorageView } from '../contract.ts';
import { signedIn } from '../middleware/access.ts';
import type { Services, WebRouter } from '../services.ts';

export function storageRoutes(router: WebRouter, { jobs, sessions }: Services): void {
  router.get('/api/storage', signedIn(sessions, { passive: true, scope: 'read' }), async (ctx) => {
    ctx.body = StorageView.parse({ places: await jobs.storage(ctx.state.user) });
  });
}
