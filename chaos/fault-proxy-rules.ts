// chaos/fault-proxy-rules.ts — what a proxy does wrong, when, and how often it did. One seed decides.
import type { AwsOperation, AwsService } from './fault-proxy-operations.ts';

export type Fault =
  | 'server-error'
  | 'throttle'
  | 'reply-lost'
  | 'request-cut'
  | 'latency'
  | 'stream-cut'
  | 'flip-bit'
  | 'no-expedited-capacity'
  | 'restore-throttled'
  | 'restore-expired'
  | 'duplicate-delivery';

export interface FaultRule {
  fault: Fault;
  service?: AwsService;
  /** Only this operation; otherwise every one that the fault can befall. */
  operation?: string;
  /** 1 by default. */
  probability?: number;
  /** How often at most; without it until `clear`. */
  times?: number;
  /** Of latency: 500 by default. */
  ms?: number;
}

/** What a fault befalls by its nature; others befall anything. */
const BEFALLS: Partial<Record<Fault, (operation: AwsOperation) => boolean>> = {
  'stream-cut': ({ operation }) => operation === 'GetObject',
  'flip-bit': ({ operation }) => ['GetObject', 'PutObject', 'UploadPart'].includes(operation),
  'no-expedited-capacity': ({ operation, tier }) => operation === 'RestoreObject' && tier === 'Expedited',
  'restore-throttled': ({ operation }) => operation === 'RestoreObject',
  'restore-expired': ({ operation }) => operation === 'HeadObject',
  'duplicate-delivery': ({ operation }) => operation === 'ReceiveMessage',
};

export type Strike = FaultRule & {
  /** At least 0, below 1: where in the bytes. */
  at: number;
};

export function faultRules(seed: number) {
  const fired = new Map<Fault, number>();
  let rules: (FaultRule & { draw: () => number; left: number })[] = [];
  let added = 0;

  return {
    add(rule: FaultRule): void {
      added += 1;
      rules.push({ ...rule, draw: numbers(seed + added * 7919), left: rule.times ?? Infinity });
    },
    clear(): void {
      rules = [];
    },
    fired: (): Partial<Record<Fault, number>> => Object.fromEntries(fired),

    /** What befalls this operation, if anything: the first rule that draws it. */
    strike(operation: AwsOperation): Strike | undefined {
      const struck = rules.find(
        (rule) => rule.left > 0 && befalls(rule, operation) && rule.draw() < (rule.probability ?? 1),
      );
      if (!struck) return undefined;
      struck.left -= 1;
      fired.set(struck.fault, (fired.get(struck.fault) ?? 0) + 1);
      const { draw, left: _, ...rule } = struck;
      return { ...rule, at: draw() };
    },
  };
}

function befalls(rule: FaultRule, asked: AwsOperation): boolean {
  if (rule.service !== undefined && rule.service !== asked.service) return false;
  if (rule.operation !== undefined && rule.operation !== asked.operation) return false;
  return BEFALLS[rule.fault]?.(asked) ?? true;
}

/** mulberry32: the same numbers for the same seed, on every machine. */
function numbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
