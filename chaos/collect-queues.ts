// chaos/collect-queues.ts — how full the queues are, and what the dead-letter queues hold.
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeadLetter } from './stores.ts';

const COUNTS = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;

/** Messages waiting or in flight in each of these queues. */
export async function readDepths(sqs: SQSClient, queues: readonly string[]): Promise<Record<string, number>> {
  const depths = queues.map(async (name) => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: await urlOf(sqs, name), AttributeNames: [...COUNTS] }),
    );
    return [name, Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0)] as const;
  });
  return Object.fromEntries(await Promise.all(depths));
}

/** Every dead letter; they stay hidden for a while afterwards. */
export async function readDeadLetters(sqs: SQSClient, queues: readonly string[]): Promise<DeadLetter[]> {
  const letters = await Promise.all(
    queues.map(async (queue): Promise<DeadLetter[]> => {
      const found: DeadLetter[] = [];
      const QueueUrl = await urlOf(sqs, `${queue}-dead`);
      for (;;) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: 10,
            VisibilityTimeout: 600,
            WaitTimeSeconds: 0,
            MessageAttributeNames: ['All'],
          }),
        );
        if (Messages.length === 0) return found;
        for (const { Body = '', MessageAttributes } of Messages) {
          const reason = MessageAttributes?.['reason']?.StringValue;
          found.push({ queue, body: Body, ...(reason && { reason }) });
        }
      }
    }),
  );
  return letters.flat();
}

async function urlOf(sqs: SQSClient, QueueName: string): Promise<string> {
  return (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl!;
}
