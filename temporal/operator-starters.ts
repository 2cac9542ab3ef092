// temporal/operator-starters.ts — what operators and the clock start: reconciliation, and moves between archives.
import type { Client } from '@temporalio/client';
import {
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
} from '@temporalio/client';
import type { ArchiveStoreName } from '../domain/archive.ts';
import { moveArchives, rebuild, reconcile } from '../workflows/index.ts';
import { WORKFLOWS_QUEUE } from '../workflows/queues.ts';
import { away } from './calls.ts';
import { orAway } from './errors.ts';
import type { Starters } from './starters.ts';

/** Results begun in a minute where nobody says otherwise: retrievals by Bulk are cheap, but not free. */
const MOVES_A_MINUTE = 60;

export function operatorStarters({ workflow }: Client): Pick<Starters, 'reconcile' | 'rebuild' | 'moveArchives'> {
  return {
    async reconcile({ dryRun }) {
      const handle = await workflow
        .start(reconcile, {
          taskQueue: WORKFLOWS_QUEUE,
          workflowId: dryRun ? 'reconcile/dry-run' : 'reconcile/now',
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
          args: [{ dryRun }],
          staticSummary: dryRun ? 'a comparison that repairs nothing' : 'compares table, buckets and archives',
        })
        .catch(away);
      return { workflowId: handle.workflowId, report: handle.result() };
    },

    async rebuild({ dryRun }) {
      const handle = await workflow
        .start(rebuild, {
          taskQueue: WORKFLOWS_QUEUE,
          workflowId: dryRun ? 'rebuild/dry-run' : 'rebuild',
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
          args: [{ dryRun }],
          staticSummary: dryRun ? 'tells which rows it would make' : 'makes the rows of a lost table again',
        })
        .catch(away);
      return { workflowId: handle.workflowId, report: handle.result() };
    },

    async moveArchives({ to, perMinute = MOVES_A_MINUTE }: { to: ArchiveStoreName; perMinute?: number }) {
      const workflowId = 'move-archives';
      try {
        const args: Parameters<typeof moveArchives> = [{ to, perMinute }];
        const staticSummary = `every archived result goes to ${to}`;
        await workflow.start(moveArchives, { taskQueue: WORKFLOWS_QUEUE, workflowId, args, staticSummary });
        return { workflowId, started: true };
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return { workflowId, started: false };
        throw orAway(error);
      }
    },
  };
}

/** Has reconciliation done every so often, if that is not arranged already; one at a time. */
export async function scheduleReconciliation({ schedule }: Client, everyMs: number): Promise<'created' | 'found'> {
  const spec = { intervals: [{ every: everyMs }] };
  const action = {
    type: 'startWorkflow' as const,
    workflowType: reconcile,
    workflowId: 'reconcile/scheduled',
    taskQueue: WORKFLOWS_QUEUE,
    args: [{ dryRun: false }] as Parameters<typeof reconcile>,
  };
  try {
    await schedule.create({
      scheduleId: 'reconcile',
      spec,
      action,
      policies: { overlap: ScheduleOverlapPolicy.SKIP },
    });
    return 'created';
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw orAway(error);
    await schedule.getHandle('reconcile').update((before) => ({ ...before, spec, action }));
    return 'found';
  }
}
