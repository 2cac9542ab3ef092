// adapters/aws/queues.ts — one SQS queue to receive from, with the dead-letter queue that its redrive policy names.
import type { Message, MessageAttributeValue, SQSClient } from '@aws-sdk/client-sqs';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { z } from 'zod';

export interface OpenQueue {
  client: SQSClient;
  url: string;
  /** Sends the message, its attributes included, to the dead-letter queue. Deleting it here is the caller's. */
  moveToDeadLetters(message: Message, reason: string): Promise<void>;
  /** How many messages are in it, in hand or not, and in its dead-letter queue; about. */
  depth(): Promise<{ waiting: number; dead: number }>;
}

/** SQS takes ten attributes to a message, and counts them with its body. */
const MOST_ATTRIBUTES = 10;
const LONGEST_REASON = 1000;

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

interface QueueCounts {
  waiting: number;
  /** Received, and not deleted yet. */
  inFlight: number;
  delayed: number;
}

const RedrivePolicy = z.object({ deadLetterTargetArn: z.string() });

/** Looks the queue up by name. Throws where it does not exist or has no dead-letter queue. */
export async function openQueue(client: SQSClient, name: string): Promise<OpenQueue> {
  const url = await queueUrl(client, name);
  const deadUrl = await deadLetterUrl(client, name, url);

  return {
    client,
    url,
    async moveToDeadLetters({ Body, MessageAttributes }, reason) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: deadUrl,
          // An empty body can be received from other senders, but not sent.
          MessageBody: Body || ' ',
          MessageAttributes: withReason(MessageAttributes ?? {}, reason),
        }),
      );
    },
    async depth() {
      const [waiting, dead] = await Promise.all([countsOf(client, url), countsOf(client, deadUrl)]);
      return { waiting: all(waiting), dead: all(dead) };
    },
  };
}

/** How many messages are in a queue, about: it is many servers, and they are not asked all. */
export async function countsOf(client: SQSClient, url: string): Promise<QueueCounts> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...COUNTS] }),
  );
  const [waiting = 0, inFlight = 0, delayed = 0] = COUNTS.map((name) => Number(Attributes[name] ?? 0));
  return { waiting, inFlight, delayed };
}

export function all({ waiting, inFlight, delayed }: QueueCounts): number {
  return waiting + inFlight + delayed;
}

/** The address of the dead-letter queue that a queue's redrive policy names. */
export async function deadLetterUrl(client: SQSClient, name: string, url?: string): Promise<string> {
  const QueueUrl = url ?? (await queueUrl(client, name));
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
  );
  if (!Attributes.RedrivePolicy) throw new Error(`The queue ${name} has no dead-letter queue.`);
  const { deadLetterTargetArn } = RedrivePolicy.parse(JSON.parse(Attributes.RedrivePolicy));
  return queueUrl(client, deadLetterTargetArn.split(':').at(-1) ?? '');
}

/** The address of a queue of our account. */
export async function queueUrl(client: SQSClient, name: string): Promise<string> {
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
  if (!QueueUrl) throw new Error(`SQS knows no address of the queue ${name}.`);
  return QueueUrl;
}

function withReason(given: Record<string, MessageAttributeValue>, reason: string) {
  const others = Object.entries(given).filter(([name]) => name !== 'reason');
  return {
    ...Object.fromEntries(others.slice(0, MOST_ATTRIBUTES - 1)),
    reason: { DataType: 'String', StringValue: legal(reason) || 'no reason was given' },
  };
}

/** SQS takes only the characters of XML 1.0. */
function legal(reason: string): string {
  return reason
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '?')
    .slice(0, LONGEST_REASON)
    .toWellFormed();
}
