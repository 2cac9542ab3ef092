// adapters/aws/part-size.ts — how an object is cut into parts, and reading one of them.
import type { ReadRange } from '../../domain/ports.ts';

const MIB = 1024 * 1024;
/** S3 and Glacier take 10,000; fewer parts keep lists, heartbeats and histories small. */
const MOST_PARTS = 1000;

export interface Part {
  /** From 1. */
  number: number;
  from: number;
  /** Exclusive. */
  to: number;
}

/** The least power of two MiB that is at least `leastBytes` and cuts `bytes` into at most 1,000 parts. */
export function partBytesFor(bytes: number, leastBytes: number): number {
  const least = Math.max(MIB, leastBytes, Math.ceil(bytes / MOST_PARTS));
  return MIB * 2 ** Math.ceil(Math.log2(least / MIB));
}

export function partsOf(bytes: number, partBytes: number): Part[] {
  return Array.from({ length: Math.ceil(bytes / partBytes) }, (_, index) => {
    const from = index * partBytes;
    return { number: index + 1, from, to: Math.min(bytes, from + partBytes) };
  });
}

/** One part's bytes; a reader that answers another length is stopped here. */
export async function readPart(
  read: ReadRange,
  { from, to }: { from: number; to: number },
  into: Uint8Array,
): Promise<Uint8Array> {
  const bytes = await read(from, to, into);
  if (bytes.length === to - from) return bytes;
  throw new Error(`Bytes ${from} to ${to} were asked for, but ${bytes.length} came.`);
}
