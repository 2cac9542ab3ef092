// chaos/traps.ts — what a door does wrong, and whom it holds up: rules that wait for a matching request.
import type { EventLog, Operation } from './events.ts';
import type { FaultName } from './faults.ts';

export type Point = 'request' | 'reply' | 'body';

export type Misbehaviour =
  | { does: 'refuse'; answer: { status: number; headers: Record<string, string>; body: string } }
  | { does: 'delay'; ms: number }
  | { does: 'lose-reply' | 'cut' | 'shorten' }
  | { does: 'flip'; at: number };

export interface Rule {
  fault: FaultName;
  matches: (operation: Operation) => boolean;
  /** How often it strikes before it is gone. */
  times: number;
  what: Misbehaviour | ((operation: Operation) => Misbehaviour);
}

interface Hold {
  /** The request that is held; nothing where none came in time, or everything was let go. */
  reached: Promise<Operation | undefined>;
  /** `drop`: the request, or its reply, is never seen by the other end. */
  release(how: 'go' | 'drop'): void;
}

export interface Traps {
  add(rule: Rule): void;
  /** Holds the next matching request before the store sees it, its reply, or the middle of the reply's bytes. */
  set(point: Point, matches: (operation: Operation) => boolean, limitMs: number): Hold;
  strike(operation: Operation): ({ fault: FaultName } & Misbehaviour) | undefined;
  hold(point: Point, operation: Operation): Promise<'go' | 'drop'>;
  holds(point: Point, operation: Operation): boolean;
  /** Forgets every rule and lets everybody go. */
  clear(): void;
}

interface Snare {
  point: Point;
  matches: (operation: Operation) => boolean;
  spring(operation: Operation | undefined): void;
  released: Promise<'go' | 'drop'>;
}

export function createTraps(log: EventLog): Traps {
  let rules: Rule[] = [];
  let snares: Snare[] = [];
  const drop = (snare: Snare) => (snares = snares.filter((each) => each !== snare));
  const snareOf = (point: Point, operation: Operation) =>
    snares.find((each) => each.point === point && each.matches(operation));

  return {
    add: (rule) => void rules.push({ ...rule }),
    set(point, matches, limitMs) {
      const reached = Promise.withResolvers<Operation | undefined>();
      const released = Promise.withResolvers<'go' | 'drop'>();
      const snare: Snare = { point, matches, spring: reached.resolve, released: released.promise };
      snares.push(snare);
      const timer = setTimeout(() => {
        drop(snare);
        reached.resolve(undefined);
      }, limitMs);
      void reached.promise.then(() => clearTimeout(timer));
      return { reached: reached.promise, release: released.resolve };
    },
    strike(operation) {
      const rule = rules.find(({ matches }) => matches(operation));
      if (!rule) return undefined;
      rule.times -= 1;
      if (rule.times <= 0) rules = rules.filter((each) => each !== rule);
      const what = typeof rule.what === 'function' ? rule.what(operation) : rule.what;
      log.write('fault', { fault: rule.fault, times: 1, detail: `${operation.service} ${operation.name}` });
      return { fault: rule.fault, ...what };
    },
    async hold(point, operation) {
      const snare = snareOf(point, operation);
      if (!snare) return 'go';
      drop(snare);
      snare.spring(operation);
      return snare.released;
    },
    holds: (point, operation) => snareOf(point, operation) !== undefined,
    clear() {
      rules = [];
      for (const snare of snares) snare.spring(undefined);
      snares = [];
    },
  };
}
