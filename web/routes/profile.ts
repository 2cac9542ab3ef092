// web/routes/profile.ts — who one is, and the plan one is on.
import type { PlanQuote } from '../../domain/plan-quote.ts';
import { planQuote } from '../../domain/plan-quote.ts';
import { ChangePlan, PlanChangeAccepted, PlanQuoteQuery, PlanQuoteView } from '../contract.ts';
import { profileView } from '../job-view.ts';
import { signedIn } from '../middleware/access.ts';
import { withBody, withQuery } from '../middleware/input.ts';
import { askForPlan } from '../paid-plans.ts';
import { problem } from '../problem.ts';
import type { Services, WebRouter } from '../services.ts';

export function profileRoutes(router: WebRouter, services: Services): void {
  const { jobs, users, events, payments, sessions, settings } = services;
  router.get('/api/profile', signedIn(sessions, { scope: 'read' }), async (ctx) => {
    ctx.body = profileView({ userId: ctx.state.user, ...(await users.get(ctx.state.user)) }, settings);
  });

  router.get(
    '/api/plan/quote',
    signedIn(sessions, { scope: 'read' }),
    withQuery(PlanQuoteQuery, async (ctx, { role }) => {
      ctx.body = quoteView(planQuote(role, await jobs.storage(ctx.state.user), settings));
    }),
  );

  router.post(
    '/api/plan',
    signedIn(sessions),
    withBody(ChangePlan, async (ctx, { role }) => {
      const userId = ctx.state.user;
      const { plan, customerId } = await users.get(userId);
      if (plan.role === role) throw problem('plan-unchanged');
      if (payments && role === 'premium_user') throw problem('payment-needed');
      // The provider's own message about it would change the plan too, were the publish to fail.
      if (payments && customerId !== undefined) await payments.cancel(customerId);
      const planVersion = await askForPlan(events, { userId, role, plan });
      ctx.status = 202;
      ctx.body = PlanChangeAccepted.parse({ role, plan_version: planVersion });
    }),
  );
}

function quoteView({ archivesAfterMs, restore, ...moved }: PlanQuote): PlanQuoteView {
  return PlanQuoteView.parse({
    ...moved,
    restore: restore && { ...priced(restore), otherwise: restore.otherwise && priced(restore.otherwise) },
    archives_after_ms: archivesAfterMs,
  });
}

function priced({ tier, expectedMs, microdollars }: Omit<NonNullable<PlanQuote['restore']>, 'otherwise'>) {
  return { tier, expected_ms: expectedMs, price_usd: microdollars / 1e6 };
}
