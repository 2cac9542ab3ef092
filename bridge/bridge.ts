// bridge/bridge.ts — the four consumers behind one gate, started and stopped together.
import type { Logger } from 'pino';
import type { QueueHealth } from './consume.ts';
import { consume } from './consume.ts';
import type { Pauses } from './gate.ts';
import { createGate } from './gate.ts';
import type { WorkStarters } from './hand-over.ts';
import type { InputPlace, QueueName } from './messages.ts';
import { readers } from './messages.ts';
import type { Source } from './take-message.ts';

export interface BridgeOptions {
  sources: Record<QueueName, Source>;
  place: InputPlace;
  starters: WorkStarters;
  log: Logger;
  pauses?: Pauses;
  /** Told, with each message that is done with, how many seconds ago it was sent. */
  onDone?: (queue: QueueName, seconds: number) => void;
}

export interface Bridge {
  start(): void;
  /** Resolves when nothing is in hand any more. */
  stop(): Promise<void>;
  health(): { ready: boolean; queues: Record<QueueName, QueueHealth> };
}

const PAUSES: Pauses = { firstMs: 500, longestMs: 15_000 };

/** A bridge over these queues; nothing is received before `start`. */
export function createBridge({ sources, place, starters, log, pauses = PAUSES, onDone }: BridgeOptions): Bridge {
  const gate = createGate(starters, pauses, log);
  const reads = readers(place);
  const consumer = (name: QueueName) =>
    consume(
      { name, source: sources[name], read: reads[name] },
      { starters, gate, log, onDone: (s) => onDone?.(name, s) },
    );
  const consumers = {
    annotationComplete: consumer('annotationComplete'),
    planChanges: consumer('planChanges'),
    thaws: consumer('thaws'),
    jobRequests: consumer('jobRequests'),
  };
  const all = Object.values(consumers);

  return {
    start: () => all.forEach((one) => one.start()),
    async stop() {
      gate.stop();
      await Promise.all(all.map((one) => one.stop()));
    },
    health() {
      const queues = {
        annotationComplete: consumers.annotationComplete.health(),
        planChanges: consumers.planChanges.health(),
        thaws: consumers.thaws.health(),
        jobRequests: consumers.jobRequests.health(),
      };
      return { ready: Object.values(queues).every((queue) => !queue.paused && !queue.unreachable), queues };
    },
  };
}
