// test/bridge/backlogs.test.ts — what AWS scales workers by, as a real server of Temporal tells it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { tellBacklogs } from '../../bridge/backlogs.ts';
import { backlogsOf } from '../../temporal/backlogs.ts';
import { openDevServer } from '../support/dev-server.ts';
import { until } from '../support/until.ts';

/** As CloudWatch reads it: which fields of the line are metrics, and which say what of. */
interface Line {
  _aws: { CloudWatchMetrics: [{ Metrics: { Name: string }[]; Dimensions: string[][] }] };
  [name: string]: unknown;
}

const fieldsOf = ({ _aws: { CloudWatchMetrics } }: Line): string[] => {
  const [{ Metrics, Dimensions }] = CloudWatchMetrics;
  return [...Metrics.map(({ Name }) => Name), ...Dimensions.flat()];
};

describe('the backlogs that the bridge tells CloudWatch', function () {
  this.timeout('120s');
  let env: TestWorkflowEnvironment;
  before(async () => {
    env = await openDevServer();
  });
  after(() => env.teardown());

  it('are the tasks that wait in each task queue, while no worker serves them', async () => {
    const started = Array.from({ length: 7 }, () =>
      env.client.workflow.start('nobodyServes', { taskQueue: 'gas-workflows', workflowId: randomUUID() }),
    );
    await Promise.all(started);
    const lines: Line[] = [];
    const stop = tellBacklogs({
      read: () => backlogsOf(env.client),
      everyMs: 50,
      namespace: 'default',
      write: (line) => lines.push(JSON.parse(line) as Line),
      log: { warn: () => assert.fail('Temporal is there') },
    });
    const last = (queue: string) => lines.findLast(({ TaskQueue }) => TaskQueue === queue);
    try {
      await until(() => last('gas-workflows')?.['Backlog'] === 7);
    } finally {
      stop();
    }
    const { BacklogPerWorker, Workers, BacklogAge } = last('gas-workflows')!;
    assert.deepEqual([BacklogPerWorker, Workers, typeof BacklogAge], [7, 0, 'number']);
    assert.equal(last('gas-transfer')!['Backlog'], 0);
    assert.equal(last('gas-annotate')!['Backlog'], 0);
    for (const name of fieldsOf(last('gas-workflows')!)) assert.ok(name in last('gas-workflows')!, name);
  });

  it('are not told while Temporal is away, which is said once for each time', async () => {
    const told: string[] = [];
    const said: string[] = [];
    let asked = 0;
    const stop = tellBacklogs({
      read: () => ((asked += 1) < 3 ? Promise.reject(new Error('Temporal does not answer.')) : Promise.resolve([])),
      everyMs: 1,
      namespace: 'default',
      write: (line) => told.push(line),
      log: { warn: (...words: unknown[]) => void said.push(JSON.stringify(words)) } as never,
    });
    await until(() => asked >= 4);
    stop();
    assert.equal(said.length, 2);
    assert.match(said[0]!, /does not answer/);
    assert.deepEqual(told, []);
  });
});
