// chaos/plan-changes.ts — one person's changes of plan: one open at a time, as the pages have it.
import { setTimeout as pause } from 'node:timers/promises';
import type { Asker } from './asker.ts';
import type { EventLog } from './events.ts';

interface Change {
  role: string;
  planVersion: number;
}

export interface PlanChanges {
  /** Resolves when the profile shows the change, or nobody knows whether it ever will. */
  change(role: string): Promise<void>;
  /** To the other plan than the last one seen. */
  toggle(): Promise<void>;
  /** Sends changes past the web, with no other under way; `post` is given the version in force. */
  outOfOrder(post: (version: number) => Promise<Change>): Promise<void>;
  /** The newest version that the profile has shown. */
  version(): number;
}

const SHOWN_MS = 20_000;
const AGAIN_MS = 300;

export function createPlanChanges(asker: Asker, log: EventLog): PlanChanges {
  const last = { role: 'free_user', planVersion: 0 };
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }

  async function look(): Promise<Change> {
    const plan = await asker.client().then(
      async (by) => (await by.profile()).plan,
      () => undefined,
    );
    if (plan && plan.version >= last.planVersion) Object.assign(last, { role: plan.role, planVersion: plan.version });
    return last;
  }

  async function shown(accepted: Change): Promise<void> {
    log.write('acknowledged', { act: 'plan', user: asker.user, ...accepted });
    for (const limit = Date.now() + SHOWN_MS; Date.now() < limit; await pause(AGAIN_MS)) {
      const { planVersion } = await look().catch(() => last);
      if (planVersion >= accepted.planVersion || asker.closed()) return;
    }
  }

  async function change(role: string): Promise<void> {
    const answer = await asker.act({ act: 'plan', role }, (by) => by.changePlan(role as never));
    if (answer) await shown({ role, planVersion: answer.plan_version });
  }

  return {
    change: (role) => inTurn(() => change(role)),
    toggle: () => inTurn(async () => change((await look()).role === 'free_user' ? 'premium_user' : 'free_user')),
    outOfOrder: (post) =>
      inTurn(async () => {
        const { planVersion } = await look();
        if (!asker.closed() && planVersion > 0) await shown(await post(planVersion));
      }),
    version: () => last.planVersion,
  };
}
