// web/routes/unsubscribe.ts — ends mails of one kind for whoever holds the link of such a mail, without signing in.
import { html } from '../../domain/html.ts';
import type { NoticeKind } from '../../domain/notices.ts';
import { problem } from '../problem.ts';
import type { Context, Services, WebRouter } from '../services.ts';

const KINDS: Record<NoticeKind, string> = {
  completed: 'completed annotations',
  failed: 'failed annotations',
  archiving_soon: 'results that will be archived soon',
  archived: 'archived results',
  restore_begun: 'results that are being brought back',
  restored: 'results that can be downloaded again',
};

/** Programs that scan mails follow links: only the POST, of the page's button or of a mail program (RFC 8058), changes anything. */
export function unsubscribeRoutes(router: WebRouter, { noticeKeys, subscriptions }: Services): void {
  const read = ({ query: { token } }: Context) => {
    const known = typeof token === 'string' ? noticeKeys.readUnsubscribeToken(token) : undefined;
    if (!known) throw problem('not-found');
    return known;
  };

  router.get('/unsubscribe', async (ctx) => {
    const { kind } = read(ctx);
    page(ctx, `Do you want no more mails about ${KINDS[kind]}?`, [
      html`<form method="post"><button type="submit">Send me no more of them</button></form>`,
    ]);
  });

  router.post('/unsubscribe', async (ctx) => {
    const { userId, kind } = read(ctx);
    await subscriptions.saveMail(userId, { [kind]: false });
    page(ctx, `You get no more mails about ${KINDS[kind]}.`, [
      html`<p><a href="/profile#notifications">Choose what you are told</a></p>`,
    ]);
  });
}

function page(ctx: Context, title: string, content: ReturnType<typeof html>[]): void {
  ctx.type = 'html';
  ctx.set('cache-control', 'no-store');
  ctx.set('referrer-policy', 'no-referrer');
  ctx.body = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <link rel="stylesheet" href="/plain.css" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`.html;
}
