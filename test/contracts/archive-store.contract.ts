// test/contracts/archive-store.contract.ts — what every ArchiveStore does, whatever keeps the archives.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { ArchiveSteps, ArchiveStoreUnderTest } from './archive-steps.ts';
import { archiveSteps, hashOf, MIB, rangesOf } from './archive-steps.ts';
import { describeInventories } from './archive-inventories.contract.ts';
import { describeRetrievals } from './archive-retrievals.contract.ts';

/** `open` answers a store that reads, or takes, parts of 1 MiB. */
export function describeArchiveStore(name: string, open: () => Promise<ArchiveStoreUnderTest>): void {
  describe(`ArchiveStore: ${name}`, () => {
    let the: ArchiveSteps;
    before(async () => {
      the = archiveSteps(await open());
    });
    afterEach(() => the.faults.clear());

    describe('uploads', () => describeUploads(() => the));
    describe('retrievals', () => describeRetrievals(() => the));
    describe('what there is', () => describeInventories(() => the));

    it('deletes an archive, however often it is asked', async () => {
      const archiveId = await the.store(randomBytes(10));
      await the.archive.remove(archiveId);
      await the.archive.remove(archiveId);
      assert.ok(!(await the.archives()).includes(archiveId));
    });
  });
}

function describeUploads(steps: () => ArchiveSteps): void {
  let the: ArchiveSteps;
  before(() => {
    the = steps();
  });

  for (const size of [1, MIB, 2 * MIB + 1, 5 * MIB]) {
    it(`stores ${size} bytes and answers their tree hash`, async () => {
      const bytes = randomBytes(size);
      const outcome = await the.send(await the.begin(bytes), bytes);
      assert.ok(outcome.kind === 'stored');
      const { archiveId, ...rest } = outcome.receipt;
      assert.deepEqual(rest, { bytes: size, treeHash: hashOf(bytes) });
      assert.ok((await the.archives()).includes(archiveId));
    });
  }

  it('tells how many bytes are done', async () => {
    const bytes = randomBytes(2 * MIB + 5);
    const told: number[] = [];
    await the.send(await the.begin(bytes), bytes, { onProgress: (done) => told.push(done) });
    assert.equal(told.length, 3);
    assert.equal(told.at(-1), bytes.length);
  });

  it('goes on where an attempt broke off, from the parts that are stored', async () => {
    const bytes = randomBytes(4 * MIB + 9);
    const uploadId = await the.begin(bytes);
    const before = (await the.archives()).length;
    const sent = Promise.withResolvers<undefined>();
    const broken = async (from: number, to: number) => {
      if (from === 0) return bytes.subarray(from, to);
      await sent.promise;
      throw new Error('interrupted');
    };
    const onProgress = () => sent.resolve(undefined);
    await assert.rejects(the.send(uploadId, bytes, { read: broken, onProgress }), /interrupted/);

    const asked: number[] = [];
    const read = async (from: number, to: number) => {
      asked.push(from);
      return bytes.subarray(from, to);
    };
    assert.equal((await the.send(uploadId, bytes, { read })).kind, 'stored');
    assert.equal((await the.archives()).length, before + 1);
    // What copies on its own side reads the source only to hash it: once, and whole.
    const parts = the.traits.isVault ? [1, 2, 3, 4] : [0, 1, 2, 3, 4];
    assert.deepEqual(
      asked,
      parts.map((part) => part * MIB),
    );
  });

  it('answers the same archive to an attempt that finds its upload completed', async () => {
    const bytes = randomBytes(3 * MIB);
    const uploadId = await the.begin(bytes);
    const first = await the.send(uploadId, bytes);
    assert.deepEqual(await the.send(uploadId, bytes), first);
    assert.deepEqual(await the.send(uploadId, bytes, { onProgress: () => undefined }), first);
  });

  it('makes one archive where the answer to the completion is lost', async () => {
    const bytes = randomBytes(MIB + 1);
    const uploadId = await the.begin(bytes);
    const before = (await the.archives()).length;
    await the.faults.loseCompletion();
    const outcome = await the.send(uploadId, bytes).catch(() => the.send(uploadId, bytes));
    assert.equal(outcome.kind, 'stored');
    assert.equal((await the.archives()).length, before + 1);
  });

  it('answers gone for an upload that is not known or was given up', async () => {
    const bytes = randomBytes(MIB + 10);
    assert.deepEqual(await the.send('A'.repeat(92), bytes), { kind: 'gone' });
    const uploadId = await the.begin(bytes);
    await the.archive.abandon(uploadId);
    await the.archive.abandon(uploadId);
    // An upload that is only a name cannot be forgotten: a late attempt makes an archive that nobody names.
    const expected = the.traits.opensUploads ? 'gone' : 'stored';
    assert.equal((await the.send(uploadId, bytes)).kind, expected);
  });

  it('never keeps bytes with another hash than was told', async () => {
    const bytes = randomBytes(2 * MIB);
    const uploadId = await the.begin(bytes);
    const before = await the.archives();
    await assert.rejects(the.send(uploadId, bytes, { treeHash: '0'.repeat(64) }), { name: 'HashMismatch' });
    assert.deepEqual(await the.archives(), before);
    if (the.traits.opensUploads) assert.deepEqual(await the.send(uploadId, bytes), { kind: 'gone' });
  });

  it('notices a source that was read with one bit flipped', async () => {
    const bytes = randomBytes(2 * MIB);
    const flipped = Buffer.from(bytes);
    flipped[MIB + 7]! ^= 1;
    const before = await the.archives();
    const uploadId = await the.begin(bytes);
    await assert.rejects(the.send(uploadId, bytes, { read: rangesOf(flipped) }), { name: 'HashMismatch' });
    assert.deepEqual(await the.archives(), before);
  });

  it('stops at a signal', async () => {
    const bytes = randomBytes(6 * MIB);
    const uploadId = await the.begin(bytes);
    const stop = new AbortController();
    await assert.rejects(the.send(uploadId, bytes, { signal: stop.signal, onProgress: () => stop.abort() }));
    assert.equal((await the.send(uploadId, bytes)).kind, 'stored');
  });
}
