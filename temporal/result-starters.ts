// temporal/result-starters.ts — waking `result/<job_id>` and `plan/<user_id>`: an event only wakes, the workflow then looks.
import type { Client } from '@temporalio/client';
import pMap from 'p-map';
import { planWorkflowId, resultWorkflowId } from '../domain/workflow-ids.ts';
import type { JobId, UserId } from '../domain/job.ts';
import type { Role } from '../domain/plan.ts';
import { applyPlan, archiveResult, restoreResult } from '../workflows/index.ts';
import { archiveThawed, planChangeReceived, planChanged } from '../workflows/messages.ts';
import { CALLS_AT_ONCE, away, found, placed } from './calls.ts';
import type { Starters } from './starters.ts';

export function resultStarters({
  workflow,
}: Client): Pick<Starters, 'annotationCompleted' | 'changePlan' | 'archiveThawed' | 'wake'> {
  async function wakeResult({
    jobId,
    userId,
    role,
    restore,
  }: {
    jobId: JobId;
    userId: UserId;
    role?: Role;
    restore: boolean;
  }): Promise<void> {
    await workflow.signalWithStart(restore ? restoreResult : archiveResult, {
      ...placed(userId, role),
      workflowId: resultWorkflowId(jobId),
      args: [{ jobId, userId }],
      signal: planChanged,
      staticSummary: `the result of job ${jobId}`,
    });
  }

  return {
    async annotationCompleted(result) {
      await wakeResult({ ...result, restore: false }).catch(away);
    },

    async changePlan(change) {
      const { userId, role } = change;
      await workflow
        .signalWithStart(applyPlan, {
          ...placed(userId, role),
          workflowId: planWorkflowId(userId),
          args: [{ userId }],
          signal: planChangeReceived,
          signalArgs: [change],
          staticSummary: `plan changes of user ${userId}`,
        })
        .catch(away);
    },

    async archiveThawed(jobId) {
      return found(workflow.getHandle(resultWorkflowId(jobId)).signal(archiveThawed));
    },

    async wake(results) {
      await pMap(results, wakeResult, { concurrency: CALLS_AT_ONCE }).catch(away);
    },
  };
}
