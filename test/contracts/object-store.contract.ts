// test/contracts/object-store.contract.ts — what every ObjectStore does, whatever keeps the bytes.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { ObjectRef } from '../../domain/job.ts';
import type { ListedVersion, ObjectStore, ObjectWrite } from '../../domain/ports.ts';
import { describeParts } from './object-parts.contract.ts';

export interface ObjectStoreUnderTest {
  objects: ObjectStore;
  bucket: string;
}

const MIB = 1024 * 1024;

/** `open` answers a store whose parts are 5 MiB or more, and a versioned bucket of it. */
export function describeObjectStore(store: string, open: () => Promise<ObjectStoreUnderTest>): void {
  describe(`ObjectStore: ${store}`, () => {
    let objects: ObjectStore;
    let bucket: string;
    before(async () => {
      ({ objects, bucket } = await open());
    });

    const aRef = (): ObjectRef => ({ bucket, key: `gas/${randomUUID()}~a b+c.vcf.gz` });
    const put = async (ref: ObjectRef, bytes: Buffer, more: Partial<ObjectWrite> = {}) =>
      objects.write({ ...ref, bytes: bytes.length, contentType: 'application/gzip', read: rangesOf(bytes), ...more });
    const newest = async (ref: ObjectRef) => {
      const { bytes, versionId } = (await objects.head(ref)) ?? {};
      return { bytes, versionId };
    };
    const get = async (ref: Parameters<ObjectStore['read']>[0]) => collect(await objects.read(ref));

    it('reads what was written, whole and in ranges', async () => {
      const ref = aRef();
      const bytes = randomBytes(100_000);
      await put(ref, bytes);
      assert.deepEqual(await get(ref), bytes);
      assert.deepEqual(await get({ ...ref, range: { from: 10, to: 99_999 } }), bytes.subarray(10, 99_999));
      assert.deepEqual(await get({ ...ref, range: { from: 7, to: 7 } }), Buffer.alloc(0));
    });

    for (const [size, count] of [
      ['whole', 10],
      ['in parts', 6 * 1024 * 1024],
    ] as const) {
      it(`keeps what is noted with an object that is written ${size}`, async () => {
        const ref = aRef();
        await put(ref, randomBytes(count), { metadata: { 'job-file': 'a%20b.vcf' } });
        assert.equal((await objects.head(ref))?.metadata?.['job-file'], 'a%20b.vcf');
      });
    }

    it('keeps an empty object', async () => {
      const ref = aRef();
      await put(ref, Buffer.alloc(0));
      assert.equal((await objects.head(ref))?.bytes, 0);
    });

    it('answers nothing for an object that is not there, and refuses to read it', async () => {
      assert.equal(await objects.head(aRef()), undefined);
      await assert.rejects(get(aRef()));
    });

    it('keeps every version, newest first, and reads the one that is named', async () => {
      const ref = aRef();
      const first = await put(ref, Buffer.from('first'));
      const second = await put(ref, Buffer.from('second!'));

      assert.deepEqual(await objects.versions(ref), [
        { versionId: second.versionId, bytes: 7, deleteMarker: false },
        { versionId: first.versionId, bytes: 5, deleteMarker: false },
      ]);
      assert.deepEqual(await newest(ref), { bytes: 7, versionId: second.versionId });
      assert.equal(String(await get({ ...ref, versionId: first.versionId })), 'first');
      assert.equal(String(await get({ ...ref, versionId: first.versionId, range: { from: 1, to: 4 } })), 'irs');
    });

    it('reads ranges of the version that is named, also where it is taken for the newest and is not', async () => {
      const ref = aRef();
      const first = await put(ref, Buffer.from('first!'));
      const second = await put(ref, Buffer.from('2nd'));
      const part = (versionId: string) => get({ ...ref, versionId, likelyNewest: true, range: { from: 1, to: 3 } });
      assert.deepEqual([String(await part(second.versionId)), String(await part(first.versionId))], ['nd', 'ir']);
      const past = { ...ref, versionId: first.versionId, likelyNewest: true, range: { from: 4, to: 6 } };
      assert.equal(String(await get(past)), 't!');
    });

    it('lists exactly this key, not those that begin like it', async () => {
      const ref = aRef();
      await put(ref, Buffer.from('data'));
      await put({ bucket, key: `${ref.key}.tbi` }, Buffer.from('index'));
      assert.deepEqual(
        (await objects.versions(ref)).map((version) => version.bytes),
        [4],
      );
    });

    for (const [how, size] of [
      ['in one go', 1000],
      ['part by part', 11 * MIB],
    ] as const) {
      it(`copies the newest version of an object ${how}`, async () => {
        const [from, to] = [aRef(), aRef()];
        await put(from, Buffer.from('old'));
        const bytes = randomBytes(size);
        await put(from, bytes);
        const copied = await objects.copy({ from, to });
        assert.deepEqual(await newest(to), { bytes: size, versionId: copied?.versionId });
        assert.ok((await get(to)).equals(bytes));
      });
    }

    it('copies nothing where there is nothing', async () => {
      const to = aRef();
      assert.equal(await objects.copy({ from: aRef(), to }), undefined);
      assert.equal(await objects.head(to), undefined);
    });

    it('deletes the versions that are named and no others, however often it is asked', async () => {
      const ref = aRef();
      const old = await put(ref, Buffer.from('old'));
      const kept = await put(ref, Buffer.from('kept'));
      await objects.removeVersions(ref, [old.versionId]);
      await objects.removeVersions(ref, [old.versionId]);
      await objects.removeVersions(ref, []);

      assert.deepEqual(await objects.versions(ref), [{ versionId: kept.versionId, bytes: 4, deleteMarker: false }]);
      assert.equal(String(await get(ref)), 'kept');
    });

    it('lists every version under a prefix, page by page, in the order of keys', async () => {
      const prefix = `gas/${randomUUID()}/`;
      const keys = Array.from({ length: 9 }, (_, n) => `${prefix}${n} a+b`);
      const written = new Map<string, string[]>();
      for (const key of [...keys.toReversed(), keys[4]!, keys[4]!]) {
        const { versionId } = await put({ bucket, key }, Buffer.from(key));
        written.set(key, [versionId, ...(written.get(key) ?? [])]);
      }
      await put({ bucket, key: `${prefix.slice(0, -1)}-other` }, Buffer.from('x'));

      const listed = await everyVersion(prefix);
      const expected = keys.flatMap((key) => written.get(key)!.map((versionId) => ({ key, versionId })));
      assert.deepEqual(
        listed.map(({ key, versionId }) => ({ key, versionId })),
        expected,
      );
      for (const { key, bytes, modifiedAt, deleteMarker } of listed) {
        assert.deepEqual([bytes, deleteMarker], [key.length, false]);
        assert.ok(Math.abs(Date.now() - modifiedAt) < 3_600_000);
      }
      assert.deepEqual(await objects.list({ bucket, prefix: `gas/${randomUUID()}` }), { versions: [] });
    });

    const everyVersion = async (prefix: string) => {
      const all: ListedVersion[] = [];
      let cursor: string | undefined;
      do {
        const page = await objects.list({ bucket, prefix, ...(cursor ? { cursor } : {}) });
        all.push(...page.versions);
        ({ cursor } = page);
      } while (cursor !== undefined);
      return all;
    };

    it('cuts an object into at most 1,000 parts of a power of two MiB', () => {
      const least = objects.partBytes(1);
      assert.equal(Math.log2(least / MIB) % 1, 0);
      assert.equal(objects.partBytes(least * 1000), least);
      assert.equal(objects.partBytes(least * 1000 + 1), least * 2);
    });

    describeParts(() => ({ objects, aRef, put, get, newest }));
  });
}

function rangesOf(bytes: Buffer) {
  return async (from: number, to: number) => bytes.subarray(from, to);
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
