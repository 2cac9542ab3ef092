// web/range.ts — parts of files: what a Range header asks for (RFC 9110, section 14), and the answer to it.
import { Readable } from 'node:stream';
import { problem } from './problem.ts';
import type { Context } from './services.ts';

/** More is not sent for one range: a reader goes on where the answer's Content-Range ends. */
const MOST = 64 * 1024 * 1024;

export interface RangedFile {
  bytes: number;
  /** Strong: other bytes have another one. Without the quotes. */
  tag: string;
  type: string;
  read(range: { from: number; to: number }): Promise<AsyncIterable<Uint8Array>>;
}

/** Bytes `from` (inclusive) to `to` (exclusive); `whole` where no range is asked for, `none` where it has no bytes. */
export type Asked = 'whole' | 'none' | { from: number; to: number };

/** What a Range header asks of a file of `bytes`. Several ranges at once, or one that is not well formed, are `none`. */
export function askedRange(header: string, bytes: number): Asked {
  if (!/^\s*bytes=/i.test(header)) return 'whole'; // units that are not known are ignored
  const part = /^\s*bytes=\s*(?:(\d+)-(\d*)|-(\d+))\s*$/i.exec(header);
  if (!part) return 'none';
  const [, first, last, suffix] = part;
  const from = first === undefined ? Math.max(0, bytes - Number(suffix)) : Number(first);
  const end = last ? Math.min(bytes, Number(last) + 1) : bytes;
  return from < end ? { from, to: Math.min(end, from + MOST) } : 'none';
}

/** Answers with the part of the file that is asked for (206), or with all of it. Problem `range-not-satisfiable`. */
export async function sendRange(ctx: Context, file: RangedFile): Promise<void> {
  const { bytes, tag, type } = file;
  const tagged = ctx.get('if-range');
  const asked = tagged === '' || tagged === `"${tag}"` ? askedRange(ctx.get('range'), bytes) : 'whole';
  ctx.set('accept-ranges', 'bytes');
  if (asked === 'none') {
    ctx.set('content-range', `bytes */${bytes}`);
    throw problem('range-not-satisfiable');
  }
  const range = asked === 'whole' ? { from: 0, to: bytes } : asked;
  ctx.set('etag', `"${tag}"`);
  if (asked !== 'whole') {
    ctx.status = 206;
    ctx.set('content-range', `bytes ${range.from}-${range.to - 1}/${bytes}`);
  }
  ctx.type = type;
  ctx.body = ctx.method === 'HEAD' ? '' : Readable.from(await file.read(range), { objectMode: false });
  ctx.length = range.to - range.from;
}
