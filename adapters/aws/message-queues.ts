// adapters/aws/message-queues.ts — the SQS queues for an operator: depths, dead letters, and the way back for them.
import type { Message, MessageAttributeValue, SQSClient } from '@aws-sdk/client-sqs';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { DeadLetter, MessageQueues, QueueKind } from '../../domain/message-queues.ts';
import { all, countsOf, deadLetterUrl, queueUrl } from './queues.ts';

/** Messages of one call (SQS's limit). */
const BATCH = 10;
/** Counts how often a letter was sent back. */
const REDRIVEN = 'redriven';
type Attributes = Record<string, MessageAttributeValue>;

export function messageQueues({
  client,
  names,
}: {
  client: SQSClient;
  names: Record<QueueKind, string>;
}): MessageQueues {
  const deadUrl = (kind: QueueKind) => deadLetterUrl(client, names[kind]);

  return {
    names,

    async depth(kind) {
      const [own, dead] = await Promise.all([
        queueUrl(client, names[kind]).then((url) => countsOf(client, url)),
        deadUrl(kind).then((url) => countsOf(client, url)),
      ]);
      return { ...own, dead: all(dead) };
    },

    async takeDeadLetters(kind, seconds) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: await deadUrl(kind),
          MaxNumberOfMessages: BATCH,
          VisibilityTimeout: seconds,
          WaitTimeSeconds: 1, // a short poll asks some of the servers only, and may miss what is there
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['SentTimestamp'],
        }),
      );
      return Messages.map(letterOf);
    },

    async sendBack(kind, { body, attributes, redriven, receipt }) {
      const QueueUrl = await queueUrl(client, names[kind]);
      const again = { DataType: 'Number', StringValue: String(redriven + 1) };
      const MessageAttributes = { ...(attributes as Attributes), [REDRIVEN]: again };
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: body || ' ', MessageAttributes }));
      await client.send(new DeleteMessageCommand({ QueueUrl: await deadUrl(kind), ReceiptHandle: receipt }));
    },

    async letGo(kind, letters) {
      const QueueUrl = await deadUrl(kind);
      for (let from = 0; from < letters.length; from += BATCH) {
        const Entries = letters
          .slice(from, from + BATCH)
          .map(({ receipt }, at) => ({ Id: String(at), ReceiptHandle: receipt, VisibilityTimeout: 0 }));
        await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
      }
    },
  };
}

function letterOf({ MessageId, Body, ReceiptHandle, Attributes, ...message }: Message): DeadLetter {
  const { reason, [REDRIVEN]: redriven, ...attributes } = message.MessageAttributes ?? {};
  return {
    messageId: String(MessageId),
    body: Body ?? '',
    ...(reason?.StringValue ? { reason: reason.StringValue } : {}),
    redriven: Number(redriven?.StringValue ?? 0),
    sentAt: Number(Attributes?.SentTimestamp ?? 0),
    receipt: String(ReceiptHandle),
    attributes,
  };
}
