// web/paid-plans.ts — plans follow what is paid: asked for at the provider, changed by the one message that changes plans.
import { randomUUID } from 'node:crypto';
import type { UserId } from '../domain/job.ts';
import type { Payments } from '../domain/payments.ts';
import { paidRole } from '../domain/payments.ts';
import type { Plan, Role } from '../domain/plan.ts';
import type { Events } from '../domain/ports.ts';
import { problem } from './problem.ts';
import type { Services, WebUsers } from './services.ts';

/** The provider gives up after some ten seconds, and comes again later. */
const WAIT_MS = 8000;
const EVERY_MS = 200;

/** `foreign`: no customer of ours. `pending`: on its way still. */
type Settled = 'settled' | 'foreign' | 'pending';

/** One publish and no second write: the workflow it starts records the role, and the version orders doubled changes. */
export async function askForPlan(
  events: Events,
  { userId, role, plan }: { userId: UserId; role: Role; plan: Plan },
): Promise<number> {
  const planVersion = plan.version + 1;
  await events.publish({ kind: 'plan-change', userId, role, changeId: randomUUID(), planVersion });
  return planVersion;
}

interface Paid extends Pick<Services, 'users' | 'events'> {
  payments: Payments;
  waitMs?: number;
}

/**
 * Has the plan of a customer's user follow what is paid now. It ends only when, after its own change is in force, both
 * still agree: a message that is overtaken by another can then leave nothing wrong behind.
 */
export async function settlePlan(customerId: string, { users, events, payments, waitMs = WAIT_MS }: Paid) {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const payer = await payments.payer(customerId);
    if (!payer) return 'foreign' satisfies Settled;
    const { plan, customerId: known } = await users.get(payer.userId);
    if (known !== customerId) return 'foreign' satisfies Settled;
    const role = paidRole(payer);
    if (plan.role === role) return 'settled' satisfies Settled;
    const version = await askForPlan(events, { userId: payer.userId, role, plan });
    if (!(await reaches(payer.userId, { version, deadline, users }))) return 'pending' satisfies Settled;
  }
}

async function reaches(
  userId: UserId,
  { version, deadline, users }: { version: number; deadline: number; users: WebUsers },
): Promise<boolean> {
  while ((await users.get(userId)).plan.version < version) {
    if (Date.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  return true;
}

/** The page where a user pays for Premium. Problems `plan-unchanged` where that is done, `payments-off`. */
export async function checkoutPage(userId: UserId, services: Services): Promise<string> {
  const { users, payments, customers } = services;
  if (!payments) throw problem('payments-off');
  const { plan, customerId: known } = await users.get(userId);
  if (plan.role === 'premium_user') throw problem('plan-unchanged');

  const renewed = async (instead?: string) => {
    const customerId = await payments.newCustomer(userId, instead);
    const kept = await customers.keep({ userId, customerId, ...(instead && { instead }) });
    if (!kept) throw problem('not-signed-in'); // the account was closed meanwhile
    return kept;
  };
  let customerId = known ?? (await renewed());
  let checkout = await payments.checkout({ userId, customerId });
  if (checkout.kind === 'gone') {
    customerId = await renewed(customerId);
    checkout = await payments.checkout({ userId, customerId });
  }
  if (checkout.kind === 'pay') return checkout.url;
  if (checkout.kind === 'paid') await settlePlan(customerId, { ...services, payments, waitMs: 0 });
  throw problem('plan-unchanged', 'Premium is paid for; your plan is being changed.');
}
