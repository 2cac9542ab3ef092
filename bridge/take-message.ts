// bridge/take-message.ts — what becomes of one message: handed over, acknowledged, or moved to the dead-letter queue.
import type { Logger } from 'pino';
import type { ConsumerOptions } from 'sqs-consumer';
import { annotateWorkflowId, planWorkflowId, resultWorkflowId } from '../domain/workflow-ids.ts';
import type { Gate } from './gate.ts';
import type { WorkStarters } from './hand-over.ts';
import { handOver } from './hand-over.ts';
import type { Read } from './messages.ts';
import type { Work } from './reading.ts';

export type Message = Parameters<NonNullable<ConsumerOptions['handleMessage']>>[0];

/** A queue, and the way to its dead-letter queue. */
export interface Source {
  client: NonNullable<ConsumerOptions['sqs']>;
  url: string;
  /** Resolves when the dead-letter queue holds the message with its reason; the original is still in its queue. */
  moveToDeadLetters(message: Message, reason: string): Promise<void>;
}

export interface Counts {
  received: number;
  handedOver: number;
  /** Asked for no work: tests, inventories, notifications of others. */
  ignored: number;
  poisoned: number;
}

export interface Queue {
  name: string;
  source: Source;
  read: Read;
}

export interface Surroundings {
  starters: WorkStarters;
  gate: Gate;
  log: Logger;
  /** Seconds since the message was sent, once it is done with. */
  onDone: (seconds: number) => void;
}

/** Resolves with the message, which has it deleted, once somebody else has it: Temporal or the dead-letter queue. */
export async function takeMessage(
  message: Message,
  { source, read }: Queue,
  { starters, gate, log, counts, onDone }: Surroundings & { counts: Counts },
): Promise<Message> {
  counts.received += 1;
  const messageId = message.MessageId ?? '';
  const sentAt = Number(message.Attributes?.SentTimestamp ?? Date.now());
  const reading = read({ body: message.Body ?? '', messageId, sentAt });
  if (reading.kind === 'refused') {
    await source.moveToDeadLetters(message, reading.reason);
    counts.poisoned += 1;
    log.warn({ message_id: messageId, reason: reading.reason }, 'refused: moved to the dead-letter queue');
  } else if (reading.kind === 'nothing') {
    counts.ignored += 1;
    log.info({ message_id: messageId, outcome: reading.why }, 'acknowledged');
  } else {
    const outcome = await handOver(reading.work, starters, gate);
    counts.handedOver += 1;
    log.info({ message_id: messageId, ...idsOf(reading.work), outcome }, 'handed over');
  }
  onDone(Math.max(0, Date.now() - sentAt) / 1000);
  return message;
}

function idsOf([work]: readonly Work[]): { job_id?: string; user_id?: string; workflow_id?: string } {
  if (work === undefined) return {};
  if (work.kind === 'planChanged') {
    const { userId } = work.change;
    return { user_id: userId, workflow_id: planWorkflowId(userId) };
  }
  if (work.kind === 'archiveThawed') return { job_id: work.jobId, workflow_id: resultWorkflowId(work.jobId) };
  const { jobId, userId } = work.kind === 'jobRequested' ? work.request : work;
  const workflowId = work.kind === 'jobRequested' ? annotateWorkflowId(jobId) : resultWorkflowId(jobId);
  return { job_id: jobId, user_id: userId, workflow_id: workflowId };
}
