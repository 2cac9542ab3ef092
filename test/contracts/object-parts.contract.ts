// test/contracts/object-parts.contract.ts — objects that are written in parts: what a writer that failed leaves, and how the next goes on.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { ObjectRef } from '../../domain/job.ts';
import type { ObjectStore, ObjectWrite, ReadRange, WriteProgress } from '../../domain/ports.ts';

/** A store, and what tests do with it. */
export interface ObjectHands {
  objects: ObjectStore;
  aRef(): ObjectRef;
  put(ref: ObjectRef, bytes: Buffer, more?: Partial<ObjectWrite>): Promise<{ versionId: string }>;
  get(from: Parameters<ObjectStore['read']>[0]): Promise<Buffer>;
  newest(ref: ObjectRef): Promise<{ bytes: number | undefined; versionId: string | undefined }>;
}

/** `open` is called once the store is there. */
export function describeParts(open: () => ObjectHands): void {
  describe('in parts', () => {
    let hands: ObjectHands;
    let bytes: Buffer;
    before(() => {
      hands = open();
      bytes = randomBytes(hands.objects.partBytes(1) * 2 + 12_345);
    });

    it('reads back what was written in parts, and tells of each as it is stored', async () => {
      const ref = hands.aRef();
      const told: WriteProgress[] = [];
      const { versionId } = await hands.put(ref, bytes, { onProgress: (progress) => told.push(progress) });

      assert.deepEqual(await hands.newest(ref), { bytes: bytes.length, versionId });
      assert.ok((await hands.get(ref)).equals(bytes));
      assert.deepEqual(
        told.map(({ parts }) => parts.length),
        [1, 2, 3],
      );
    });

    it('goes on from the parts that are stored', async () => {
      const ref = hands.aRef();
      const resume = await interrupted(ref);
      const { asked, read } = watched(bytes);
      await hands.put(ref, bytes, { read, resume });

      assert.deepEqual(asked, [hands.objects.partBytes(1) * 2]);
      assert.ok((await hands.get(ref)).equals(bytes));
    });

    it('gives up what is unfinished under a prefix; the writer then begins anew', async () => {
      const ref = hands.aRef();
      const resume = await interrupted(ref);
      await interrupted({ ...ref, key: `${ref.key}.other` });
      const unfinished = async () => (await hands.objects.openWrites({ bucket: ref.bucket, prefix: ref.key })).writes;
      const other = (await unfinished()).find(({ key }) => key !== ref.key)!;
      assert.deepEqual(await hands.objects.openWrites({ bucket: ref.bucket, prefix: `${ref.key}.o` }), {
        writes: [other],
      });
      await hands.objects.abandonWrite(other);
      await hands.objects.abandonWrite(other);
      const [own, ...more] = await unfinished();
      assert.deepEqual([own?.key, more], [ref.key, []]);
      await hands.objects.abandonWrite(own!);
      assert.deepEqual(await unfinished(), []);

      const { asked, read } = watched(bytes);
      await hands.put(ref, bytes, { read, resume });
      assert.equal(asked.length, 3);
      assert.ok((await hands.get(ref)).equals(bytes));
    });

    it('sends a part again whose ETag is another than was told', async () => {
      const ref = hands.aRef();
      const { uploadId, parts } = await interrupted(ref);
      await hands.put(ref, bytes, { resume: { uploadId, parts: parts.map((part) => ({ ...part, etag: '"x"' })) } });
      assert.ok((await hands.get(ref)).equals(bytes));
    });

    it('answers the same version where the completion was lost', async () => {
      const ref = hands.aRef();
      let last: WriteProgress | undefined;
      const written = await hands.put(ref, bytes, { onProgress: (progress) => (last = progress) });
      assert.deepEqual(await hands.put(ref, bytes, { resume: last! }), written);
      assert.equal((await hands.objects.versions(ref)).length, 1);
    });

    it('begins anew where the upload is gone and left nothing, though equal bytes lie there', async () => {
      const ref = hands.aRef();
      let last: WriteProgress | undefined;
      const first = await hands.put(ref, bytes, { onProgress: (progress) => (last = progress) });
      const second = await hands.put(ref, bytes);
      await hands.objects.removeVersions(ref, [first.versionId]);
      const third = await hands.put(ref, bytes, { resume: last! });
      assert.notEqual(third.versionId, second.versionId);
    });

    it('lets nothing appear where the bytes do not verify', async () => {
      const ref = hands.aRef();
      await assert.rejects(hands.put(ref, bytes, { verify: refuse }), /not these/);
      await assert.rejects(hands.put(ref, bytes.subarray(0, 10), { verify: refuse }), /not these/);
      assert.deepEqual(await hands.objects.versions(ref), []);
    });

    it('stops at a signal', async () => {
      const ref = hands.aRef();
      const stop = new AbortController();
      await assert.rejects(hands.put(ref, bytes, { signal: stop.signal, onProgress: () => stop.abort() }));
      assert.deepEqual(await hands.objects.versions(ref), []);
    });

    it('refuses a reader that brings too little', async () => {
      const read = async (from: number) => bytes.subarray(from, from + 1);
      await assert.rejects(hands.put(hands.aRef(), bytes, { read }), /were asked for/);
    });

    /** What a writer remembers that stored the first two parts and failed at the third. */
    async function interrupted(ref: ObjectRef): Promise<WriteProgress> {
      const partBytes = hands.objects.partBytes(1);
      let last: WriteProgress | undefined;
      const bothStored = Promise.withResolvers<undefined>();
      const read = async (from: number, to: number) => {
        if (from < partBytes * 2) return bytes.subarray(from, to);
        await bothStored.promise;
        throw new Error('interrupted');
      };
      const onProgress = (progress: WriteProgress) => {
        last = progress;
        if (progress.parts.length === 2) bothStored.resolve(undefined);
      };
      await assert.rejects(hands.put(ref, bytes, { read, onProgress }), /interrupted/);
      return last!;
    }
  });
}

function refuse(): never {
  throw new Error('not these');
}

/** Ranges of these bytes, and where those that were asked for began. */
function watched(bytes: Buffer) {
  const asked: number[] = [];
  const read: ReadRange = async (from, to) => {
    asked.push(from);
    return bytes.subarray(from, to);
  };
  return { asked, read };
}
