// adapters/aws/checks/queues.ts — the queues with their dead-letter queues and policies, and the topics that feed them.
import type { SNSClient } from '@aws-sdk/client-sns';
import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import type { Check, Seen } from '../../../domain/checkup.ts';
import { Problem, wellUnless } from '../../../domain/checkup.ts';
import { awsCheck } from './refusals.ts';

export interface QueuesOptions {
  sqs: Pick<SQSClient, 'send'>;
  sns: Pick<SNSClient, 'send'>;
  /** Names by kind; a topic of the same kind, by its ARN, feeds each. */
  queues: Record<string, string>;
  topics: Record<string, string>;
}

const Redrive = z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() });

export function queueChecks(options: QueuesOptions): Check[] {
  const { queues, topics } = options;
  const ofQueues = Object.entries(queues).map(([kind, name]) =>
    awsCheck({
      area: 'queues',
      subject: `queue ${name}`,
      service: 'SQS',
      rights: 'sqs:GetQueueUrl and GetQueueAttributes',
      create: 'Create it with a dead-letter queue, or set GAS_QUEUE_PREFIX to the one that the queues have.',
      look: (abortSignal) => lookAtQueue(options, { name, topic: topics[kind]!, abortSignal }),
    }),
  );
  const ofTopics = Object.entries(topics).map(([kind, arn]) =>
    awsCheck({
      area: 'topics',
      subject: `topic ${nameOf(arn)}`,
      service: 'SNS',
      rights: 'sns:GetTopicAttributes and ListSubscriptionsByTopic',
      create: 'Create it, or mend AWS_ACCOUNT_ID, AWS_REGION and GAS_QUEUE_PREFIX, of which its ARN is made.',
      look: (abortSignal) => lookAtTopic(options, { arn, queue: queues[kind], abortSignal }),
    }),
  );
  return [...ofQueues, ...ofTopics];
}

async function lookAtQueue(
  { sqs }: QueuesOptions,
  { name, topic, abortSignal }: { name: string; topic: string; abortSignal: AbortSignal },
): Promise<readonly Seen[]> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }), { abortSignal });
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }), {
    abortSignal,
  });
  const redrive = Redrive.safeParse(fromJson(Attributes['RedrivePolicy']));
  const dead = redrive.success ? nameOf(redrive.data.deadLetterTargetArn) : undefined;
  return wellUnless(
    [
      dead === undefined
        ? {
            problem: 'It has no dead-letter queue: the bridge does not start with it.',
            advice: `Create ${name}-dead, and set it as the redrive policy of ${name} with maxReceiveCount 5.`,
          }
        : await deadProblem({ sqs, abortSignal }, dead, Attributes),
      !accepts(Attributes['Policy'], topic) && {
        problem: `Its policy does not let the topic ${nameOf(topic)} send to it.`,
        advice: `Allow sns.amazonaws.com sqs:SendMessage where aws:SourceArn is ${topic}; what is published is lost until then.`,
      },
    ],
    `dead letters go to ${dead ?? 'nowhere'}, after ${redrive.data?.maxReceiveCount ?? 0} times`,
  );
}

/** A poisoned message must wait for its operator at least as long as a good one for its consumer. */
async function deadProblem(
  { sqs, abortSignal }: { sqs: QueuesOptions['sqs']; abortSignal: AbortSignal },
  dead: string,
  { MessageRetentionPeriod: kept = '0' }: Record<string, string>,
): Promise<Seen | undefined> {
  const asked = sqs.send(new GetQueueUrlCommand({ QueueName: dead }), { abortSignal });
  const { QueueUrl } = await asked.catch((cause: unknown) => {
    throw new Problem(
      `Its dead-letter queue ${dead} does not exist.`,
      `Create ${dead}; messages that cannot be accepted stay in ${dead.replace(/-dead$/, '')} until then.`,
      { cause },
    );
  });
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['MessageRetentionPeriod'] }),
    { abortSignal },
  );
  if (Number(Attributes['MessageRetentionPeriod']) >= Number(kept)) return undefined;
  return {
    problem: `Its dead-letter queue ${dead} forgets sooner than the queue itself.`,
    advice: `Set the retention period of ${dead} to 14 days: SQS counts it from when a message was first sent.`,
  };
}

async function lookAtTopic(
  { sns }: QueuesOptions,
  { arn, queue, abortSignal }: { arn: string; queue: string | undefined; abortSignal: AbortSignal },
): Promise<Seen> {
  await sns.send(new GetTopicAttributesCommand({ TopicArn: arn }), { abortSignal });
  if (queue === undefined) return { well: 'there, for other systems to follow' };
  for (let NextToken: string | undefined; ;) {
    const page = await sns.send(
      new ListSubscriptionsByTopicCommand({ TopicArn: arn, ...(NextToken ? { NextToken } : {}) }),
      { abortSignal },
    );
    const ours = page.Subscriptions?.find(
      ({ Protocol, Endpoint = '' }) => Protocol === 'sqs' && nameOf(Endpoint) === queue,
    );
    if (ours?.SubscriptionArn?.startsWith('arn:')) return { well: `feeds ${queue}` };
    if (ours) {
      const advice = `Confirm it, or subscribe ${queue} again from the account that owns the topic.`;
      return { problem: `The subscription of ${queue} is not confirmed.`, advice };
    }
    if (!page.NextToken) break;
    ({ NextToken } = page);
  }
  const advice = `Subscribe ${queue} to it (protocol sqs): what is published there reaches nobody until then.`;
  return { problem: `The queue ${queue} is not subscribed to it.`, advice };
}

const Policy = z.object({
  Statement: z.array(
    z.object({
      Effect: z.string(),
      Condition: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())]))).optional(),
    }),
  ),
});

/** Whether some statement allows what comes from this topic. */
function accepts(policy: string | undefined, topic: string): boolean {
  const read = Policy.safeParse(fromJson(policy));
  if (!read.success) return false;
  return read.data.Statement.some(({ Effect, Condition = {} }) => {
    const sources = Object.values(Condition).flatMap((names) =>
      Object.entries(names).flatMap(([name, values]) => (/^aws:SourceArn$/i.test(name) ? values : [])),
    );
    return Effect === 'Allow' && sources.includes(topic);
  });
}

function fromJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

const nameOf = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1);
