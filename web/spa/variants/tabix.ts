// web/spa/variants/tabix.ts — the index of a result (.tbi): where in the file the records of a place begin.

/** A place in a BGZF file: the block that begins at byte `block`, and `within` bytes of its content. */
export interface Place {
  block: number;
  within: number;
}

export interface TabixIndex {
  contigs: readonly string[];
  /** Before the first record of the contig that reaches `position` (from 1); undefined where the contig has none. */
  seek(contig: string, position: number): Place | undefined;
}

/** Bases of one window of the linear index. */
const WINDOW_BITS = 14;

interface Contig {
  /** Where its first chunk begins. */
  first: Place | undefined;
  windows: Place[];
}

/** Reads an inflated index (the tabix paper's supplement has its format). Throws RangeError where it is none. */
export function parseTabix(bytes: Uint8Array): TabixIndex {
  const read = reader(bytes);
  if (read.int() !== 0x01_49_42_54) throw new RangeError('not a tabix index');
  const count = read.int();
  for (let skipped = 0; skipped < 6; skipped += 1) read.int();
  const names = new TextDecoder().decode(read.bytes(read.int())).split('\0').slice(0, count);
  const contigs = new Map<string, Contig>();
  for (const name of names) contigs.set(name, contigIn(read));
  return {
    contigs: names,
    seek(name, position) {
      const { first, windows = [] } = contigs.get(name) ?? {};
      if (!first) return undefined;
      const window = Math.min(windows.length - 1, Math.max(0, position - 1) >> WINDOW_BITS);
      const place = windows[window];
      return place && (place.block > 0 || place.within > 0) ? place : first;
    },
  };
}

function contigIn(read: ReturnType<typeof reader>): Contig {
  let first: Place | undefined;
  for (let bins = read.int(); bins > 0; bins -= 1) {
    const isChunks = read.int() !== 37_450; // that one holds numbers, no places
    for (let chunks = read.int(); chunks > 0; chunks -= 1) {
      const begin = read.place();
      read.place();
      if (isChunks && (!first || isBefore(begin, first))) first = begin;
    }
  }
  const windows: Place[] = [];
  for (let left = read.int(); left > 0; left -= 1) windows.push(read.place());
  return { first, windows };
}

const isBefore = (a: Place, b: Place): boolean => a.block < b.block || (a.block === b.block && a.within < b.within);

/** Takes little-endian numbers one after another; past the end it throws RangeError. */
function reader(all: Uint8Array) {
  const view = new DataView(all.buffer, all.byteOffset, all.length);
  let at = 0;
  const step = (length: number): number => (at += length) - length;
  return {
    int: (): number => view.getInt32(step(4), true),
    place(): Place {
      const low = view.getUint32(step(4), true);
      const high = view.getUint32(step(4), true);
      return { block: high * 65_536 + Math.floor(low / 65_536), within: low % 65_536 };
    },
    bytes(length: number): Uint8Array {
      if (length < 0 || at + length > all.length) throw new RangeError('the index is cut off');
      return all.subarray(at, step(length) + length);
    },
  };
}
