// worker/workers.ts — one Temporal worker per role, so that each kind of work has its own slots.
import { availableParallelism } from 'node:os';
import type {
  NativeConnection,
  WorkerDeploymentOptions,
  WorkerInterceptors,
  WorkerOptions,
  WorkerPlugin,
  WorkflowBundleOption,
} from '@temporalio/worker';
import type { DataConverter } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import type { Activities } from '../activities/index.ts';
import { ANNOTATE_QUEUE, TRANSFER_QUEUE, WORKFLOWS_QUEUE } from '../workflows/queues.ts';

type WorkerRole = 'workflows' | 'transfer' | 'annotate';

export interface WorkerPlan {
  connection: NativeConnection;
  namespace: string;
  activities: Activities;
  roles: readonly WorkerRole[];
  /** What worker/bundle.ts wrote. */
  workflows: WorkflowBundleOption;
  /** That of the clients. */
  dataConverter?: DataConverter;
  /** The version that these workers are; without a build id they are any. */
  deployment?: { deploymentName: string; buildId?: string };
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
  const { connection, namespace, activities, workflows, dataConverter, interceptors = {}, plugins = [] } = plan;
  const shared = {
    connection,
    namespace,
    activities,
    interceptors,
    plugins,
    ...(dataConverter ? { dataConverter } : {}),
    ...versioning(plan),
    shutdownGraceTime: SHUTDOWN_GRACE,
    shutdownForceTime: '20s',
  } as const;
  switch (role) {
    case 'workflows':
      return {
        ...shared,
        taskQueue: WORKFLOWS_QUEUE,
        workflowBundle: workflows,
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

/** What waits for days goes on with the newest version, at its patches; annotateJob says itself that it stays where it began. */
function versioning({ deployment }: WorkerPlan): { workerDeploymentOptions?: WorkerDeploymentOptions } {
  if (deployment?.buildId === undefined) return {};
  const { deploymentName, buildId } = deployment;
  return {
    workerDeploymentOptions: {
      version: { deploymentName, buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}
