// test/support/fakes/message-queues.ts — queues with dead letters in memory: those in hand are hidden until they are let go.
import { randomUUID } from 'node:crypto';
import type { DeadLetter, MessageQueues, QueueKind } from '../../../domain/message-queues.ts';

const names = {
  annotationComplete: 'gas-annotation-complete',
  planChanges: 'gas-plan-changes',
  thaws: 'gas-thaws',
  jobRequests: 'gas-job-requests',
};

const of = <T>(all: Map<QueueKind, T[]>, kind: QueueKind) => all.get(kind) ?? all.set(kind, []).get(kind)!;

export function fakeMessageQueues() {
  const dead = new Map<QueueKind, DeadLetter[]>();
  const sent = new Map<QueueKind, string[]>();
  const inHand = new Set<string>();
  const port: MessageQueues = {
    names,
    depth: async (kind) => ({ waiting: of(sent, kind).length, inFlight: 0, delayed: 0, dead: of(dead, kind).length }),
    async takeDeadLetters(kind) {
      const taken = of(dead, kind)
        .filter(({ messageId }) => !inHand.has(messageId))
        .slice(0, 2);
      for (const { messageId } of taken) inHand.add(messageId);
      return taken;
    },
    async sendBack(kind, letter) {
      of(sent, kind).push(letter.body);
      dead.set(
        kind,
        of(dead, kind).filter(({ messageId }) => messageId !== letter.messageId),
      );
    },
    async letGo(_kind, letters) {
      for (const { messageId } of letters) inHand.delete(messageId);
    },
  };
  return {
    port,
    dead,
    sent,
    inHand,
    /** A dead letter with this body. */
    bury(kind: QueueKind, body: unknown, over: Partial<DeadLetter> = {}): DeadLetter {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const letter = {
        messageId: randomUUID(),
        body: text,
        redriven: 0,
        sentAt: 0,
        receipt: '',
        attributes: {},
        ...over,
      };
      of(dead, kind).push(letter);
      return letter;
    },
  };
}
