// web/routes/sessions.ts — where one is signed in, and signing out there from here.
import { Nothing, SessionList, SessionsEnded } from '../contract.ts';
import { signedIn } from '../middleware/access.ts';
import { withBody } from '../middleware/input.ts';
import type { Services, WebRouter } from '../services.ts';

export function sessionRoutes(router: WebRouter, { sessions, browsers, feed, note }: Services): void {
  const known = signedIn(sessions);

  router.get('/api/sessions', known, async (ctx) => {
    ctx.body = SessionList.parse({ sessions: await browsers.list(ctx.state.session) });
  });

  router.delete(
    '/api/sessions',
    known,
    withBody(Nothing, async (ctx) => {
      const ended = await browsers.endOthers(ctx.state.session);
      for (const signInId of ended) feed.endSession(signInId);
      await note('sessions-ended', ctx.state.user, `${ended.length} others`);
      ctx.body = SessionsEnded.parse({ ended: ended.length });
    }),
  );

  router.delete(
    '/api/sessions/:sessionId',
    known,
    withBody(Nothing, async (ctx) => {
      const id = String(ctx.params['sessionId']);
      feed.endSession(await browsers.end(ctx.state.user, id));
      await note('session-ended', ctx.state.user, id);
      ctx.status = 204;
    }),
  );
}
