// adapters/annotator/consequence/record-line.ts — the columns of a record that describing it needs, found in its bytes.
import type { BcsqEntry } from '../../../domain/consequence.ts';

const TAB = 9;
const ZERO = 48;

/** A record's line: `infoEnd` is where another INFO field can be put. */
export interface RecordLine {
  contig: string;
  position: number;
  ref: string;
  alt: string;
  /** Where ALT ends. */
  altEnd: number;
  info: string;
  infoEnd: number;
  /** The first byte of the first sample, 0 without genotypes. */
  samples: number;
}

/** A record on its way out: its line, what csq says of it, and what it says of it in other records. */
export interface Emitted {
  line: Buffer;
  start: number;
  end: number;
  record: RecordLine;
  bcsq: string;
  /** Entries of joint consequences that stand in another record. */
  joint?: readonly BcsqEntry[] | undefined;
}

/** Reads lines that bcftools has written; the name of the contig is kept as one string while it stays the same. */
export function recordReader() {
  const tabs = new Int32Array(9);
  let contig = '';
  return (line: Buffer, start: number, end: number): RecordLine => {
    const found = findTabs(line, { start, end }, tabs);
    if (tabs[0]! - start !== contig.length || !beginsWith(line, start, contig))
      contig = line.toString('latin1', start, tabs[0]);
    let position = 0;
    for (let at = tabs[0]! + 1; at < tabs[1]!; at += 1) position = position * 10 + line[at]! - ZERO;
    const infoStart = tabs[6]! + 1;
    const infoEnd = found > 7 ? tabs[7]! : end;
    const genotyped = found > 8 && line[infoEnd + 1] === 71 && line[infoEnd + 2] === 84; // GT
    return {
      contig,
      position,
      ref: line.toString('latin1', tabs[2]! + 1, tabs[3]),
      alt: line.toString('latin1', tabs[3]! + 1, tabs[4]),
      altEnd: tabs[4]!,
      info: line.toString('latin1', infoStart, infoEnd),
      infoEnd,
      samples: genotyped ? tabs[8]! + 1 : 0,
    };
  };
}

/** The first nine tabs of the line; answers how many there are, nine at most. */
function findTabs(line: Buffer, { start, end }: { start: number; end: number }, tabs: Int32Array): number {
  let found = 0;
  for (let at = start; at < end && found < 9; at += 1) {
    if (line[at] !== TAB) continue;
    tabs[found] = at;
    found += 1;
  }
  return found;
}

function beginsWith(line: Buffer, start: number, text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (line[start + at] !== text.charCodeAt(at)) return false;
  return true;
}

/** The value of a field in the text of INFO; undefined where it is not there. */
export function infoValue(info: string, key: string): string | undefined {
  const at = info.startsWith(`${key}=`) ? 0 : info.indexOf(`;${key}=`) + 1;
  if (at === 0 && !info.startsWith(`${key}=`)) return undefined;
  const from = at + key.length + 1;
  const end = info.indexOf(';', from);
  return end < 0 ? info.slice(from) : info.slice(from, end);
}

/** The wanted fields of INFO that have a value, by their names. */
export function infoFields(info: string, wanted: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>();
  for (let from = 0; from < info.length;) {
    const next = info.indexOf(';', from);
    const end = next < 0 ? info.length : next;
    const equals = info.indexOf('=', from);
    if (equals > 0 && equals < end) {
      const key = info.slice(from, equals);
      if (wanted.has(key)) found.set(key, info.slice(equals + 1, end));
    }
    from = end + 1;
  }
  return found;
}
