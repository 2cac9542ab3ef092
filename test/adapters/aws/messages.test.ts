// test/adapters/aws/messages.test.ts — what goes out over SNS, and where poison goes in SQS.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { AwsClients } from '../../../adapters/aws/clients.ts';
import { snsEvents } from '../../../adapters/aws/events.ts';
import { openQueue, queueUrl } from '../../../adapters/aws/queues.ts';
import type { OutgoingEvent } from '../../../domain/ports.ts';
import { aJob } from '../../support/builders.ts';
import { testAws } from '../../support/aws.ts';

const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

describe('messages over SNS and SQS', () => {
  let clients: AwsClients;
  before(async () => {
    ({ clients } = await testAws());
  });

  describe('Events', () => {
    it('tells that an annotation is complete, in the names of the contract', async () => {
      const job = aJob({
        status: 'COMPLETED',
        completedAt: 1_700_000_060_999,
        log: { bucket: 'results', key: 'log' },
        result: { bucket: 'results', key: 'result' },
        hotKey: 'result',
      });
      assert.deepEqual(await published(clients, { kind: 'annotation-complete', job, email: 'ada@example.org' }), {
        job_id: job.jobId,
        user_id: job.userId,
        user_email: 'ada@example.org',
        input_file_name: 'sample.vcf',
        s3_results_bucket: 'results',
        s3_key_result_file: 'result',
        s3_key_log_file: 'log',
        complete_time: 1_700_000_060,
        job_status: 'COMPLETED',
      });
    });

    it('tells of a plan that was changed', async () => {
      const event = { kind: 'plan-change', userId: 'u', role: 'premium_user', changeId: 'c', planVersion: 2 } as const;
      const body = { user_id: 'u', role: 'premium_user', change_id: 'c', plan_version: 2 };
      assert.deepEqual(await published(clients, event), body);
    });

    it('tells of every move of a result', async () => {
      const ids = { jobId: 'j', userId: 'u' };
      assert.deepEqual(await published(clients, { kind: 'result-archived', ...ids, archiveId: 'a', at: 1999 }), {
        job_id: 'j',
        user_id: 'u',
        results_file_archive_id: 'a',
        archive_time: 1,
      });
      assert.deepEqual(
        await published(clients, { kind: 'restore-started', ...ids, tier: 'Standard', expectedAt: 5000 }),
        {
          job_id: 'j',
          user_id: 'u',
          tier: 'Standard',
          expected_time: 5,
        },
      );
      assert.deepEqual(await published(clients, { kind: 'result-restored', ...ids, at: 7000 }), {
        job_id: 'j',
        user_id: 'u',
        restore_time: 7,
      });
    });
  });

  describe('openQueue', () => {
    it('moves a message to the dead letters with its attributes and the reason', async () => {
      const { queue, deadUrl } = await aQueue(clients);
      const kept = { DataType: 'String', StringValue: 'kept' };
      await queue.moveToDeadLetters({ Body: '{"job_id":1}', MessageAttributes: { kept } }, 'job_id\u0000 is no text');

      const [message] = await receive(clients, deadUrl);
      assert.equal(message?.Body, '{"job_id":1}');
      assert.equal(message.MessageAttributes?.['kept']?.StringValue, 'kept');
      assert.equal(message.MessageAttributes?.['reason']?.StringValue, 'job_id? is no text');
    });

    it('finds room for the reason beside ten attributes, and cuts a long one', async () => {
      const { queue, deadUrl } = await aQueue(clients);
      const attribute = { DataType: 'String', StringValue: 'x' };
      const ten = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`a${n}`, attribute]));
      await queue.moveToDeadLetters({ Body: 'x', MessageAttributes: ten }, '\u{1f9ec}'.repeat(5000));

      const [message] = await receive(clients, deadUrl);
      assert.equal(Object.keys(message?.MessageAttributes ?? {}).length, 10);
      assert.equal(message?.MessageAttributes?.['reason']?.StringValue, '\u{1f9ec}'.repeat(500));
    });

    it('refuses a queue that is not there, or has no dead letters', async () => {
      const name = `q-${randomUUID()}`;
      await assert.rejects(openQueue(clients.sqs, name), { name: 'QueueDoesNotExist' });
      await clients.sqs.send(new CreateQueueCommand({ QueueName: name }));
      await assert.rejects(openQueue(clients.sqs, name), /has no dead-letter queue/);
    });
  });
});

/** What a queue hears of an event, by one topic for all kinds. */
async function published(clients: AwsClients, event: OutgoingEvent): Promise<unknown> {
  const name = `t-${randomUUID()}`;
  const { TopicArn: topic = '' } = await clients.sns.send(new CreateTopicCommand({ Name: name }));
  const Policy = JSON.stringify(acceptFrom(topic, arnOf(name)));
  await clients.sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { Policy } }));
  const raw = { RawMessageDelivery: 'true' };
  await clients.sns.send(
    new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: arnOf(name), Attributes: raw }),
  );
  const topics = {
    annotationComplete: topic,
    planChanges: topic,
    resultArchived: topic,
    restoreStarted: topic,
    resultRestored: topic,
  };
  await snsEvents({ client: clients.sns, topics }).publish(event);
  const [message] = await receive(clients, await queueUrl(clients.sqs, name));
  return JSON.parse(message?.Body ?? 'null');
}

function acceptFrom(topic: string, queue: string) {
  const Condition = { ArnEquals: { 'aws:SourceArn': topic } };
  const Principal = { Service: 'sns.amazonaws.com' };
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: queue, Condition }];
  return { Version: '2012-10-17', Statement };
}

async function aQueue(clients: AwsClients) {
  const name = `q-${randomUUID()}`;
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf(`${name}-dead`), maxReceiveCount: 5 });
  await clients.sqs.send(new CreateQueueCommand({ QueueName: `${name}-dead` }));
  await clients.sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { RedrivePolicy } }));
  return { queue: await openQueue(clients.sqs, name), deadUrl: await queueUrl(clients.sqs, `${name}-dead`) };
}

async function receive(clients: AwsClients, url: string) {
  const request = { QueueUrl: url, WaitTimeSeconds: 10, MessageAttributeNames: ['All'] };
  const { Messages = [] } = await clients.sqs.send(new ReceiveMessageCommand(request));
  return Messages;
}
