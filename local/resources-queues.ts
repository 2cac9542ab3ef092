// local/resources-queues.ts — topics, queues with their dead-letter queues, and what flows from which to which.
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Config } from '../config.ts';
import { clientOptions, withClient } from './resources-client.ts';

type Kind = keyof Config['queues'];
const DAYS_14 = String(14 * 24 * 60 * 60);

/** Every topic of `config`, and for each queue its dead-letter queue, its policy and its subscription. */
export async function createQueues(config: Config): Promise<void> {
  await withClient(new SNSClient(clientOptions(config.aws)), async (sns) => {
    await Promise.all(
      Object.values(config.topics).map((arn) => sns.send(new CreateTopicCommand({ Name: nameOf(arn) }))),
    );
    await withClient(new SQSClient(clientOptions(config.aws)), async (sqs) => {
      const kinds = Object.keys(config.queues) as Kind[];
      await Promise.all(
        kinds.map((kind) => createQueue({ sns, sqs, topic: config.topics[kind], name: config.queues[kind] })),
      );
    });
  });
}

interface QueuePlan {
  sns: SNSClient;
  sqs: SQSClient;
  topic: string;
  name: string;
}

async function createQueue({ sns, sqs, topic, name }: QueuePlan): Promise<void> {
  const arn = topic.replace(':sns:', ':sqs:').replace(nameOf(topic), name);
  const { QueueUrl: deadUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `${name}-dead` }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));

  // A poisoned message must wait for its operator at least as long as a good one for its consumer.
  const forLong = { MessageRetentionPeriod: DAYS_14 };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: deadUrl, Attributes: forLong }));

  // Set afterwards: creating a queue again with other attributes than it has is an error.
  const Attributes = {
    VisibilityTimeout: '60',
    ReceiveMessageWaitTimeSeconds: '20',
    ...forLong,
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: `${arn}-dead`, maxReceiveCount: 5 }),
    Policy: JSON.stringify(acceptFrom(topic, arn)),
  };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: arn }));
}

/** Trust in SNS is this policy: only this topic may send to this queue. */
const acceptFrom = (topic: string, queue: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queue,
      Condition: { ArnEquals: { 'aws:SourceArn': topic } },
    },
  ],
});

const nameOf = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1);
