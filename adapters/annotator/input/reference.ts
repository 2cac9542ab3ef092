// adapters/annotator/input/reference.ts — the bases of an indexed FASTA, a window at a time, whatever the size of the genome.
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** Upper-case bases of one contig; `start` is the position, from 1, of the first one. */
export interface Bases {
  bytes: Uint8Array;
  start: number;
  end: number;
}

export interface Reference {
  /** Bases that reach from `position` (from 1) over `length` bases if the contig has them; undefined: not in this FASTA. */
  at(contig: string, position: number, length: number): Bases | undefined;
  close(): void;
}

/** Records in order want what follows; those out of order would throw it away. */
const AHEAD = 256 * 1024;
const APART = 4 * 1024;
const GZIP = 0x1f;
const NEWLINE = 10;
const LOWER_CASE = 32;

interface Entry {
  name: string;
  length: number;
  offset: number;
  lineBases: number;
  lineBytes: number;
}

/** Opens a FASTA that has its `.fai` beside it; undefined if it is packed, which only the engine reads. */
export function openReference(path: string): Reference | undefined {
  const file = openSync(path, 'r');
  const first = Buffer.alloc(1);
  readSync(file, first, 0, 1, 0);
  if (first[0] !== GZIP) return fastaReader(file, indexOf(path));
  closeSync(file);
  return undefined;
}

function fastaReader(file: number, index: ReadonlyMap<string, Entry>): Reference {
  let contig = '';
  let window: Bases = { bytes: new Uint8Array(0), start: 1, end: 1 };

  return {
    at(name, position, length) {
      if (name === contig && position >= window.start && position + length <= window.end) return window;
      const entry = index.get(name);
      if (!entry) return undefined;
      const follows = name === contig && position >= window.start && position < window.end + AHEAD;
      const wanted = Math.max(length, follows || contig === '' ? AHEAD : APART);
      window = read(file, entry, { start: position, end: Math.min(position + wanted, entry.length + 1) });
      contig = name;
      return window;
    },
    close: () => closeSync(file),
  };
}

function read(file: number, entry: Entry, { start, end }: { start: number; end: number }): Bases {
  const from = byteOf(entry, start);
  const raw = Buffer.allocUnsafeSlow(Math.max(0, byteOf(entry, end - 1) + 1 - from));
  const got = readSync(file, raw, 0, raw.length, from);
  let bases = 0;
  for (let at = 0; at < got; at += 1) {
    const byte = raw[at]!;
    if (byte === NEWLINE || byte === 13) continue;
    raw[bases++] = byte >= 97 ? byte - LOWER_CASE : byte;
  }
  return { bytes: raw.subarray(0, bases), start, end: start + bases };
}

const byteOf = ({ offset, lineBases, lineBytes }: Entry, position: number): number =>
  offset + Math.floor((position - 1) / lineBases) * lineBytes + ((position - 1) % lineBases);

function indexOf(path: string): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const line of readFileSync(`${path}.fai`, 'latin1').split('\n')) {
    const [name = '', ...numbers] = line.split('\t');
    const [length = 0, offset = 0, lineBases = 0, lineBytes = 0] = numbers.map(Number);
    if (name && lineBases > 0) entries.set(name, { name, length, offset, lineBases, lineBytes });
  }
  return entries;
}
