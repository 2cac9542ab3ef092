// web/routes/payments.ts — paying for Premium, and what the provider of payments tells us.
import { CheckoutView, Nothing, Noted } from '../contract.ts';
import { signedIn } from '../middleware/access.ts';
import { withBody } from '../middleware/input.ts';
import { checkoutPage, settlePlan } from '../paid-plans.ts';
import { problem } from '../problem.ts';
import type { Services, WebRouter } from '../services.ts';

export function paymentRoutes(router: WebRouter, services: Services): void {
  const { sessions, payments, settings } = services;

  router.post(
    '/api/plan/checkout',
    signedIn(sessions),
    withBody(Nothing, async (ctx) => {
      ctx.body = CheckoutView.parse({ url: await checkoutPage(ctx.state.user, services) });
    }),
  );

  // No session and no cookie is looked at: the signature counts, over the very bytes that came.
  router.post('/webhooks/stripe', async (ctx) => {
    if (!payments) throw problem('not-found');
    const body = ctx.request.rawBody ?? '';
    const message = payments.read({ body, signature: ctx.get('stripe-signature') });
    if (message.kind === 'refused') throw problem('signature-refused');
    const { paymentWaitMs: waitMs } = settings;
    const options = { ...services, payments, ...(waitMs !== undefined && { waitMs }) };
    const outcome = message.kind === 'customer' ? await settlePlan(message.customerId, options) : 'foreign';
    // Not taken as delivered: it comes again, and is looked into again.
    if (outcome === 'pending') throw problem('plan-pending');
    ctx.body = Noted.parse({ outcome: outcome === 'foreign' ? 'ignored' : 'settled' });
  });
}
