// worker/workers.ts — one Temporal worker per role, so that each kind of work has its own slots.
import { availableParallelism } from 'node:os';
import type { NativeConnection, WorkerInterceptors, WorkerOptions, WorkerPlugin } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import type { Activities } from '../activities/index.ts';
import { ANNOTATE_QUEUE, TRANSFER_QUEUE, WORKFLOWS_QUEUE } from '../workflows/queues.ts';

type WorkerRole = 'workflows' | 'transfer' | 'annotate';

interface WorkerPlan {
  connection: NativeConnection;
  namespace: string;
  activities: Activities;
  roles: readonly WorkerRole[];
  /** The file that worker/bundle.ts wrote, or the path of the workflows, to be bundled in process. */
  workflows: { codePath: string } | { workflowsPath: string };
  transfersAtOnce: number;
  annotationsAtOnce: number;
  /** What sees every step from outside. */
  interceptors?: WorkerInterceptors;
  plugins?: WorkerPlugin[];
}

/** Time that running activities get at shutdown before they are retried elsewhere. */
const SHUTDOWN_GRACE = '5s';

export function createWorkers(plan: WorkerPlan): Promise<Worker[]> {
  return Promise.all(plan.roles.map((role) => Worker.create(optionsOf(role, plan))));
}

function optionsOf(role: WorkerRole, plan: WorkerPlan): WorkerOptions {
  const { connection, namespace, activities, workflows, interceptors = {}, plugins = [] } = plan;
  const shared = {
    connection,
    namespace,
    activities,
    interceptors,
    plugins,
    shutdownGraceTime: SHUTDOWN_GRACE,
    shutdownForceTime: '20s',
  } as const;
  switch (role) {
    case 'workflows':
      return {
        ...shared,
        taskQueue: WORKFLOWS_QUEUE,
        ...('codePath' in workflows ? { workflowBundle: workflows } : workflows),
        maxConcurrentActivityTaskExecutions: 50,
        maxCachedWorkflows: 300,
        reuseV8Context: true,
      };
    case 'transfer':
      return { ...shared, taskQueue: TRANSFER_QUEUE, maxConcurrentActivityTaskExecutions: plan.transfersAtOnce };
    case 'annotate':
      return {
        ...shared,
        taskQueue: ANNOTATE_QUEUE,
        maxConcurrentActivityTaskExecutions: Math.min(plan.annotationsAtOnce, availableParallelism() * 4),
      };
  }
}
