// test/contracts/part-uploads.contract.ts — what every PartUploads does, whatever keeps the parts.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { ObjectRef } from '../../domain/job.ts';
import type { OpenUpload, PartUploads } from '../../domain/part-uploads.ts';
import { partSizes } from '../../domain/part-uploads.ts';
import type { ObjectStore } from '../../domain/ports.ts';

export interface PartUploadsUnderTest {
  uploads: PartUploads;
  objects: ObjectStore;
  bucket: string;
  /** PUTs a body to an address, as a browser does; answers the status. */
  send(url: string, body: Buffer): number | Promise<number>;
}

const PART = 5 * 1024 * 1024;

export function describePartUploads(store: string, open: () => Promise<PartUploadsUnderTest>): void {
  describe(`PartUploads: ${store}`, () => {
    let under: PartUploadsUnderTest;
    before(async () => {
      under = await open();
    });

    const body = randomBytes(PART + 1234);
    const sizes = partSizes(body.length, PART);
    const aRef = (): ObjectRef => ({ bucket: under.bucket, key: `gas/${randomUUID()}~a b+c.vcf` });
    const partOf = (number: number) => body.subarray((number - 1) * PART, number * PART);

    async function send(upload: OpenUpload, numbers: number[]): Promise<void> {
      const parts = numbers.map((number) => ({ number, bytes: sizes[number - 1]! }));
      for (const { number, url } of await under.uploads.presignParts(upload, { parts, seconds: 60 }))
        assert.equal(await under.send(url, partOf(number)), 200);
    }

    it('makes the object of its parts, in whatever order they came', async () => {
      const { uploads, objects } = under;
      const ref = aRef();
      const upload = await uploads.begin(ref);
      await send(upload, [2, 1]);
      const stored = (await uploads.stored(upload))!;
      assert.deepEqual(
        stored.map(({ number, bytes }) => ({ number, bytes })),
        [
          { number: 1, bytes: PART },
          { number: 2, bytes: 1234 },
        ],
      );
      assert.equal(await objects.head(ref), undefined);
      assert.equal(await uploads.complete(upload, stored), true);

      const chunks: Uint8Array[] = [];
      for await (const chunk of await objects.read(ref)) chunks.push(chunk);
      assert.ok(Buffer.concat(chunks).equals(body));
    });

    it('tells what is there of an upload that stopped, and takes a part again', async () => {
      const { uploads } = under;
      const upload = await uploads.begin(aRef());
      assert.deepEqual(await uploads.stored(upload), []);
      await send(upload, [2]);
      await send(upload, [2]);
      assert.deepEqual(
        (await uploads.stored(upload))?.map(({ number }) => number),
        [2],
      );
    });

    it('takes no part of another size under an address', async () => {
      const { uploads } = under;
      const upload = await uploads.begin(aRef());
      const [address] = await uploads.presignParts(upload, { parts: [{ number: 1, bytes: 10 }], seconds: 60 });
      assert.equal(await under.send(address!.url, Buffer.alloc(11)), 403);
      assert.deepEqual(await uploads.stored(upload), []);
    });

    it('knows an upload that is over, and one of another key, no more', async () => {
      const { uploads } = under;
      const upload = await uploads.begin(aRef());
      await send(upload, [2]);
      const stored = (await uploads.stored(upload))!;
      assert.equal(await uploads.stored({ ...upload, key: aRef().key }), undefined);
      await uploads.abandon(upload);
      await uploads.abandon(upload);
      assert.equal(await uploads.stored(upload), undefined);
      assert.equal(await uploads.complete(upload, stored), false);
    });
  });
}
