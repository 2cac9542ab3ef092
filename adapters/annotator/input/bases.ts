// adapters/annotator/input/bases.ts — which bytes are bases.

/** Bit 0: an upper-case base, bit 1: a lower-case one. */
const BASE = new Uint8Array(256);
for (const letter of 'ACGTN') {
  BASE[letter.charCodeAt(0)] = 1;
  BASE[letter.toLowerCase().charCodeAt(0)] = 2;
}

/** Takes a letter to upper case; other bytes must not be given. */
export const UPPER_CASE = ~32;

/** 0: not all of these bytes are bases, or there are none; else bit 0: some are upper-case, bit 1: some are lower-case. */
export function basesIn(bytes: Buffer, start: number, end: number): number {
  let kinds = 0;
  for (let at = start; at < end; at += 1) {
    const kind = BASE[bytes[at]!]!;
    if (kind === 0) return 0;
    kinds |= kind;
  }
  return kinds;
}

/** Whether any is lower-case, of an answer of `basesIn`. */
export const someLower = (kinds: number): boolean => (kinds & 2) !== 0;
