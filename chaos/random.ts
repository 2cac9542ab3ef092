// chaos/random.ts — one seed decides everything: a small generator, split by name so that one part's draws move no other's.
import { createHash } from 'node:crypto';

export interface Random {
  /** At least 0 and below 1. */
  next(): number;
  /** A whole number from 0 to `limit`, exclusive. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  shuffled<T>(list: readonly T[]): T[];
  /** A generator of its own for one part, the same for the same seed and name. */
  of(name: string): Random;
}

/** The generator of a seed (mulberry32 over its hash): the same numbers on every machine. */
export function random(seed: string): Random {
  let state = createHash('sha256').update(seed).digest().readUInt32LE();

  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick(list) {
      if (list.length === 0) throw new RangeError('There is nothing to pick from.');
      return list[below(list.length)]!;
    },
    shuffled(list) {
      const result = [...list];
      for (let last = result.length - 1; last > 0; last--) {
        const other = below(last + 1);
        [result[last], result[other]] = [result[other]!, result[last]!];
      }
      return result;
    },
    of: (name) => random(`${seed}/${name}`),
  };
}
