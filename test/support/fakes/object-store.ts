// test/support/fakes/object-store.ts — a versioned object store in memory.
import { createHash, randomUUID } from 'node:crypto';
import type { ObjectRef } from '../../../domain/job.ts';
import type { ListedVersion, ObjectStore, ObjectVersion, ObjectWrite } from '../../../domain/ports.ts';

const MIB = 1024 * 1024;
const MOST_PARTS = 1000;
/** Small, so that tests meet a second page. */
const VERSIONS_PER_PAGE = 5;

interface Upload extends ObjectRef {
  /** Absent once the upload was completed or given up. */
  parts?: Map<number, Buffer>;
  versionId?: string;
}

export interface FakeObjects {
  port: ObjectStore;
  /** Bytes of every version of every object, newest first, under `bucket/key`. */
  versions: Map<string, FakeVersion[]>;
}

interface FakeVersion {
  versionId: string;
  bytes: Buffer;
  /** Absent where a test has put the version there by hand: it then counts as very old. */
  modifiedAt?: number;
  metadata?: Record<string, string>;
}

/** `leastPart` is the least size of a part; an object of at most that size is written whole. */
export function fakeObjectStore(now: () => number, leastPart = 5 * MIB): FakeObjects {
  const versions: FakeObjects['versions'] = new Map();
  const uploads = new Map<string, Upload>();
  const of = ({ bucket, key }: ObjectRef) => versions.get(`${bucket}/${key}`) ?? [];

  const appear = (ref: ObjectRef & Pick<ObjectWrite, 'metadata'>, bytes: Buffer) => {
    const versionId = randomUUID();
    versions.set(`${ref.bucket}/${ref.key}`, [
      { versionId, bytes, modifiedAt: now(), metadata: ref.metadata ?? {} },
      ...of(ref),
    ]);
    return { versionId };
  };

  const port: ObjectStore = {
    partBytes: (bytes) => MIB * 2 ** Math.ceil(Math.log2(Math.max(leastPart, bytes / MOST_PARTS) / MIB)),

    async head(ref) {
      const newest = of(ref)[0];
      return newest && { bytes: newest.bytes.length, versionId: newest.versionId, metadata: newest.metadata ?? {} };
    },

    versions: async (ref) => of(ref).map(described),

    async read({ versionId, range, ...ref }) {
      const version = of(ref).find((candidate) => versionId === undefined || candidate.versionId === versionId);
      if (!version) throw new Error(`There is no such object: ${ref.key}`);
      return chunks(range ? version.bytes.subarray(range.from, range.to) : version.bytes);
    },

    async write(write) {
      if (write.bytes <= port.partBytes(write.bytes)) {
        const bytes = await partOf(write, 0, write.bytes);
        write.verify?.();
        return appear(write, bytes);
      }
      const known = uploads.get(write.resume?.uploadId ?? '');
      const written = of(write).find(({ versionId }) => versionId === known?.versionId);
      if (written) return { versionId: written.versionId };

      const uploadId = known?.parts && write.resume ? write.resume.uploadId : randomUUID();
      const parts = trusted(write, known);
      const upload: Upload = { bucket: write.bucket, key: write.key, parts };
      uploads.set(uploadId, upload);
      await sendParts(write, { uploadId, parts, partBytes: port.partBytes(write.bytes) });
      close(upload);
      write.verify?.();
      const { versionId } = appear(write, Buffer.concat(inOrder(parts).map(([, bytes]) => bytes)));
      upload.versionId = versionId;
      return { versionId };
    },

    async copy({ from, to }) {
      const newest = of(from)[0];
      return newest && appear(to, newest.bytes);
    },

    async list({ bucket, prefix, cursor = '' }) {
      // The cursor is the last key, and no key is split: what comes and goes meanwhile moves nothing else.
      const rest = listed(versions, `${bucket}/`).filter(({ key }) => key.startsWith(prefix) && key > cursor);
      const last = rest.slice(0, VERSIONS_PER_PAGE).at(-1)?.key ?? '';
      const page = rest.filter(({ key }) => key <= last);
      return { versions: page, ...(page.length < rest.length ? { cursor: last } : {}) };
    },

    async openWrites({ bucket, prefix }) {
      const open = [...uploads].filter(
        ([, upload]) => upload.parts && upload.bucket === bucket && upload.key.startsWith(prefix),
      );
      return { writes: open.map(([uploadId, { key }]) => ({ bucket, key, uploadId })) };
    },
    async abandonWrite({ uploadId }) {
      delete uploads.get(uploadId)?.parts;
    },

    async removeVersions(ref, versionIds) {
      const kept = of(ref).filter(({ versionId }) => !versionIds.includes(versionId));
      versions.set(`${ref.bucket}/${ref.key}`, kept);
    },

    presignUpload: async ({ bucket, key }) => ({ url: `https://objects.invalid/${bucket}`, fields: { key } }),
    presignDownload: async ({ bucket, key }) => `https://objects.invalid/${bucket}/${key}`,
  };
  return { port, versions };
}

function close(upload: Upload): void {
  if (!upload.parts) throw new Error('This upload was given up meanwhile.');
  delete upload.parts;
}

/** The parts that both the upload and the writer's memory hold. */
function trusted({ resume }: ObjectWrite, known: Upload | undefined): Map<number, Buffer> {
  const told = new Map(resume?.parts.map(({ number, etag }) => [number, etag]));
  return new Map([...(known?.parts ?? [])].filter(([number, bytes]) => told.get(number) === etagOf(bytes)));
}

async function sendParts(
  write: ObjectWrite,
  { uploadId, parts, partBytes }: { uploadId: string; parts: Map<number, Buffer>; partBytes: number },
): Promise<void> {
  for (let from = 0, number = 1; from < write.bytes; from += partBytes, number += 1) {
    if (parts.has(number)) continue;
    parts.set(number, await partOf(write, from, Math.min(write.bytes, from + partBytes)));
    const stored = inOrder(parts).map(([part, bytes]) => ({ number: part, etag: etagOf(bytes) }));
    write.onProgress?.({ uploadId, parts: stored });
  }
}

async function partOf({ read, signal }: ObjectWrite, from: number, to: number): Promise<Buffer> {
  signal?.throwIfAborted();
  const bytes = from === to ? Buffer.alloc(0) : Buffer.from(await read(from, to, Buffer.alloc(to - from)));
  if (bytes.length !== to - from) throw new Error(`${to - from} bytes were asked for, but ${bytes.length} came.`);
  return bytes;
}

function inOrder(parts: Map<number, Buffer>): [number, Buffer][] {
  return [...parts].toSorted(([a], [b]) => a - b);
}

function etagOf(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}

function described({ versionId, bytes }: { versionId: string; bytes: Buffer }): ObjectVersion {
  return { versionId, bytes: bytes.length, deleteMarker: false };
}

function listed(versions: FakeObjects['versions'], bucket: string): ListedVersion[] {
  return [...versions]
    .filter(([name]) => name.startsWith(bucket))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, ofKey]) =>
      ofKey.map((version) => ({
        ...described(version),
        key: name.slice(bucket.length),
        modifiedAt: version.modifiedAt ?? 0,
      })),
    );
}

async function* chunks(bytes: Buffer): AsyncIterable<Uint8Array> {
  for (let from = 0; from < bytes.length; from += 65_536) yield bytes.subarray(from, from + 65_536);
}
