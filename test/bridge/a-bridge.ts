// test/bridge/a-bridge.ts — a bridge over four queues of its own in ministack, and what one can see of them.
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { openQueue } from '../../adapters/aws/queues.ts';
import { createBridge } from '../../bridge/bridge.ts';
import type { BridgeOptions } from '../../bridge/bridge.ts';
import type { QueueName } from '../../bridge/messages.ts';
import { testAws } from '../support/aws.ts';
import { recordingStarters } from './recording-starters.ts';

const NAMES = ['annotationComplete', 'planChanges', 'thaws', 'jobRequests'] as const;
const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

interface Options extends Partial<BridgeOptions> {
  maxReceiveCount?: number;
  recording?: ReturnType<typeof recordingStarters>;
}

/** Makes four queues with dead-letter queues, and a bridge over them that has not been started. */
export async function aBridge({ maxReceiveCount = 5, recording = recordingStarters(), ...options }: Options = {}) {
  const { clients } = await testAws();
  const prefix = `b-${randomUUID().slice(0, 8)}-`;
  const made = await Promise.all(NAMES.map((name) => makeQueue(clients.sqs, `${prefix}${name}`, maxReceiveCount)));
  const [annotationComplete, planChanges, thaws, jobRequests] = made as [Made, Made, Made, Made];
  const queues = { annotationComplete, planChanges, thaws, jobRequests };
  const lines: string[] = [];
  const bridge = createBridge({
    sources: {
      annotationComplete: annotationComplete.source,
      planChanges: planChanges.source,
      thaws: thaws.source,
      jobRequests: jobRequests.source,
    },
    place: { inputsBucket: 'gas-inputs', keyPrefix: 'gas' },
    starters: recording.starters,
    log: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }),
    pauses: { firstMs: 5, longestMs: 20 },
    ...options,
  });
  return {
    ...clients,
    bridge,
    recording,
    queues,
    /** Everything that was logged. */
    log: () => lines.join(''),
    send: (queue: QueueName, body: unknown) => send(clients.sqs, queues[queue].url, body),
    /** Messages that wait and messages in somebody's hand. */
    counts: (queue: QueueName) => counts(clients.sqs, queues[queue].url),
    /** Takes what is visible now, with all attributes. */
    take: (queue: QueueName) => take(clients.sqs, queues[queue].url),
    deadLetters: (queue: QueueName) => take(clients.sqs, queues[queue].deadUrl),
  };
}

type Made = Awaited<ReturnType<typeof makeQueue>>;

async function makeQueue(sqs: SQSClient, name: string, maxReceiveCount: number) {
  const dead = await sqs.send(new CreateQueueCommand({ QueueName: `${name}-dlq` }));
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf(`${name}-dlq`), maxReceiveCount });
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arnOf(name),
      },
    ],
  });
  const Attributes = { RedrivePolicy, Policy };
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  return { url: QueueUrl!, arn: arnOf(name), deadUrl: dead.QueueUrl!, source: await openQueue(sqs, name) };
}

async function send(sqs: SQSClient, QueueUrl: string, body: unknown): Promise<void> {
  const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}

async function counts(sqs: SQSClient, QueueUrl: string) {
  const AttributeNames = ['ApproximateNumberOfMessages' as const, 'ApproximateNumberOfMessagesNotVisible' as const];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return {
    waiting: Number(Attributes?.ApproximateNumberOfMessages),
    inHand: Number(Attributes?.ApproximateNumberOfMessagesNotVisible),
  };
}

async function take(sqs: SQSClient, QueueUrl: string): Promise<Message[]> {
  const everything = { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All' as const] };
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...everything }));
  return Messages ?? [];
}

/** Resolves as soon as `holds` answers true; gives up before mocha does, so that no loop outlives its test. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 500; looks++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`It never came to hold: ${holds.toString()}`);
}
