// web/spa/variants/byte-source.ts — a file at an address, read by range: never the whole of it, and no part twice in a row.
import type { ErrorBody, ErrorId } from '../../contract.ts';

/** Bytes `from` (inclusive) to `to` (exclusive); fewer where the file ends first. */
export interface ByteSource {
  /** Bytes of the file; known after the first read. */
  size(): number | undefined;
  read(from: number, to: number, signal?: AbortSignal): Promise<Uint8Array>;
}

/** An answer without the bytes; `message` is meant for the person. */
export class ReadError extends Error {
  override name = 'ReadError';
  readonly id: ErrorId | 'unreachable' | 'changed' | 'damaged';

  constructor(id: ReadError['id'], message: string) {
    super(message);
    this.id = id;
  }
}

/** Parts that were read last, so that another filter over a small file reads nothing again. */
const KEPT_BYTES = 24 * 1024 * 1024;

interface Part {
  from: number;
  to: number;
  bytes: Uint8Array;
}

/** Reads by HTTP range; the file must stay the one that the first answer was of. */
export function httpSource(url: string, ask: typeof fetch = fetch): ByteSource {
  let tag: string | undefined;
  let size: number | undefined;
  let kept: Part[] = [];

  async function fetched(from: number, to: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const headers = { range: `bytes=${from}-${to - 1}`, ...(tag ? { 'if-range': tag } : {}) };
    const response = await ask(url, { headers, credentials: 'same-origin', ...(signal ? { signal } : {}) }).catch(
      (error: unknown) => {
        if (signal?.aborted) throw error;
        throw new ReadError('unreachable', 'The service cannot be reached. Please check the connection and try again.');
      },
    );
    if (response.status !== 206) return refused(response);
    tag ??= response.headers.get('etag') ?? undefined;
    size = Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1] ?? 0);
    return new Uint8Array(await response.arrayBuffer());
  }

  return {
    size: () => size,
    async read(from, to, signal) {
      signal?.throwIfAborted();
      const end = size === undefined ? to : Math.min(to, size);
      if (from >= end) return new Uint8Array();
      const found = kept.find((part) => part.from <= from && part.to >= end);
      const part = found ?? { from, to: end, bytes: await fetched(from, end, signal) };
      kept = recent([part, ...kept.filter((one) => one !== found)]);
      return part.bytes.subarray(from - part.from, end - part.from);
    },
  };
}

function recent(parts: readonly Part[]): Part[] {
  let bytes = 0;
  return parts.filter((part) => (bytes += part.bytes.length) <= KEPT_BYTES);
}

async function refused(response: Response): Promise<never> {
  if (response.ok) {
    await response.body?.cancel(); // the whole of another file: not wanted
    throw new ReadError('changed', 'The result has changed meanwhile. Please load the page again.');
  }
  const answer = (await response.json().catch(() => undefined)) as ErrorBody | undefined;
  throw new ReadError(
    answer?.error.id ?? 'unreachable',
    answer?.error.message ?? 'The result cannot be read at the moment. Please try again.',
  );
}
