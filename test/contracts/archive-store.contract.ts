// test/contracts/archive-store.contract.ts — what every ArchiveStore does, whatever keeps the archives.
import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { resultWorkflowId } from '../../domain/archive.ts';
import type { ArchiveStore, ArchiveUpload } from '../../domain/archive-store.ts';
import { treeHasher } from '../../domain/tree-hash.ts';

/** What a store is made to do, for the calls that follow. */
interface ArchiveFaults {
  noExpeditedCapacity(): Promise<void>;
  refuseByPolicy(): Promise<void>;
  failRetrievals(): Promise<void>;
  /** Retrievals stay in progress. */
  hold(): Promise<void>;
  /** The next completed upload takes effect, but its answer never arrives. */
  loseCompletion(): Promise<void>;
  /** The next bytes that are read arrive with one bit flipped. */
  flipBit(): Promise<void>;
  /** Everything goes well again. */
  clear(): Promise<void>;
}

export interface ArchiveStoreUnderTest {
  archive: ArchiveStore;
  faults: ArchiveFaults;
  /** The ids of all archives there are. */
  archives(): Promise<string[]>;
}

const MIB = 1024 * 1024;

/** `open` answers a store whose parts are 1 MiB. */
export function describeArchiveStore(name: string, open: () => Promise<ArchiveStoreUnderTest>): void {
  describe(`ArchiveStore: ${name}`, () => {
    let archive: ArchiveStore;
    let faults: ArchiveFaults;
    let archives: ArchiveStoreUnderTest['archives'];
    before(async () => {
      const opened = await open();
      ({ archive, faults } = opened);
      archives = () => opened.archives();
    });
    afterEach(() => faults.clear());

    const source = { bucket: 'results', key: 'gas/u/j~a.annot.vcf.gz', versionId: 'v' };
    const begin = (bytes: Buffer) =>
      archive.begin({
        jobId: randomUUID(),
        userId: randomUUID(),
        bytes: bytes.length,
        treeHash: hashOf(bytes),
        source,
      });
    const send = (uploadId: string, bytes: Buffer, more: Partial<ArchiveUpload> = {}) =>
      archive.upload({
        uploadId,
        bytes: bytes.length,
        treeHash: hashOf(bytes),
        source,
        read: rangesOf(bytes),
        ...more,
      });
    const store = async (bytes: Buffer): Promise<string> => {
      const outcome = await send(await begin(bytes), bytes);
      assert.ok(outcome.kind === 'stored');
      return outcome.receipt.archiveId;
    };
    const retrieve = async (archiveId: string, description = resultWorkflowId(randomUUID())) => {
      const start = await archive.retrieve({ archiveId, description, tier: 'Standard' });
      assert.ok(start.kind === 'started');
      return start.retrievalId;
    };
    const reach = async (retrievalId: string, wanted: string) => {
      while ((await archive.describe(retrievalId)) !== wanted) await new Promise(setImmediate);
    };

    describe('uploads', () => {
      for (const size of [1, MIB, 2 * MIB + 1, 5 * MIB]) {
        it(`stores ${size} bytes and answers their tree hash`, async () => {
          const bytes = randomBytes(size);
          const outcome = await send(await begin(bytes), bytes);
          assert.ok(outcome.kind === 'stored');
          const { archiveId, ...rest } = outcome.receipt;
          assert.deepEqual(rest, { bytes: size, treeHash: hashOf(bytes) });
          assert.ok((await archives()).includes(archiveId));
        });
      }

      it('tells how many bytes are stored', async () => {
        const bytes = randomBytes(2 * MIB + 5);
        const told: number[] = [];
        await send(await begin(bytes), bytes, { onProgress: (stored) => told.push(stored) });
        assert.equal(told.length, 3);
        assert.equal(told.at(-1), bytes.length);
      });

      it('goes on from the parts that are stored', async () => {
        const bytes = randomBytes(4 * MIB + 9);
        const uploadId = await begin(bytes);
        const sent = Promise.withResolvers<undefined>();
        const broken = async (from: number, to: number) => {
          if (from === 0) return bytes.subarray(from, to);
          await sent.promise;
          throw new Error('interrupted');
        };
        const onProgress = () => sent.resolve(undefined);
        await assert.rejects(send(uploadId, bytes, { read: broken, onProgress }), /interrupted/);

        const asked: number[] = [];
        const read = async (from: number, to: number) => {
          asked.push(from);
          return bytes.subarray(from, to);
        };
        assert.equal((await send(uploadId, bytes, { read })).kind, 'stored');
        assert.deepEqual(
          asked,
          [1, 2, 3, 4].map((part) => part * MIB),
        );
      });

      it('answers the same archive to an attempt that finds its upload completed', async () => {
        const bytes = randomBytes(3 * MIB);
        const uploadId = await begin(bytes);
        const first = await send(uploadId, bytes);
        assert.deepEqual(await send(uploadId, bytes), first);
        assert.deepEqual(await send(uploadId, bytes, { onProgress: () => undefined }), first);
      });

      it('makes one archive where the answer to the completion is lost', async () => {
        const bytes = randomBytes(MIB + 1);
        const uploadId = await begin(bytes);
        const before = (await archives()).length;
        await faults.loseCompletion();
        const outcome = await send(uploadId, bytes).catch(() => send(uploadId, bytes));
        assert.equal(outcome.kind, 'stored');
        assert.equal((await archives()).length, before + 1);
      });

      it('answers gone for an upload that is not known or was given up', async () => {
        const bytes = randomBytes(10);
        const uploadId = await begin(bytes);
        await archive.abandon(uploadId);
        await archive.abandon(uploadId);
        assert.deepEqual(await send(uploadId, bytes), { kind: 'gone' });
        assert.deepEqual(await send('A'.repeat(92), bytes), { kind: 'gone' });
      });

      it('never completes bytes with another hash than was told; the upload is then gone', async () => {
        const bytes = randomBytes(2 * MIB);
        const uploadId = await begin(bytes);
        const before = await archives();
        await assert.rejects(send(uploadId, bytes, { treeHash: '0'.repeat(64) }), { name: 'HashMismatch' });
        assert.deepEqual(await archives(), before);
        assert.deepEqual(await send(uploadId, bytes), { kind: 'gone' });
      });

      it('stops at a signal', async () => {
        const bytes = randomBytes(6 * MIB);
        const uploadId = await begin(bytes);
        const stop = new AbortController();
        await assert.rejects(send(uploadId, bytes, { signal: stop.signal, onProgress: () => stop.abort() }));
        assert.equal((await send(uploadId, bytes)).kind, 'stored');
      });
    });

    describe('retrievals', () => {
      const bytes = randomBytes(3 * MIB + 11);
      let archiveId: string;
      before(async () => {
        archiveId = await store(bytes);
      });

      it('brings the bytes back, by ranges', async () => {
        const retrievalId = await retrieve(archiveId);
        await reach(retrievalId, 'succeeded');
        const parts = await Promise.all([
          archive.read({ retrievalId, from: 0, to: 2 * MIB, into: Buffer.alloc(2 * MIB) }),
          archive.read({ retrievalId, from: 2 * MIB, to: bytes.length, into: Buffer.alloc(bytes.length - 2 * MIB) }),
        ]);
        assert.ok(Buffer.concat(parts).equals(bytes));
      });

      it('notices a bit that flipped on the way back', async () => {
        const retrievalId = await retrieve(archiveId);
        await reach(retrievalId, 'succeeded');
        await faults.flipBit();
        await assert.rejects(archive.read({ retrievalId, from: 0, to: 2 * MIB, into: Buffer.alloc(2 * MIB) }), {
          name: 'HashMismatch',
        });
      });

      it('is refused for lack of expedited capacity, and taken in the standard tier', async () => {
        await faults.noExpeditedCapacity();
        const request = { archiveId, description: resultWorkflowId(randomUUID()) };
        const refused = await archive.retrieve({ ...request, tier: 'Expedited' });
        assert.ok(refused.kind === 'refused');
        assert.match(refused.reason, /capacity/);
        assert.equal(await archive.findRetrieval(request), undefined);
        assert.equal((await archive.retrieve({ ...request, tier: 'Standard' })).kind, 'started');
      });

      it('is refused by policy', async () => {
        await faults.refuseByPolicy();
        const description = resultWorkflowId(randomUUID());
        const refused = await archive.retrieve({ archiveId, description, tier: 'Standard' });
        assert.ok(refused.kind === 'refused');
        assert.match(refused.reason, /policy/);
      });

      it('is in progress until the bytes are there, and found by archive and description', async () => {
        await faults.hold();
        const description = resultWorkflowId(randomUUID());
        const retrievalId = await retrieve(archiveId, description);

        assert.equal(await archive.describe(retrievalId), 'inProgress');
        assert.deepEqual(await archive.findRetrieval({ archiveId, description }), { retrievalId, tier: 'Standard' });
        assert.equal(await archive.findRetrieval({ archiveId, description: 'result/other' }), undefined);
        assert.equal(await archive.findRetrieval({ archiveId: 'B'.repeat(138), description }), undefined);
      });

      it('is no longer found once it has failed', async () => {
        await faults.failRetrievals();
        const description = resultWorkflowId(randomUUID());
        await reach(await retrieve(archiveId, description), 'failed');
        assert.equal(await archive.findRetrieval({ archiveId, description }), undefined);
      });

      it('is gone where nobody knows it', async () => {
        assert.equal(await archive.describe('C'.repeat(92)), 'gone');
      });
    });

    it('deletes an archive, however often it is asked', async () => {
      const archiveId = await store(randomBytes(10));
      await archive.remove(archiveId);
      await archive.remove(archiveId);
      assert.ok(!(await archives()).includes(archiveId));
    });
  });
}

function rangesOf(bytes: Buffer) {
  return async (from: number, to: number) => bytes.subarray(from, to);
}

function hashOf(bytes: Uint8Array): string {
  const hasher = treeHasher(() => createHash('sha256'));
  hasher.update(bytes);
  return hasher.digest();
}
