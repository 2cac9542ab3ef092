// web/spa/variants/lines.ts — the text of a BGZF file in batches of whole lines.
import { blocksFrom, joined } from './bgzf.ts';
import type { Block } from './bgzf.ts';
import type { ByteSource } from './byte-source.ts';
import type { Place } from './tabix.ts';

/** Whole lines, each with its end; a file that does not end a line has its last one here all the same. */
export interface Batch {
  /** Where the first of them begins. */
  at: Place;
  bytes: Uint8Array;
  text: string;
  /** Bytes of the file that have been read so far. */
  reached: number;
}

const NEWLINE = 10;

/** A line that is longer than any that the annotator takes. */
const LONGEST = 64 * 1024 * 1024;

/** From a place where a line begins. */
export async function* linesFrom(source: ByteSource, start: Place, signal?: AbortSignal): AsyncGenerator<Batch> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let at = start;
  let rest: Uint8Array = new Uint8Array();
  let skip = start.within;
  let reached = start.block;
  for await (const blocks of blocksFrom(source, start.block, signal)) {
    const content = contentOf(blocks);
    const bytes = joined(rest, content.subarray(skip));
    skip = Math.max(0, skip - content.length);
    reached = blocks.at(-1)!.offset;
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end > 0) yield { at, bytes: bytes.subarray(0, end), text: decoder.decode(bytes.subarray(0, end)), reached };
    if (end > 0) at = placeFromEnd(blocks, bytes.length - end);
    rest = bytes.slice(end);
    if (rest.length > LONGEST) throw new RangeError('a line is too long');
  }
  if (rest.length > 0) yield { at, bytes: rest, text: decoder.decode(rest), reached };
}

function contentOf(blocks: readonly Block[]): Uint8Array {
  const all = new Uint8Array(blocks.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let filled = 0;
  for (const { bytes } of blocks) {
    all.set(bytes, filled);
    filled += bytes.length;
  }
  return all;
}

/** The place so many bytes before the end of the blocks. */
function placeFromEnd(blocks: readonly Block[], bytes: number): Place {
  let left = bytes;
  let last = blocks.length - 1;
  while (last > 0 && left > blocks[last]!.bytes.length) {
    left -= blocks[last]!.bytes.length;
    last -= 1;
  }
  return { block: blocks[last]!.offset, within: blocks[last]!.bytes.length - left };
}
