// local/glacier/faults.ts — things that go wrong on demand: rules that fire a number of times or with a probability.
import { randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';

const FAULTS = [
  'no-expedited-capacity',
  'policy-refusal',
  'throttle',
  'server-error',
  'reply-lost',
  'latency',
  'flip-bit',
  'lose-notification',
  'double-notification',
  'fail-job',
  'expire-output',
] as const;
type Fault = (typeof FAULTS)[number];

/** What a rule may say; without `times` it fires until it is removed, `probability` is 1 unless given. */
export const FaultRule = z.strictObject({
  fault: z.enum(FAULTS),
  operation: z.string().optional(),
  times: z.int().positive().optional(),
  probability: z.number().min(0).max(1).default(1),
  seed: z.int().optional(),
  ms: z.int().nonnegative().default(1000),
});
export type FaultRule = z.infer<typeof FaultRule>;

interface ArmedFault extends FaultRule {
  id: string;
  seed: number;
  fired: number;
}

export interface Faults {
  add(rule: FaultRule): ArmedFault;
  list(): ArmedFault[];
  clear(): void;
  /** The first rule of this fault that strikes this operation now, counted as fired; none, and all goes well. */
  strike(fault: Fault, operation: string): ArmedFault | undefined;
}

/** Rules live in memory only: a restarted server is a healthy one. */
export function createFaults(): Faults {
  let armed: { rule: ArmedFault; random: () => number }[] = [];

  return {
    add(given) {
      const seed = given.seed ?? randomInt(2 ** 31);
      const rule = { ...given, seed, id: randomUUID(), fired: 0 };
      armed.push({ rule, random: seededRandom(seed) });
      return rule;
    },
    list: () => armed.map(({ rule }) => rule),
    clear: () => void (armed = []),
    strike(fault, operation) {
      const struck = armed.find(({ rule, random }) => applies(rule, fault, operation) && random() < rule.probability);
      if (struck) struck.rule.fired += 1;
      return struck?.rule;
    },
  };
}

function applies(rule: ArmedFault, fault: Fault, operation: string): boolean {
  const left = rule.times === undefined || rule.fired < rule.times;
  return rule.fault === fault && left && (rule.operation === undefined || rule.operation === operation);
}

// mulberry32: small and the same everywhere, so that a printed seed repeats a run.
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
