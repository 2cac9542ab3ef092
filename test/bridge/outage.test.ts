// test/bridge/outage.test.ts — Temporal away, and the bridge stopping: nothing is lost, no message uses up its receives.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'mocha';
import type { Bridge } from '../../bridge/bridge.ts';
import { internalServer } from '../../telemetry/internal-server.ts';
import { aBridge, until } from './a-bridge.ts';
import { JOB, USER, notice } from './deliveries.ts';
import { recordingStarters } from './recording-starters.ts';

const completed = { job_id: JOB, user_id: USER };

let running: Bridge | undefined;
afterEach(() => running?.stop());

async function aRunningBridge(options?: Parameters<typeof aBridge>[0]) {
  const made = await aBridge(options);
  running = made.bridge;
  made.bridge.start();
  await until(() => made.bridge.health().ready);
  return made;
}

describe('while Temporal is away the bridge', () => {
  it('receives nothing, and begins by itself when Temporal answers', async () => {
    const recording = recordingStarters();
    recording.away();
    const made = await aBridge({ recording });
    await made.send('annotationComplete', completed);
    running = made.bridge;
    made.bridge.start();

    await until(() => made.log().includes('Temporal is away'));
    assert.deepEqual(await made.counts('annotationComplete'), { waiting: 1, inHand: 0 });
    assert.equal(made.bridge.health().queues.annotationComplete.paused, true);

    made.recording.accept();
    await until(() => made.recording.accepted.length === 1);
    assert.equal(made.bridge.health().ready, true);
  });

  for (const health of [false, true]) {
    it(`keeps what it holds, at one receive for the whole outage${health ? ', though the health check is fine' : ''}`, async () => {
      const made = await aRunningBridge({ maxReceiveCount: 1 });
      made.recording.away({ health });
      await made.send('annotationComplete', completed);
      await until(() => made.recording.attempts() >= (health ? 5 : 1));
      await until(() => !made.bridge.health().ready);

      made.recording.accept();
      await until(() => made.recording.accepted.length === 1);
      await until(async () => (await made.counts('annotationComplete')).inHand === 0);

      assert.equal(made.bridge.health().queues.annotationComplete.received, 1);
      assert.deepEqual(await made.deadLetters('annotationComplete'), []);
    });
  }

  it('pauses every queue', async () => {
    const made = await aRunningBridge();
    made.recording.away();
    await made.send('annotationComplete', completed);

    await until(() => made.recording.attempts() === 1 && !made.bridge.health().ready);

    assert.deepEqual(
      Object.values(made.bridge.health().queues).map(({ paused }) => paused),
      [true, true, true, true],
    );
  });

  it('lets go at once of what it holds when it is stopped', async () => {
    const made = await aRunningBridge();
    made.recording.away();
    await made.send('annotationComplete', completed);
    await until(() => made.recording.attempts() === 1 && !made.bridge.health().ready);

    await made.bridge.stop();

    const [message] = await made.take('annotationComplete');
    assert.equal(message?.Attributes?.ApproximateReceiveCount, '2'); // once by the bridge, once by this test
  });
});

describe('a bridge that stops', () => {
  it('finishes and deletes what is in hand, and receives nothing more', async () => {
    const made = await aRunningBridge();
    const release = made.recording.block();
    await made.send('annotationComplete', completed);
    await until(() => made.recording.attempts() === 1);

    const stopped = made.bridge.stop();
    await made.send('thaws', notice);
    release();
    await stopped;

    assert.deepEqual(await made.counts('annotationComplete'), { waiting: 0, inHand: 0 });
    assert.equal(made.recording.accepted.length, 1);
    assert.equal(made.bridge.health().queues.thaws.received, 0);
    const { waiting, inHand } = await made.counts('thaws');
    assert.equal(waiting + inHand, 1);
  });

  it('does not wait for a long poll that brings nothing', async () => {
    const made = await aRunningBridge();

    await made.bridge.stop();

    assert.equal(made.bridge.health().ready, false);
    assert.doesNotMatch(made.log(), /SQS does not answer/);
  });
});

describe('the health address', () => {
  let server: ReturnType<typeof internalServer> | undefined;
  afterEach(() => server?.close());

  it('answers live always, and ready with the counts of each queue while messages are received', async () => {
    const made = await aRunningBridge();
    server = internalServer({ readiness: () => made.bridge.health() }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await made.send('annotationComplete', completed);
    await until(() => made.bridge.health().queues.annotationComplete.handedOver === 1);

    const ready = await fetch(`${address}/health/ready`);
    const { queues } = (await ready.json()) as ReturnType<Bridge['health']>;
    assert.deepEqual(
      [ready.status, Object.keys(queues)],
      [200, ['annotationComplete', 'planChanges', 'thaws', 'jobRequests']],
    );
    assert.deepEqual(queues.annotationComplete, {
      received: 1,
      handedOver: 1,
      ignored: 0,
      poisoned: 0,
      paused: false,
      unreachable: false,
    });

    await made.bridge.stop();
    assert.equal((await fetch(`${address}/health/ready`)).status, 503);
    assert.equal((await fetch(`${address}/health/live`)).status, 200);
    assert.equal((await fetch(`${address}/admin`)).status, 404);
  });
});
