// adapters/annotator/input/text-lines.ts — a file's unpacked bytes, line by line, in constant memory, whatever is in it.
import { open } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { AnnotationLimits } from '../../../domain/annotation.ts';
import { count } from '../../../domain/annotation.ts';
import { BGZF_END, EMPTY, packingOf, TORN } from '../../../domain/vcf.ts';
import { InputRefused } from './refused.ts';

export type Packing = ReturnType<typeof packingOf>;
type TextLimits = Pick<AnnotationLimits, 'inflatedBytes' | 'compressionRatio' | 'lineBytes'>;

const CHUNK = 256 * 1024;
const RATIO_FROM = 32 * 1024 * 1024;

/** Looks at the first and last bytes: how the file is packed, and whether a BGZF file is complete. */
export async function packedAs(path: string): Promise<{ packing: Packing; bytes: number }> {
  await using file = await open(path);
  const { size } = await file.stat();
  const head = Buffer.alloc(18);
  await file.read(head, 0, head.length, 0);
  if (size === 0) throw new InputRefused(EMPTY);
  const packing = packingOf(head);
  if (packing !== 'BGZF') return { packing, bytes: size };
  const tail = Buffer.alloc(BGZF_END.length / 2);
  await file.read(tail, 0, tail.length, Math.max(0, size - tail.length));
  if (tail.toString('hex') !== BGZF_END) throw new InputRefused(TORN);
  return { packing, bytes: size };
}

/** The unpacked bytes of a file in pieces of at most 256 KiB; refuses bombs, torn and damaged files. */
export async function* unpacked(path: string, limits: TextLimits, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const { packing, bytes } = await packedAs(path);
  const file = createReadStream(path, { highWaterMark: CHUNK, ...(signal && { signal }) });
  const gunzip = packing === 'plain text' ? undefined : createGunzip({ chunkSize: CHUNK });
  const text = gunzip ? file.on('error', (error) => gunzip.destroy(error)).pipe(gunzip) : file;
  const guard = sizeGuard(limits, () => file.bytesRead);
  try {
    for await (const chunk of text as AsyncIterable<Buffer>) {
      guard(chunk.length);
      yield chunk;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw isTorn(error) ? new InputRefused(TORN, { cause: error }) : error;
  } finally {
    file.destroy();
    text.destroy();
  }
  if (gunzip && gunzip.bytesWritten < bytes) throw new InputRefused(TORN); // garbage after a member
}

/** Takes one line (without its newline) from `start` to `end` of `buffer`; the bytes are valid during the call only. */
export type LineSink = (buffer: Buffer, start: number, end: number) => void;

/** Cuts chunks into lines for `sink`; a line over `lineBytes` is refused before it is held. */
export function lineCutter(lineBytes: number, sink: LineSink) {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let line = 1;

  function hold(piece: Buffer): void {
    heldBytes += piece.length;
    if (heldBytes > lineBytes) {
      throw new InputRefused(
        `Line ${line}: it is longer than the limit of ${count(lineBytes)} bytes (lineBytes). This is not a usual VCF: split its samples, or export it again.`,
      );
    }
    held.push(piece);
  }
  function release(): void {
    const whole = held.length === 1 ? held[0]! : Buffer.concat(held, heldBytes);
    held = [];
    heldBytes = 0;
    sink(whole, 0, whole.length);
  }

  return {
    push(chunk: Buffer): void {
      let from = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
        if (heldBytes === 0 && end - from <= lineBytes) sink(chunk, from, end);
        else {
          hold(chunk.subarray(from, end));
          release();
        }
        from = end + 1;
        line += 1;
      }
      if (from < chunk.length) hold(chunk.subarray(from));
    },
    /** Hands over a last line that has no newline. */
    end(): void {
      if (heldBytes > 0) release();
    },
  };
}

/** Counts unpacked bytes, and refuses a bomb; `read` answers the packed bytes so far. */
export function sizeGuard({ inflatedBytes, compressionRatio }: Omit<TextLimits, 'lineBytes'>, read: () => number) {
  let inflated = 0;
  return (more: number): void => {
    inflated += more;
    if (inflated > inflatedBytes) {
      throw new InputRefused(
        `The unpacked text is larger than the limit of ${count(inflatedBytes)} bytes (inflatedBytes). Split the file.`,
      );
    }
    if (inflated <= RATIO_FROM || inflated <= compressionRatio * read()) return;
    throw new InputRefused(
      `The file unpacks to more than ${compressionRatio} times its size (compressionRatio), which no usual VCF does. ` +
        'Upload it unpacked, or remove the repeated lines.',
    );
  };
}

function isTorn(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE';
}
