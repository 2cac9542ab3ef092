// web/spa/variants/bgzf.ts — blocks of a BGZF file (SAM specification, section 4.1): gzip members of at most 64 KiB each.
import type { ByteSource } from './byte-source.ts';
import { ReadError } from './byte-source.ts';

/** An inflated block; `offset` is where it begins in the file. */
export interface Block {
  offset: number;
  bytes: Uint8Array;
}

/** Bytes asked for at once: little at first, so that the first rows come soon, then more, so that few questions do. */
const CHUNK = { first: 128 * 1024, most: 4 * 1024 * 1024 } as const;
/** Blocks inflated before anything else may happen: few at first, which is enough to fill a window with rows. */
const TOGETHER = { first: 2, most: 32 } as const;
const LARGEST_BLOCK = 65_536;

/**
 * Blocks from a place in the file to its end, a few at a time. Whoever wants more than the first two groups has the
 * next bytes on their way meanwhile; who does not has asked for nothing in vain.
 */
export async function* blocksFrom(source: ByteSource, start: number, signal?: AbortSignal): AsyncGenerator<Block[]> {
  const chunks = chunksFrom(source, start, signal);
  let together: number = TOGETHER.first;
  let rest: Uint8Array = new Uint8Array();
  for (let chunk = await chunks.next(); chunk.bytes.length > 0; chunk = await chunks.next()) {
    const at = chunk.from - rest.length;
    const bytes = joined(rest, chunk.bytes);
    const places = completeBlocks(bytes);
    for (let first = 0; first < places.length;) {
      signal?.throwIfAborted();
      const some = places.slice(first, first + together);
      yield await Promise.all(
        some.map(async ([begin, end]) => ({ offset: at + begin, bytes: await inflated(bytes.subarray(begin, end)) })),
      );
      if (together > TOGETHER.first) void chunks.ahead();
      first += some.length;
      together = Math.min(TOGETHER.most, together * 2);
    }
    rest = bytes.slice(places.at(-1)?.[1] ?? 0);
  }
  if (rest.length > 0) throw damaged();
}

/** Larger and larger parts of the file, one after another; `ahead` asks for the next one before it is wanted. */
function chunksFrom(source: ByteSource, start: number, signal: AbortSignal | undefined) {
  let from = start;
  let length: number = CHUNK.first;
  let next: Promise<Uint8Array> | undefined;
  const ahead = (): Promise<Uint8Array> => {
    next ??= source.read(from, from + length, signal);
    next.catch(() => undefined); // heard where it is awaited, or of no interest any more
    return next;
  };
  return {
    ahead,
    async next(): Promise<{ from: number; bytes: Uint8Array }> {
      const bytes = await ahead();
      const chunk = { from, bytes };
      from += bytes.length;
      length = Math.min(CHUNK.most, length * 2);
      next = undefined;
      return chunk;
    },
  };
}

/** Where the complete blocks of these bytes begin and end. */
function completeBlocks(bytes: Uint8Array): [number, number][] {
  const places: [number, number][] = [];
  for (let begin = 0; begin + 18 <= bytes.length;) {
    const end = begin + blockLength(bytes, begin);
    if (end > bytes.length) break;
    places.push([begin, end]);
    begin = end;
  }
  return places;
}

/** Bytes of the block that begins here, by the subfield BC of its header. Throws where no block begins here. */
function blockLength(bytes: Uint8Array, at: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  if (view.getUint32(0, true) !== 0x04_08_8b_1f) throw damaged();
  const extraEnd = 12 + view.getUint16(10, true);
  for (let field = 12; field + 6 <= Math.min(extraEnd, view.byteLength);) {
    if (view.getUint16(field, true) === 0x43_42) return view.getUint16(field + 4, true) + 1;
    field += 4 + view.getUint16(field + 2, true);
  }
  throw damaged();
}

async function inflated(block: Uint8Array): Promise<Uint8Array> {
  const view = new DataView(block.buffer, block.byteOffset, block.length);
  const length = view.getUint32(block.length - 4, true);
  const begin = 12 + view.getUint16(10, true);
  if (length > LARGEST_BLOCK || begin > block.length - 8) throw damaged();
  if (length === 0) return new Uint8Array();
  const bytes = new Uint8Array(length);
  let filled = 0;
  const stream = new DecompressionStream('deflate-raw');
  const writer = stream.writable.getWriter();
  const written = writer.write(block.slice(begin, block.length - 8)).then(() => writer.close());
  written.catch(() => undefined); // the reader is told
  const reader = stream.readable.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => Promise.reject(damaged()));
    if (done) break;
    if (filled + value.length > length) throw damaged();
    bytes.set(value, filled);
    filled += value.length;
  }
  if (filled !== length) throw damaged();
  return bytes;
}

/** The whole of a small BGZF file, such as an index, inflated. */
export async function inflateAll(source: ByteSource, most: number, signal?: AbortSignal): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const blocks of blocksFrom(source, 0, signal)) {
    for (const { bytes } of blocks) {
      parts.push(bytes);
      length += bytes.length;
    }
    if (length > most) throw damaged();
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

const damaged = (): ReadError =>
  new ReadError('damaged', 'The result cannot be read here: it is not the packed and indexed VCF it should be.');
