// domain/message-queues.ts — the queues as an operator handles them: how full they are, and what their dead letters are.
import type { Instant } from './job.ts';

export const QUEUE_KINDS = ['annotationComplete', 'planChanges', 'thaws', 'jobRequests'] as const;
export type QueueKind = (typeof QUEUE_KINDS)[number];

export interface QueueDepth {
  /** Messages that wait, are in somebody's hand, and will be shown later, about. */
  waiting: number;
  inFlight: number;
  delayed: number;
  /** Dead letters, those in hand included. */
  dead: number;
}

export interface DeadLetter {
  messageId: string;
  body: string;
  /** Why the bridge refused it; missing where SQS gave it up. */
  reason?: string;
  /** How often it has been sent back before. */
  redriven: number;
  sentAt: Instant;
  /** By which it is handled while it is in hand. */
  receipt: string;
  /** Everything else that goes along when it is sent back. */
  attributes: unknown;
}

/** Throws where a queue, or its dead-letter queue, does not exist. */
export interface MessageQueues {
  /** Names by kind. */
  readonly names: Record<QueueKind, string>;
  depth(kind: QueueKind): Promise<QueueDepth>;
  /** Some dead letters that nobody has in hand, which are then hidden for so long; none: that was all. */
  takeDeadLetters(kind: QueueKind, seconds: number): Promise<DeadLetter[]>;
  /** Sends the letter to its queue, then removes it: stopped between the two it is there twice, never lost. */
  sendBack(kind: QueueKind, letter: DeadLetter): Promise<void>;
  /** Lets letters go that were taken: others see them again at once. */
  letGo(kind: QueueKind, letters: readonly DeadLetter[]): Promise<void>;
}
