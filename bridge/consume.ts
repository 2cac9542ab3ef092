// bridge/consume.ts — the loop of one queue: receive, read, hand over, delete. Each queue has one of its own.
import { setTimeout as sleep } from 'node:timers/promises';
import { Consumer } from 'sqs-consumer';
import { BridgeStopped } from './gate.ts';
import type { Counts, Message, Queue, Source, Surroundings } from './take-message.ts';
import { takeMessage } from './take-message.ts';

export interface QueueHealth extends Counts {
  /** Nothing is received: Temporal is away, or the bridge stops. */
  paused: boolean;
  /** SQS does not answer. */
  unreachable: boolean;
}

export interface QueueConsumer {
  start(): void;
  /** Resolves when what was in hand is deleted or visible again, and nothing more is received. */
  stop(): Promise<void>;
  health(): QueueHealth;
}

/** Seconds a message stays hidden: renewed while it is in hand, so it only counts after a crash. */
const HIDDEN_SECONDS = 20;
/** Of a long poll. Some servers go on with one that was cut, and hide what arrives meanwhile: so it is not the longest. */
const POLL_SECONDS = 5;
const LONGEST_BACKOFF_SECONDS = 60;

/** A consumer of one queue that deletes a message only after Temporal, or the dead-letter queue, has it. */
export function consume(queue: Queue, { gate, starters, onDone, log: parent }: Surroundings): QueueConsumer {
  const log = parent.child({ queue: queue.name });
  const counts: Counts = { received: 0, handedOver: 0, ignored: 0, poisoned: 0 };
  const stopping = new AbortController();
  let inHand = false;
  let failedReceives = 0;

  const consumer = Consumer.create({
    ...receiving(queue.source),
    handleMessage: (message) => takeMessage(message, queue, { gate, starters, log, counts, onDone }),
    terminateVisibilityTimeout: ([message]) => (stopping.signal.aborted ? 0 : backoffSeconds(receivesOf(message))),
    // sqs-consumer itself polls again at once after most failures.
    async preReceiveMessageCallback() {
      if (failedReceives > 0)
        await sleep(backoffSeconds(failedReceives) * 1000, undefined, { signal: stopping.signal });
      await gate.passage();
    },
    async postReceiveMessageCallback() {
      failedReceives = 0;
    },
  });
  consumer.on('message_received', () => (inHand = true));
  consumer.on('response_processed', () => (inHand = false));
  consumer.on('error', (error, message) => {
    if (stopping.signal.aborted) return; // the long poll that the stop has cut
    if (!message) failedReceives += 1;
    log.warn({ error: error.message }, 'SQS does not answer as it should');
  });
  consumer.on('processing_error', (failure, { MessageId: messageId }) => {
    if (failure.cause instanceof BridgeStopped) return;
    log.error({ message_id: messageId, error: failure.message }, 'left for another attempt');
  });

  return {
    start: () => consumer.start(),
    async stop() {
      stopping.abort();
      // Aborting would cut the deletes of what is in hand as well; an idle long poll has to be cut.
      const finished = inHand ? new Promise((resolve) => consumer.once('response_processed', resolve)) : undefined;
      consumer.stop({ abort: !inHand });
      await finished;
    },
    health: () => ({
      ...counts,
      paused: stopping.signal.aborted || !gate.isOpen(),
      unreachable: failedReceives > 0,
    }),
  };
}

function receiving({ client, url }: Source) {
  return {
    sqs: client,
    queueUrl: url,
    messageSystemAttributeNames: ['SentTimestamp' as const, 'ApproximateReceiveCount' as const],
    messageAttributeNames: ['All'], // they go along to the dead-letter queue
    batchSize: 10,
    waitTimeSeconds: POLL_SECONDS,
    visibilityTimeout: HIDDEN_SECONDS,
    heartbeatInterval: HIDDEN_SECONDS / 3,
    strictReturn: true,
  };
}

function receivesOf(message: Message | undefined): number {
  return Number(message?.Attributes?.ApproximateReceiveCount ?? 1);
}

function backoffSeconds(attempts: number): number {
  return Math.min(LONGEST_BACKOFF_SECONDS, 2 ** Math.min(attempts, 6));
}
