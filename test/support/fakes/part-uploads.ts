// test/support/fakes/part-uploads.ts — uploads in parts in memory; `send` is the browser's PUT.
import { createHash, randomUUID } from 'node:crypto';
import type { OpenUpload, PartUploads, StoredPart } from '../../../domain/part-uploads.ts';
import type { ObjectStore } from '../../../domain/ports.ts';

interface Sent extends StoredPart {
  body: Buffer;
}

export interface FakePartUploads {
  port: PartUploads;
  /** What a browser does with an address; answers the status. */
  send: (url: string, body: Buffer) => number;
}

/** An address tells what it was made for. */
export function fakePartUploads(objects: ObjectStore): FakePartUploads {
  const open = new Map<string, Map<number, Sent>>();

  const port: PartUploads = {
    async begin(ref) {
      const upload = { ...ref, uploadId: randomUUID() };
      open.set(nameOf(upload), new Map());
      return upload;
    },
    presignParts: async (upload, { parts }) =>
      parts.map(({ number, bytes }) => {
        const query = new URLSearchParams({ upload: nameOf(upload), number: String(number), bytes: String(bytes) });
        return { number, url: `http://127.0.0.1:1/part?${String(query)}` };
      }),
    async stored(upload) {
      const parts = open.get(nameOf(upload));
      return parts && [...parts.values()].map(described).toSorted((a, b) => a.number - b.number);
    },
    async complete(upload, parts) {
      const sent = open.get(nameOf(upload));
      if (!sent || !open.delete(nameOf(upload))) return false;
      const body = Buffer.concat(parts.map(({ number }) => sent.get(number)!.body));
      const { bucket, key } = upload;
      const read = async (from: number, to: number) => body.subarray(from, to);
      await objects.write({ bucket, key, bytes: body.length, contentType: '', read });
      return true;
    },
    async abandon(upload) {
      open.delete(nameOf(upload));
    },
  };

  return {
    port,
    send(url, body) {
      const query = new URL(url).searchParams;
      const parts = open.get(query.get('upload') ?? '');
      if (!parts) return 404;
      if (body.length !== Number(query.get('bytes'))) return 403;
      const number = Number(query.get('number'));
      parts.set(number, { number, bytes: body.length, etag: createHash('md5').update(body).digest('hex'), body });
      return 200;
    },
  };
}

const described = ({ number, bytes, etag }: Sent): StoredPart => ({ number, bytes, etag });

const nameOf = ({ bucket, key, uploadId }: OpenUpload): string => `${bucket}/${key}?${uploadId}`;
