// web/routes/notices.ts — what one is told by mail: read and chosen by a person in a browser.
import { mailPreferences } from '../../domain/notices.ts';
import type { User } from '../../domain/ports.ts';
import { ChangePreferences, PreferencesView } from '../contract.ts';
import { signedIn } from '../middleware/access.ts';
import { withBody } from '../middleware/input.ts';
import { problem } from '../problem.ts';
import type { Services, WebRouter } from '../services.ts';

export function noticeRoutes(router: WebRouter, { sessions, users, subscriptions }: Services): void {
  const known = signedIn(sessions);

  router.get('/api/preferences', known, async (ctx) => {
    ctx.body = viewOf(await users.get(ctx.state.user));
  });

  router.put(
    '/api/preferences',
    known,
    withBody(ChangePreferences, async (ctx, { mail }) => {
      const userId = ctx.state.user;
      if (!(await subscriptions.saveMail(userId, mail))) throw problem('not-signed-in'); // the account is closed
      ctx.body = viewOf(await users.get(userId));
    }),
  );
}

function viewOf(user: Pick<User, 'profile' | 'mail'>): PreferencesView {
  return PreferencesView.parse({ email: user.profile.email, mail: mailPreferences(user) });
}
