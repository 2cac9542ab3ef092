// web/spa/variants/scan.ts — goes through the records of a result and finds those that a filter wants, as they come.
import type { ByteSource } from './byte-source.ts';
import type { CompiledFilter, Region, VariantFilter } from './filter.ts';
import type { ResultHeader } from './header.ts';
import type { Batch } from './lines.ts';
import { linesFrom } from './lines.ts';
import type { Place, TabixIndex } from './tabix.ts';

/** Where a record is: so many records after a place. */
export interface RecordPlace {
  at: Place;
  skip: number;
}

export interface Match {
  /** The line without its end. */
  line: string;
  place: RecordPlace;
  /** The line with its end, byte for byte. */
  bytes(): Uint8Array;
}

export interface ScanStep {
  matches: Match[];
  /** Bytes of the file read so far. */
  reached: number;
}

export interface ScanRequest {
  source: ByteSource;
  header: ResultHeader;
  index: TabixIndex | undefined;
  filter: VariantFilter;
  compiled: CompiledFilter;
  /** Goes on behind this record. */
  after?: RecordPlace | undefined;
  signal?: AbortSignal | undefined;
}

/** Matches, a batch of the file at a time, in its order. */
export async function* scan(request: ScanRequest): AsyncGenerator<ScanStep> {
  const { source, compiled, index, filter, after, signal } = request;
  const start = after?.at ?? startOf(request);
  if (!start) return;
  let skip = after ? after.skip + 1 : 0;
  for await (const batch of linesFrom(source, start, signal)) {
    const { matches, ended, lines } = matchesIn(batch, { compiled, region: index && filter.region, skip });
    skip = Math.max(0, skip - lines);
    yield { matches, reached: batch.reached };
    if (ended) return;
  }
}

/** Where the index says that the wanted region begins; else the first record. */
function startOf({ index, header, filter: { region } }: ScanRequest): Place | undefined {
  return region && index ? index.seek(region.contig, region.from) : header.end;
}

interface Within {
  compiled: CompiledFilter;
  /** Known only where the index has led to it: elsewhere other contigs come before it. */
  region: Region | undefined;
  /** Records to pass over first. */
  skip: number;
}

function matchesIn(batch: Batch, { compiled, region, skip }: Within) {
  const { text } = batch;
  const walk = walker(batch);
  const matches: Match[] = [];
  for (let passed = 0; passed < skip && !walk.atEnd(); passed += 1) walk.next();
  for (;;) {
    const candidate = compiled.mark ? nextMark(compiled.mark, text, walk.from()) : walk.from();
    walk.to(candidate);
    if (walk.atEnd()) break;
    const line = walk.line();
    if (compiled.wants(line)) matches.push(walk.match(line));
    walk.next();
  }
  return { matches, lines: walk.count(), ended: region !== undefined && isBehind(text, region) };
}

function nextMark(mark: RegExp, text: string, from: number): number {
  mark.lastIndex = from;
  return mark.exec(text)?.index ?? text.length;
}

/** Whether the last record of the text lies behind the region, so that all later ones do. */
function isBehind(text: string, { contig, to = Infinity }: Region): boolean {
  const start = text.lastIndexOf('\n', text.length - 2) + 1;
  const [name, position] = text.slice(start, start + 300).split('\t', 2);
  return name !== contig || Number(position) > to;
}

/** Goes from line to line of a batch, in its text and in its bytes alike. */
function walker({ text, bytes, at }: Batch) {
  let from = 0;
  let ordinal = 0;
  let byteOrdinal = 0;
  let byteFrom = 0;
  const isPlain = text.length === bytes.length; // one character a byte: places in both are the same

  function endOf(start: number): number {
    const end = text.indexOf('\n', start);
    return end < 0 ? text.length : end;
  }

  function bytesOf(wanted: number, start: number, end: number): Uint8Array {
    if (isPlain) return bytes.subarray(start, end + 1);
    if (byteOrdinal > wanted) [byteOrdinal, byteFrom] = [0, 0];
    for (; byteOrdinal < wanted; byteOrdinal += 1) byteFrom = bytes.indexOf(10, byteFrom) + 1;
    const newline = bytes.indexOf(10, byteFrom);
    return bytes.subarray(byteFrom, newline < 0 ? undefined : newline + 1);
  }

  return {
    from: (): number => from,
    atEnd: (): boolean => from >= text.length,
    /** Lines passed so far. */
    count: (): number => ordinal,
    line: (): string => text.slice(from, endOf(from)),
    match(line: string): Match {
      const [skip, start] = [ordinal, from];
      return { line, place: { at, skip }, bytes: () => bytesOf(skip, start, start + line.length) };
    },
    next(): void {
      from = endOf(from) + 1;
      ordinal += 1;
    },
    /** To the line that has this place. */
    to(place: number): void {
      for (let end = endOf(from); end < place && from < text.length; end = endOf(from)) {
        from = end + 1;
        ordinal += 1;
      }
    },
  };
}
