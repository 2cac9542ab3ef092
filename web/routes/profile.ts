// web/routes/profile.ts — who one is, and the plan one is on.
import { randomUUID } from 'node:crypto';
import { ChangePlan, PlanChangeAccepted } from '../contract.ts';
import { profileView } from '../job-view.ts';
import { signedIn } from '../middleware/access.ts';
import { withBody } from '../middleware/input.ts';
import { problem } from '../problem.ts';
import type { Services, WebRouter } from '../services.ts';

export function profileRoutes(router: WebRouter, { users, events, sessions, settings }: Services): void {
  router.get('/api/profile', signedIn(sessions, { scope: 'read' }), async (ctx) => {
    ctx.body = profileView({ userId: ctx.state.user, ...(await users.get(ctx.state.user)) }, settings);
  });

  // One publish and no second write: the workflow it starts records the role, and the version orders doubled changes.
  router.post(
    '/api/plan',
    signedIn(sessions),
    withBody(ChangePlan, async (ctx, { role }) => {
      const userId = ctx.state.user;
      const { plan } = await users.get(userId);
      if (plan.role === role) throw problem('plan-unchanged');
      const planVersion = plan.version + 1;
      await events.publish({ kind: 'plan-change', userId, role, changeId: randomUUID(), planVersion });
      ctx.status = 202;
      ctx.body = PlanChangeAccepted.parse({ role, plan_version: planVersion });
    }),
  );
}
