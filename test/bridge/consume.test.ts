// test/bridge/consume.test.ts — the bridge over real queues: what is handed over, deleted, kept and moved aside.
import assert from 'node:assert/strict';
import { afterEach } from 'mocha';
import { CreateTopicCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import type { Bridge } from '../../bridge/bridge.ts';
import { aBridge, until } from './a-bridge.ts';
import { JOB, OTHER_JOB, USER, notice, pending } from './deliveries.ts';

const completed = { job_id: JOB, user_id: USER, user_email: 'ann@lab.example' };
const accepted = ['annotationCompleted', { jobId: JOB, userId: USER }];

let running: Bridge | undefined;
afterEach(() => running?.stop());

async function aRunningBridge(options?: Parameters<typeof aBridge>[0]) {
  const made = await aBridge(options);
  running = made.bridge;
  made.bridge.start();
  return made;
}
type Made = Awaited<ReturnType<typeof aBridge>>;

const isEmpty = (made: Made, queue: Parameters<Made['counts']>[0]) => async () => {
  const { waiting, inHand } = await made.counts(queue);
  return waiting === 0 && inHand === 0;
};

describe('the bridge hands over', () => {
  it('the messages of each queue to their starter, and deletes them', async () => {
    const made = await aRunningBridge();

    await made.send('annotationComplete', completed);
    await made.send('planChanges', { user_id: USER, role: 'free_user', change_id: 'c-1', plan_version: 3 });
    await made.send('thaws', notice);
    await made.send('jobRequests', pending);
    await until(() => made.recording.accepted.length === 4);

    const starters = new Set(made.recording.accepted.map((call) => (call as string[])[0]));
    assert.deepEqual(starters, new Set(['annotationCompleted', 'archiveThawed', 'changePlan', 'requestJob']));
    for (const queue of ['annotationComplete', 'planChanges', 'thaws', 'jobRequests'] as const) {
      await until(isEmpty(made, queue));
      assert.equal(made.bridge.health().queues[queue].handedOver, 1);
    }
  });

  for (const RawMessageDelivery of ['false', 'true']) {
    it(`what comes through a topic, raw delivery ${RawMessageDelivery}`, async () => {
      const made = await aRunningBridge();
      const { TopicArn } = await made.sns.send(new CreateTopicCommand({ Name: `t-${crypto.randomUUID()}` }));
      const Endpoint = made.queues.planChanges.arn;
      await made.sns.send(
        new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: { RawMessageDelivery } }),
      );

      const { MessageId } = await made.sns.send(
        new PublishCommand({ TopicArn, Message: JSON.stringify({ user_id: USER, role: 'premium_user' }) }),
      );
      await until(() => made.recording.accepted.length === 1);

      const [, change] = made.recording.accepted[0] as [string, { changeId: string; orderedAt: number }];
      assert.equal(change.changeId === MessageId, RawMessageDelivery === 'false');
      assert.ok(Math.abs(change.orderedAt - Date.now()) < 60_000);
    });
  }

  it('duplicates as the same change', async () => {
    const made = await aRunningBridge();
    const body = JSON.stringify({ user_id: USER, role: 'free_user', change_id: 'c-1', plan_version: 3 });

    await Promise.all([made.send('planChanges', body), made.send('planChanges', body)]);
    await until(() => made.recording.accepted.length === 2);

    const ids = made.recording.accepted.map((call) => (call as [string, { changeId: string }])[1].changeId);
    assert.deepEqual(ids, ['c-1', 'c-1']);
  });

  it('thirty messages at once, each of them once', async () => {
    const made = await aBridge();
    const jobs = Array.from({ length: 30 }, () => crypto.randomUUID());
    await Promise.all(jobs.map((job) => made.send('annotationComplete', { job_id: job, user_id: USER })));

    running = made.bridge;
    made.bridge.start();
    await until(isEmpty(made, 'annotationComplete'));

    const handed = made.recording.accepted.map((call) => (call as [string, { jobId: string }])[1].jobId);
    assert.deepEqual(handed.toSorted(), jobs.toSorted());
  });
});

describe('the bridge keeps a message', () => {
  it('until its starter has accepted it, while other queues go on', async () => {
    const made = await aRunningBridge();
    const release = made.recording.block();
    await made.send('annotationComplete', completed);
    await until(() => made.recording.attempts() === 1);

    made.recording.accept();
    await made.send('thaws', notice);
    await until(isEmpty(made, 'thaws'));
    assert.deepEqual(await made.counts('annotationComplete'), { waiting: 0, inHand: 1 });

    release();
    await until(isEmpty(made, 'annotationComplete'));
    assert.deepEqual(made.recording.accepted.at(-1), accepted);
  });

  it('that failed for a reason of its own, and tries again later', async () => {
    const made = await aRunningBridge();
    made.recording.failWith(new Error('INVALID_ARGUMENT: BadSearchAttributes'));
    await made.send('annotationComplete', completed);
    await until(() => made.log().includes('left for another attempt'));
    assert.equal(made.bridge.health().ready, true);

    made.recording.accept();
    await until(isEmpty(made, 'annotationComplete'));
    assert.deepEqual(
      [made.recording.accepted, made.bridge.health().queues.annotationComplete.received],
      [[accepted], 2],
    );
  });

  it('that the dead-letter queue did not take', async () => {
    const made = await aBridge();
    let refusals = 0;
    made.queues.annotationComplete.source.moveToDeadLetters = async () => {
      refusals += 1;
      throw new Error('The queue is away.');
    };
    running = made.bridge;
    made.bridge.start();

    await made.send('annotationComplete', 'garbage');
    await until(() => refusals === 1 && made.log().includes('left for another attempt'));

    const { waiting, inHand } = await made.counts('annotationComplete');
    assert.equal(waiting + inHand, 1);
  });
});

describe('the bridge moves poison to the dead-letter queue', () => {
  it('with its body and the reason, and goes on with the rest', async () => {
    const made = await aRunningBridge();

    await made.send('jobRequests', { ...pending, s3_key_input_file: `gas/${USER}/${OTHER_JOB}~secret-name.vcf` });
    await made.send('jobRequests', pending);
    await until(isEmpty(made, 'jobRequests'));

    const [dead, ...more] = await made.deadLetters('jobRequests');
    assert.deepEqual([JSON.parse(dead?.Body ?? '').job_id, more], [JOB, []]);
    assert.equal(
      dead?.MessageAttributes?.['reason']?.StringValue,
      's3_key_input_file is not a key of this user and job',
    );
    const { poisoned, handedOver } = made.bridge.health().queues.jobRequests;
    assert.deepEqual({ poisoned, handedOver }, { poisoned: 1, handedOver: 1 });
  });

  it('and logs ids and reasons, never bodies', async () => {
    const made = await aRunningBridge();

    await made.send('annotationComplete', completed);
    await made.send('annotationComplete', { ...completed, job_id: 'ann@lab.example' });
    await until(isEmpty(made, 'annotationComplete'));

    assert.match(
      made.log(),
      new RegExp(
        `"queue":"annotationComplete".*"job_id":"${JOB}","user_id":"${USER}","workflow_id":"result/${JOB}","outcome":"mover woken"`,
      ),
    );
    assert.match(made.log(), /"reason":"job_id is not an id of ours"/);
    assert.doesNotMatch(made.log(), /ann@lab/);
  });
});
