// telemetry/registry.ts — the measurements of one process: its own state, and whatever else is measured here.
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Readiness } from './internal-server.ts';

/** A value with the labels it stands under. */
export type Reading = [labels: Record<string, string>, value: number];

/** Readiness asks other systems, and two gauges want it at every scrape. */
const READINESS_MS = 1000;

/** Opens the registry of this process. Labels never hold an id, a name or an address of anybody. */
export function openRegistry(readiness: () => Readiness | Promise<Readiness>): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const state = remembered(async () => readiness(), READINESS_MS);
  gauge(registry, ['gas_ready', '1 while this process can do its work, as /health/ready says'], async () => [
    [{}, Number((await state())?.ready ?? false)],
  ]);
  gauge(registry, ['gas_check_up', '1 while what this process depends on answers', 'check'], async () =>
    Object.entries((await state()) ?? {}).flatMap(([check, up]): Reading[] =>
      typeof up === 'boolean' && check !== 'ready' ? [[{ check }, Number(up)]] : [],
    ),
  );
  return registry;
}

/** A gauge that is read anew at each scrape; what is not among the readings any more is gone. */
export function gauge(
  registry: Registry,
  [name, help, ...labelNames]: readonly [name: string, help: string, ...labelNames: string[]],
  read: () => Promise<readonly Reading[]>,
): void {
  const made: Gauge = new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      const readings = await read();
      made.reset();
      if (readings.length === 0) made.remove({}); // one without labels is 0 after a reset, which is a claim
      for (const [labels, value] of readings) made.set(labels, value);
    },
  });
}

/** Asked once every `everyMs`, however many want it; undefined where it fails, and then it is asked again. */
export function remembered<T>(ask: () => Promise<T>, everyMs: number): () => Promise<T | undefined> {
  let answer: Promise<T | undefined> | undefined;
  return () => {
    answer ??= ask().then(
      (value) => {
        setTimeout(() => (answer = undefined), everyMs).unref();
        return value;
      },
      () => {
        answer = undefined;
        return undefined;
      },
    );
    return answer;
  };
}
