// test/cli/support/a-terminal.ts — the command line over ports in memory: what it prints, and how it ends.
import { readers } from '../../../bridge/messages.ts';
import type { JobRequest } from '../../../domain/job.ts';
import { emptyRebuild } from '../../../domain/rebuilding.ts';
import type { ReconcileReport } from '../../../domain/reconciliation.ts';
import { emptyReport } from '../../../domain/reconciliation.ts';
import type { Operator } from '../../../cli/operators/operator.ts';
import type { MoveView, WorkflowView } from '../../../temporal/inspection.ts';
import type { WorkflowOverview } from '../../../temporal/overview.ts';
import { fakeMessageQueues } from '../../support/fakes/message-queues.ts';
import { createFakes } from '../../support/fakes/index.ts';
import { gasOver } from './gas.ts';

export type ATerminal = ReturnType<typeof aTerminal>;

export function aTerminal(options: Parameters<typeof createFakes>[0] = {}) {
  const fakes = createFakes(options);
  const starters = recordingStarters();
  const workflows: { views: WorkflowView[]; moves: MoveView[]; failure?: Error } = { views: [], moves: [] };
  const overview = anOverview();
  const queues = fakeMessageQueues();
  const opened: (boolean | undefined)[] = [];
  let open = 0;
  const operator: Operator = {
    ...fakes,
    starters,
    workflows: {
      async ofJob() {
        if (workflows.failure) throw workflows.failure;
        return workflows.views;
      },
      // As it goes on: the last look stays.
      move: async () => (workflows.moves.length > 1 ? workflows.moves.shift()! : workflows.moves[0]!),
    },
    overview,
    queues: queues.port,
    reads: readers({ inputsBucket: 'inputs', keyPrefix: 'gas' }),
    retrievalCaps: {},
    graceMs: 300_000,
    close() {
      open -= 1;
    },
  };

  const gas = gasOver(({ stack }) => {
    opened.push(stack);
    open += 1;
    return operator;
  });

  return {
    ...fakes,
    /** What commands are given: parts of it may be replaced. */
    operator,
    starters,
    workflows,
    overview,
    queues,
    /** What was asked for by --stack and --no-stack, once for each connection. */
    opened,
    /** Connections that were not closed. */
    leftOpen: () => open,
    gas,
    /** What was recorded, but for ids and times. */
    acts: () => [...fakes.entries.values()].map(({ id: _id, at: _at, ...entry }) => entry),
  };
}

/** Nothing is open, nothing has failed, nothing waits. */
function anOverview() {
  const overview: WorkflowOverview = {
    open: async () => ({ types: [], phases: [] }),
    failed: async () => ({ count: 0, newest: [] }),
    backlog: async () => [],
    lastReconciliation: async () => undefined,
  };
  return overview;
}

function recordingStarters() {
  const asked: unknown[] = [];
  const starters = {
    asked,
    failure: undefined as Error | undefined,
    released: 'swept' as 'swept' | 'cancelled',
    report: emptyReport(false),
    rebuilt: emptyRebuild(false),
    async submit(request: JobRequest, role: string) {
      note('submit', request.attempt, role);
      return { kind: 'recorded', status: 'PENDING' } as const;
    },
    async wake(results: readonly unknown[]) {
      note('wake', ...results);
    },
    async release(result: unknown) {
      note('release', result);
      return starters.released;
    },
    async reconcile({ dryRun }: { dryRun: boolean }) {
      note('reconcile', dryRun);
      const report: Promise<ReconcileReport> = Promise.resolve({ ...starters.report, dryRun });
      return { workflowId: 'reconcile', report };
    },
    async rebuild({ dryRun }: { dryRun: boolean }) {
      note('rebuild', dryRun);
      return { workflowId: 'rebuild', report: Promise.resolve({ ...starters.rebuilt, dryRun }) };
    },
    async moveArchives(order: unknown) {
      note('moveArchives', order);
      return { workflowId: 'move-archives', started: true };
    },
  };
  function note(...call: unknown[]): void {
    if (starters.failure) throw starters.failure;
    asked.push(call);
  }
  return starters;
}
