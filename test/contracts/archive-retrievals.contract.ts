// test/contracts/archive-retrievals.contract.ts — how archives come back from every ArchiveStore.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { resultWorkflowId } from '../../domain/workflow-ids.ts';
import type { ArchiveSteps } from './archive-steps.ts';
import { hashOf, MIB } from './archive-steps.ts';

export function describeRetrievals(steps: () => ArchiveSteps): void {
  const bytes = randomBytes(3 * MIB + 11);
  let the: ArchiveSteps;
  let archiveId: string;
  /** One that has succeeded. */
  let retrievalId: string;
  before(async () => {
    the = steps();
    archiveId = await the.store(bytes);
    retrievalId = await the.retrieve(archiveId);
    await the.reach(retrievalId, 'succeeded');
  });

  it('bring the bytes back, by ranges', async () => {
    assert.ok((await the.readAll(retrievalId, bytes.length)).equals(bytes));
  });

  it('let no bit that flipped on the way back pass for right', async () => {
    await the.faults.flipBit();
    const read = the.readAll(retrievalId, bytes.length);
    if (the.traits.isVault) return assert.rejects(read, { name: 'HashMismatch' });
    // S3 sends no hash with a range: the tree hash of the whole tells.
    assert.notEqual(hashOf(await read), hashOf(bytes));
  });

  it('are refused for lack of expedited capacity, and taken in the standard tier', async () => {
    const other = await the.store(randomBytes(10));
    await the.faults.noExpeditedCapacity();
    const request = { archiveId: other, description: resultWorkflowId(randomUUID()) };
    const refused = await the.archive.retrieve({ ...request, tier: 'Expedited' });
    assert.ok(refused.kind === 'refused');
    assert.match(refused.reason, /capacity/);
    assert.equal(await the.archive.findRetrieval(request), undefined);
    assert.equal((await the.archive.retrieve({ ...request, tier: 'Standard' })).kind, 'started');
  });

  it('say that an archive is not there', async () => {
    const removed = await the.store(randomBytes(10));
    await the.archive.remove(removed);
    // A vault still takes a retrieval of an archive that has just been deleted.
    const unknown = the.traits.isVault ? 'C'.repeat(138) : removed;
    await assert.rejects(the.retrieve(unknown), { name: 'ArchiveMissing' });
  });

  it('are in progress until the bytes are there, and found by archive and description', async () => {
    const other = await the.store(randomBytes(10));
    await the.faults.hold();
    const description = resultWorkflowId(randomUUID());
    const request = { archiveId: other, description };
    const held = await the.retrieve(other, description);

    assert.equal(await the.archive.describe(held), 'inProgress');
    await assert.rejects(the.archive.read({ retrievalId: held, from: 0, to: 10, into: Buffer.alloc(10) }));
    assert.equal(await the.archive.findRetrieval({ archiveId: 'B'.repeat(138), description }), undefined);
    const found = await the.archive.findRetrieval(request);
    // S3 does not tell the tier of a restore under way: asked again in a tier, it is adopted as that.
    assert.deepEqual(found, the.traits.isVault ? { retrievalId: held, tier: 'Standard' } : undefined);
    if (the.traits.isVault) {
      assert.equal(await the.archive.findRetrieval({ archiveId: other, description: 'result/other' }), undefined);
    } else {
      const again = await the.retrieve(other);
      assert.notEqual(again, held);
      assert.equal(await the.archive.describe(again), 'inProgress');
    }
  });

  it('are found once they have succeeded', async () => {
    const description = resultWorkflowId(randomUUID());
    const ready = await the.retrieve(archiveId, description);
    await the.reach(ready, 'succeeded');
    const found = await the.archive.findRetrieval({ archiveId, description });
    assert.equal(await the.archive.describe(found!.retrievalId), 'succeeded');
  });

  it('are no longer found once they have failed or expired', async () => {
    const other = await the.store(randomBytes(10));
    await the.faults.failRetrievals();
    const description = resultWorkflowId(randomUUID());
    await the.reach(await the.retrieve(other, description), the.traits.isVault ? 'failed' : 'gone');
    assert.equal(await the.archive.findRetrieval({ archiveId: other, description }), undefined);
  });

  it('are gone where nobody knows them', async () => {
    assert.equal(await the.archive.describe('C'.repeat(92)), 'gone');
    const removed = await the.store(randomBytes(10));
    const started = await the.retrieve(removed);
    await the.archive.remove(removed);
    if (!the.traits.isVault) assert.equal(await the.archive.describe(started), 'gone');
  });
}
