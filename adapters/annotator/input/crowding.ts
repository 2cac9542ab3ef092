// adapters/annotator/input/crowding.ts — finds positions with too many records, in bounded memory, in any order of records.

const MOST_BITS = 20;
const SUSPECTS = 100_000;

/**
 * Two tables of at most a million counters (8 MB) for a genome of any size. A position is suspected once both of its counters are over
 * the limit, which many positions may share, so from then on it is counted by itself: nothing is refused for its neighbours.
 * A crowd is therefore found after at most twice the limit of records out of order; records in order are counted exactly
 * before they come here.
 */
export function crowdCounter(limit: number, genomeBases: number) {
  const bits = Math.min(MOST_BITS, Math.ceil(Math.log2(genomeBases + 2)));
  const mask = (1 << bits) - 1;
  const one = new Uint32Array(1 << bits);
  const two = new Uint32Array(1 << bits);
  const suspects = new Map<number, number>();

  return {
    /** Adds `records` at a position, and answers whether there certainly are more than the limit. */
    add(contig: number, position: number, records: number): boolean {
      const spread = Math.imul(position ^ Math.imul(contig + 1, 0x9e3779b1), 0x85ebca6b);
      const first = (position + contig * 7919) & mask;
      const second = (spread ^ (spread >>> 15)) & mask;
      const estimate = Math.min((one[first] = one[first]! + records), (two[second] = two[second]! + records));
      if (estimate <= limit) return false;
      const key = contig * 2 ** 32 + position;
      const certain = (suspects.get(key) ?? 0) + records;
      if (suspects.size < SUSPECTS || suspects.has(key)) suspects.set(key, certain);
      return certain > limit;
    },
  };
}
