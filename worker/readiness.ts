// worker/readiness.ts — whether a worker can do its work: Temporal answers, and every task queue of its roles is polled.
import type { Worker } from '@temporalio/worker';
import type { Starters } from '../temporal/starters.ts';
import type { Readiness } from '../telemetry/internal-server.ts';

/** Not ready before `started` is called, while Temporal does not answer, and from the moment in which it is told to stop. */
export function workerReadiness({ healthy }: Pick<Starters, 'healthy'>) {
  let workers: readonly Worker[] = [];
  return {
    started: (running: readonly Worker[]) => void (workers = running),
    readiness: async (): Promise<Readiness> => {
      const queues = Object.fromEntries(workers.map((one) => [one.options.taskQueue, one.getState().toLowerCase()]));
      const polling = workers.length > 0 && workers.every((one) => one.getState() === 'RUNNING');
      const temporal = await healthy();
      return { ready: polling && temporal, temporal, queues };
    },
  };
}
