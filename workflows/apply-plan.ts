// workflows/apply-plan.ts — records a user's changes of plan in their order, then wakes the results they concern.
import { continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import type { UserId } from '../domain/job.ts';
import type { PlanChange } from '../domain/plan.ts';
import { planChangeReceived } from './messages.ts';
import { recordPlan, wakeResults } from './proxies.ts';
import { report } from './search-attributes.ts';

/** What a run leaves to the next where history grows long. */
export interface PlanWork {
  userId: UserId;
  changes?: readonly PlanChange[];
  owed?: boolean;
  cursor?: string;
}

export async function applyPlan({ userId, ...left }: PlanWork): Promise<void> {
  const changes = [...(left.changes ?? [])];
  setHandler(planChangeReceived, (change) => void changes.push(change));
  let { owed = false, cursor } = left;

  // No await between an empty queue with nothing owed, and the end: a change that arrives later starts a new run.
  for (;;) {
    const change = changes[0];
    if (change) {
      report('applying-plan', `Recording a change to ${change.role}.`);
      const recorded = (await recordPlan(change)) === 'recorded';
      changes.shift();
      if (!recorded) continue; // a stale change cancels no wake that is still owed
      owed = true;
      cursor = undefined;
    } else if (owed) {
      report('applying-plan', 'Waking the results that the change concerns.');
      ({ cursor } = await wakeResults({ userId, ...(cursor ? { cursor } : {}) }));
      owed = cursor !== undefined;
    } else {
      return report('settled', 'Recorded; every result concerned has been woken.');
    }
    if (workflowInfo().continueAsNewSuggested)
      return continueAsNew<typeof applyPlan>({ userId, changes, owed, ...(cursor ? { cursor } : {}) });
  }
}
