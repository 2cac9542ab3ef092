// bridge/measure.ts — what each queue brought and became, how old it was by then, and what still waits in SQS.
import { Counter, Histogram, type Registry } from 'prom-client';
import { gauge, remembered, type Reading } from '../telemetry/registry.ts';
import type { Bridge } from './bridge.ts';
import type { QueueName } from './messages.ts';

/** Messages of a queue and of its dead-letter queue, about. */
export interface Depth {
  waiting: number;
  dead: number;
}

/** SQS is asked at most so often; its own numbers lag by about as much. */
const DEPTH_EVERY_MS = 15_000;
const HELD = '1 while nothing is received: paused, since Temporal is away; unreachable, since SQS is';
const AGES = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 3600, 86_400];

/** Tells how old a message was when it was done with. */
export function messageAges(registry: Registry): (queue: string, seconds: number) => void {
  const ages = new Histogram({
    name: 'gas_bridge_message_age_seconds',
    help: 'From the sending of a message until Temporal or the dead-letter queue had it',
    labelNames: ['queue'],
    buckets: AGES,
    registers: [registry],
  });
  return (queue, seconds) => ages.observe({ queue }, seconds);
}

/** Reads, at each scrape, what the bridge counts by itself. */
export function measureBridge(registry: Registry, bridge: Pick<Bridge, 'health'>): void {
  const messages = new Counter({
    name: 'gas_bridge_messages_total',
    help: 'Messages by what became of them; received counts deliveries',
    labelNames: ['queue', 'outcome'],
    registers: [registry],
    collect() {
      messages.reset();
      for (const [queue, counts] of Object.entries(bridge.health().queues)) {
        messages.inc({ queue, outcome: 'received' }, counts.received);
        messages.inc({ queue, outcome: 'handed_over' }, counts.handedOver);
        messages.inc({ queue, outcome: 'ignored' }, counts.ignored);
        messages.inc({ queue, outcome: 'poisoned' }, counts.poisoned);
      }
    },
  });
  gauge(registry, ['gas_bridge_held', HELD, 'queue', 'reason'], async () =>
    Object.entries(bridge.health().queues).flatMap(([queue, { paused, unreachable }]): Reading[] => [
      [{ queue, reason: 'paused' }, Number(paused)],
      [{ queue, reason: 'unreachable' }, Number(unreachable)],
    ]),
  );
}

/** Reads, at a scrape, how much lies in the queues; while SQS does not answer there is no number. */
export function measureQueues(registry: Registry, sources: Record<QueueName, { depth: () => Promise<Depth> }>): void {
  const depths = remembered(
    () => Promise.all(Object.entries(sources).map(async ([queue, { depth }]) => ({ queue, ...(await depth()) }))),
    DEPTH_EVERY_MS,
  );
  const from = (of: keyof Depth) => async () =>
    ((await depths()) ?? []).map(({ queue, ...depth }): Reading => [{ queue }, depth[of]]);
  gauge(registry, ['gas_bridge_waiting', 'Messages in a queue, about', 'queue'], from('waiting'));
  gauge(registry, ['gas_bridge_dead_letters', 'Messages in a dead-letter queue, about', 'queue'], from('dead'));
}
