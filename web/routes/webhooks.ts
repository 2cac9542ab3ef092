// web/routes/webhooks.ts — one's webhooks: added, listed, tried, deleted, and what became of each message.
import { randomUUID } from 'node:crypto';
import type { UserId } from '../../domain/job.ts';
import type { Webhook } from '../../domain/notices.ts';
import { WEBHOOKS } from '../../domain/notices.ts';
import { CreatedWebhook, DeliveriesQuery, DeliveryList, NewWebhook, Nothing, WebhookList } from '../contract.ts';
import { signedIn } from '../middleware/access.ts';
import { withBody, withQuery } from '../middleware/input.ts';
import { problem } from '../problem.ts';
import type { Context, Services, WebRouter, WebUsers } from '../services.ts';
import { deliveriesView, webhookView } from '../webhook-view.ts';

export function webhookRoutes(router: WebRouter, services: Services): void {
  const { sessions, users, subscriptions, note, once } = services;
  const known = signedIn(sessions);

  router.get('/api/webhooks', known, async (ctx) => {
    const { webhooks = [] } = await users.get(ctx.state.user);
    ctx.body = WebhookList.parse({ webhooks: webhooks.map(webhookView), most: WEBHOOKS });
  });

  router.post(
    '/api/webhooks',
    known,
    once,
    withBody(NewWebhook, async (ctx, wanted) => {
      ctx.status = 201;
      ctx.body = await create(services, ctx.state.user, wanted);
    }),
  );

  router.delete(
    '/api/webhooks/:webhookId',
    known,
    withBody(Nothing, async (ctx) => {
      const { id } = await own(users, ctx);
      await subscriptions.removeWebhook(ctx.state.user, id);
      await note('webhook-deleted', ctx.state.user, id);
      ctx.status = 204;
    }),
  );

  trialRoutes(router, services);
}

function trialRoutes(router: WebRouter, { sessions, users, deliveries, starters }: Services): void {
  const known = signedIn(sessions);

  // By the workflow that sends the others, so that a test shows what will happen to them.
  router.post(
    '/api/webhooks/:webhookId/test',
    known,
    withBody(Nothing, async (ctx) => {
      const { id, disabledAt } = await own(users, ctx);
      if (disabledAt !== undefined) throw problem('webhook-disabled');
      await starters.tell(ctx.state.user, [{ kind: 'test', channels: [id], at: Date.now(), ids: [randomUUID()] }]);
      ctx.status = 204;
    }),
  );

  router.get(
    '/api/webhooks/:webhookId/deliveries',
    known,
    withQuery(DeliveriesQuery, async (ctx, { before }) => {
      const webhook = { userId: ctx.state.user, webhookId: (await own(users, ctx)).id };
      const found = await deliveries.of({ ...webhook, ...(before && { before: Date.parse(before) }) });
      ctx.body = DeliveryList.parse(deliveriesView(found));
    }),
  );
}

/** Of the user alone: that of another is not known. */
async function own(users: WebUsers, ctx: Context): Promise<Webhook> {
  const { webhooks = [] } = await users.get(ctx.state.user);
  const webhook = webhooks.find(({ id }) => id === ctx.params['webhookId']);
  if (!webhook) throw problem('webhook-unknown');
  return webhook;
}

/** Two at the same moment may make one more than there may be: that harms nobody. */
async function create(
  { users, subscriptions, webhooks, noticeKeys, note }: Services,
  userId: UserId,
  { url, events }: Pick<Webhook, 'url' | 'events'>,
): Promise<CreatedWebhook> {
  const refused = webhooks.refusal(url);
  if (refused !== undefined) throw problem('webhook-refused', refused);
  const { webhooks: present = [] } = await users.get(userId);
  if (present.length >= WEBHOOKS) throw problem('too-many-webhooks');
  const webhook = { id: randomUUID().replaceAll('-', ''), url, events, createdAt: Date.now() };
  if (!(await subscriptions.addWebhook(userId, webhook))) throw problem('not-signed-in'); // the account is closed
  await note('webhook-created', userId, `${webhook.id} ${events.join(' ')}`);
  return CreatedWebhook.parse({ ...webhookView(webhook), secret: noticeKeys.webhookSecret(webhook.id) });
}
