// infra/data/messaging.ts — topics, queues with their dead-letter queues, and what flows from which to which.
import { Duration } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Config } from '../../config.ts';

type QueueKind = keyof Config['queues'];
type TopicKind = keyof Config['topics'];

/** A poisoned message must wait for its operator at least as long as a good one for its consumer. */
const FOR_LONG = { retentionPeriod: Duration.days(14) };

/** Messages hold ids; SNS can't be encrypted with AWS's own key, since S3 and Glacier could not publish then. */
export class Messaging extends Construct {
  readonly topics: Record<TopicKind, sns.Topic>;
  readonly queues: Record<QueueKind, sqs.Queue>;
  readonly dead: Record<QueueKind, sqs.Queue>;

  constructor(scope: Construct, id: string, { topics, queues }: Config) {
    super(scope, id);
    this.topics = mapped(topics, (kind, arn) => this.topic(kind, arn));
    this.dead = mapped(queues, (kind, name) => this.queue(`${kind}Dead`, { queueName: `${name}-dead` }));
    this.queues = mapped(queues, (kind, queueName) =>
      this.queue(kind, {
        queueName,
        visibilityTimeout: Duration.seconds(60),
        receiveMessageWaitTime: Duration.seconds(20),
        deadLetterQueue: { queue: this.dead[kind], maxReceiveCount: 5 },
      }),
    );
    // The subscription writes the queue's policy: only this topic may send to this queue.
    for (const kind of Object.keys(queues) as QueueKind[])
      this.topics[kind].addSubscription(new subscriptions.SqsSubscription(this.queues[kind]));
  }

  private topic(id: string, arn: string): sns.Topic {
    return new sns.Topic(this, `${id}Topic`, { topicName: arn.slice(arn.lastIndexOf(':') + 1), enforceSSL: true });
  }

  private queue(id: string, props: sqs.QueueProps): sqs.Queue {
    const encryption = sqs.QueueEncryption.SQS_MANAGED;
    return new sqs.Queue(this, `${id}Queue`, { ...props, ...FOR_LONG, encryption, enforceSSL: true });
  }
}

function mapped<Kind extends string, T>(names: Record<Kind, string>, make: (kind: Kind, name: string) => T) {
  const entries = Object.entries(names) as [Kind, string][];
  return Object.fromEntries(entries.map(([kind, name]) => [kind, make(kind, name)])) as Record<Kind, T>;
}
