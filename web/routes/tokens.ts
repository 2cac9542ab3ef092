// web/routes/tokens.ts — one's personal tokens: made, listed, revoked; by a person in a browser, never by a token.
import { NewToken, Nothing, TokenList } from '../contract.ts';
import { signedIn } from '../middleware/access.ts';
import { withBody } from '../middleware/input.ts';
import type { Services, WebRouter } from '../services.ts';

export function tokenRoutes(router: WebRouter, { sessions, tokens, feed, note, once }: Services): void {
  const known = signedIn(sessions);

  router.get('/api/tokens', known, async (ctx) => {
    ctx.body = TokenList.parse({ tokens: await tokens.list(ctx.state.user) });
  });

  router.post(
    '/api/tokens',
    known,
    once,
    withBody(NewToken, async (ctx, wanted) => {
      const created = await tokens.create(ctx.state.user, wanted);
      await note('token-created', ctx.state.user, `${created.id} ${created.scopes.join(' ')}`);
      ctx.status = 201;
      ctx.body = created;
    }),
  );

  router.delete(
    '/api/tokens/:tokenId',
    known,
    withBody(Nothing, async (ctx) => {
      const id = String(ctx.params['tokenId']);
      feed.endSession(await tokens.revoke(ctx.state.user, id));
      await note('token-revoked', ctx.state.user, id);
      ctx.status = 204;
    }),
  );
}
