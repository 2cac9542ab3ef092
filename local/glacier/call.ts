// local/glacier/call.ts — one request as an operation sees it, and the answer an operation gives.
import type { IncomingMessage } from 'node:http';
import { invalid, missing, requestTimeout } from './errors.ts';

export interface Call {
  operation: string;
  vault: string;
  /** The archive, upload or job of the path. */
  id: string;
  query: URLSearchParams;
  header: (name: string) => string | undefined;
  /** The JSON body, parsed. */
  json(): unknown;
  /** The body of an upload, chunk by chunk. */
  chunks(): AsyncIterable<Uint8Array>;
  contentLength: number | undefined;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  json?: unknown;
  stream?: AsyncIterable<Uint8Array>;
}

export type Handler = (call: Call) => Reply | Promise<Reply>;

const maxJsonBytes = 1024 * 1024;

/** The whole body of a request that carries JSON or nothing. */
export async function readSmallBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bodyOf(request)) {
    size += chunk.length;
    if (size > maxJsonBytes) throw invalid('The request body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function parseJson(body: Buffer): unknown {
  if (body.length === 0) throw missing('Required parameter missing: request body');
  try {
    return JSON.parse(body.toString());
  } catch {
    throw invalid('The request body is not JSON.');
  }
}

/** The body as it comes; a sender that is silent for `idleMs` is answered 408, which needs the socket left open. */
export async function* chunksOf(request: IncomingMessage, idleMs: number): AsyncGenerator<Uint8Array> {
  const incoming = bodyOf(request);
  for (;;) {
    const chunk = await within(idleMs, incoming.next());
    if (chunk.done) return;
    yield chunk.value;
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(requestTimeout('The request timed out: no data for too long.')), ms);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
  }
}

// Leaving the loop early must not destroy the socket, which still has to carry the refusal.
const bodyOf = (request: IncomingMessage): NodeJS.AsyncIterator<Buffer> => request.iterator({ destroyOnReturn: false });
