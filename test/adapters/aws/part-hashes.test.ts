// test/adapters/aws/part-hashes.test.ts — both hashes of a part, in a thread and without one.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { contentHashes, hashesOf } from '../../../adapters/aws/content-hashes.ts';
import { partBuffers } from '../../../adapters/aws/part-buffers.ts';
import { hashPart } from '../../../adapters/aws/part-hashes.ts';

const MIB = 1024 * 1024;

describe('hashPart', () => {
  it('answers the same hashes from a thread, for parts hashed side by side, also where they do not fill their buffer', async () => {
    const parts = [randomBytes(3 * MIB), randomBytes(MIB + 1), randomBytes(2 * MIB)];
    const buffers = partBuffers(3 * MIB);
    const hashes = await Promise.all(
      parts.map((part) =>
        buffers.lend(async (buffer) => {
          assert.ok(buffer.buffer instanceof SharedArrayBuffer);
          buffer.set(part);
          return hashPart(buffer.subarray(0, part.length));
        }),
      ),
    );
    assert.deepEqual(hashes, parts.map(hashesOf));
  });

  it('hashes bytes that no thread can see where they are', async () => {
    const part = randomBytes(MIB);
    assert.deepEqual(await hashPart(part), hashesOf(part));
  });

  it('spares the request a second computation, and is no source of hashes for other bytes', async () => {
    const [part, other] = [randomBytes(MIB), randomBytes(MIB)];
    await hashPart(part);
    const { linear, tree } = hashesOf(part);
    assert.deepEqual(await contentHashes({ headers: {}, body: part }), [linear, tree]);
    assert.deepEqual(await contentHashes({ headers: {}, body: other }), Object.values(hashesOf(other)));
  });
});
