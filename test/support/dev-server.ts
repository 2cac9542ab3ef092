// test/support/dev-server.ts — Temporal's dev server for tests: real time, but schedules, lists, priorities and versions.
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { readConfig } from '../../config.ts';
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes.ts';

/** Fairness holds within each partition of a task queue: in one, a test can count on it. */
const DEV_SERVER = [
  'matching.enableFairness=true',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
];

/** The SDK waits five seconds for its start, which a busy machine may exceed. */
const STARTS = 5;

/** As fair between users as ours are; `bare` without our search attributes. */
export async function openDevServer({ bare = false } = {}): Promise<TestWorkflowEnvironment> {
  quiet();
  for (let start = 1; ; start++) {
    try {
      return await TestWorkflowEnvironment.createLocal({
        server: {
          executable: { type: 'existing-path', path: readConfig().local.temporal },
          ...(bare ? {} : { searchAttributes: SEARCH_ATTRIBUTES }),
          extraArgs: DEV_SERVER.flatMap((value) => ['--dynamic-config-value', value]),
        },
      });
    } catch (error) {
      if (start === STARTS) throw error;
    }
  }
}

let quieted = false;
/** Tests provoke failures by the dozen; a worker's warnings about them would bury the specification. */
export function quiet(): void {
  if (quieted) return;
  quieted = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { forward: {}, filter: 'OFF' } },
  });
}
