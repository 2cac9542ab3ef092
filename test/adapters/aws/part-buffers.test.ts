// test/adapters/aws/part-buffers.test.ts — buffers that are used again.
import assert from 'node:assert/strict';
import { partBuffers } from '../../../adapters/aws/part-buffers.ts';

const size = async (buffer: Buffer) => buffer.length;
const itself = async (buffer: Buffer) => buffer;

describe('partBuffers', () => {
  it('lends nobody a buffer that is lent, and the next transfer one that is free', async () => {
    const [first, second] = [partBuffers(4096), partBuffers(4096)];
    const lent = await first.lend(async (buffer) => [buffer, await second.lend(itself)]);
    assert.notEqual(lent[0], lent[1]);
    assert.ok(lent.includes(await second.lend(itself)));
  });

  it('lends only buffers of the size of the part, also where transfers of two sizes take turns', async () => {
    const [small, large] = [partBuffers(1024), partBuffers(2048)];
    const sizes = await large.lend(async () => [
      await small.lend(size),
      await large.lend(size),
      await small.lend(size),
    ]);
    assert.deepEqual(sizes, [1024, 2048, 1024]);
  });

  it('takes back the buffer of a work that failed', async () => {
    const buffers = partBuffers(8192);
    let failed: Buffer | undefined;
    const fails = buffers.lend(async (buffer) => {
      failed = buffer;
      throw new Error('lost');
    });
    await assert.rejects(fails, /lost/);
    assert.equal(await buffers.lend(itself), failed);
  });
});
