// activities/reader.ts — reads an object part by part from one stream, so that n parts do not cost n requests.
import type { ObjectRef } from '../domain/job.ts';
import type { ObjectStore, ReadRange } from '../domain/ports.ts';

export interface Source extends ObjectRef {
  versionId: string;
  bytes: number;
}

/**
 * Reads ranges of one version of an object, one after the other. Ranges that follow each other come from one stream; a
 * gap opens another, and so does, once for each range, a stream that broke while the parts before it were on their way.
 */
export function reader(objects: ObjectStore, source: Source): ReadRange {
  let open: { chunks: AsyncIterator<Uint8Array>; position: number; rest: Uint8Array } | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  async function take(from: number, to: number, into: Uint8Array): Promise<Uint8Array> {
    if (open?.position !== from) {
      await open?.chunks.return?.();
      const body = await objects.read({ ...source, range: { from, to: source.bytes } });
      open = { chunks: body[Symbol.asyncIterator](), position: from, rest: new Uint8Array() };
    }
    const part = into.subarray(0, to - from);
    for (let filled = 0; filled < part.length;) {
      if (open.rest.length === 0) {
        const { value, done } = await open.chunks.next();
        if (done) throw new Error(`${source.key} ended ${part.length - filled} bytes early.`);
        open.rest = value;
      }
      const piece = open.rest.subarray(0, part.length - filled);
      part.set(piece, filled);
      filled += piece.length;
      open.rest = open.rest.subarray(piece.length);
    }
    open.position = to;
    return part;
  }

  async function takeAgainOnce(...range: Parameters<ReadRange>): Promise<Uint8Array> {
    try {
      return await take(...range);
    } catch {
      open = undefined;
      return take(...range);
    }
  }

  return (...range) => {
    const part = turn.then(() => takeAgainOnce(...range));
    turn = part.catch(() => {});
    return part;
  };
}
