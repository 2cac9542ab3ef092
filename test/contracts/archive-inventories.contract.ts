// test/contracts/archive-inventories.contract.ts — what every ArchiveStore tells of the archives and uploads that it has.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { ListedArchive, OpenUpload } from '../../domain/archive-store.ts';
import type { ArchiveSteps } from './archive-steps.ts';
import { anOwner, MIB } from './archive-steps.ts';

const HOUR = 3_600_000;

export function describeInventories(steps: () => ArchiveSteps): void {
  let the: ArchiveSteps;
  before(() => {
    the = steps();
  });

  it('lists every archive with its job and its user, page by page', async () => {
    const owners = [anOwner(), anOwner()];
    const ids = [await the.store(randomBytes(MIB + 3), owners[0]), await the.store(randomBytes(5), owners[1])];
    const gone = await the.store(randomBytes(10));
    await the.archive.remove(gone);

    const retrievalId = await the.archive.startInventory();
    assert.equal(await the.archive.startInventory(), retrievalId);
    await the.reach(retrievalId, 'succeeded');
    const listed = await everyArchive(retrievalId);
    assert.deepEqual(listed.map(({ archiveId }) => archiveId).toSorted(), (await the.archives()).toSorted());
    const found = ids.map((id) => listed.find(({ archiveId }) => archiveId === id)!);
    assert.deepEqual(
      found.map(({ jobId, userId, bytes }) => ({ jobId, userId, bytes })),
      [
        { ...owners[0], bytes: MIB + 3 },
        { ...owners[1], bytes: 5 },
      ],
    );
    for (const { archiveId, treeHash } of found)
      assert.match(treeHash ?? (await the.archive.treeHashOf(archiveId)) ?? '', /^[0-9a-f]{64}$/);
    for (const { createdAt } of found) assert.ok(Math.abs(Date.now() - createdAt) < HOUR);
  });

  it('lists uploads that are open, with their job and their user, until they end', async () => {
    const owner = anOwner();
    const bytes = randomBytes(2 * MIB);
    const uploadId = await the.begin(bytes, owner);
    await the.send(await the.begin(bytes), bytes);
    const mine = async () => (await everyUpload()).filter(({ jobId }) => jobId === owner.jobId);
    if (!the.traits.opensUploads) return assert.deepEqual(await mine(), []);

    const [open, ...others] = await mine();
    assert.deepEqual(others, []);
    assert.equal(open!.userId, owner.userId);
    assert.ok(Math.abs(Date.now() - open!.startedAt) < HOUR);

    await the.archive.abandon(open!.uploadId);
    assert.deepEqual(await mine(), []);
    return assert.deepEqual(await the.send(uploadId, bytes), { kind: 'gone' });
  });

  async function everyArchive(retrievalId: string): Promise<ListedArchive[]> {
    const all: ListedArchive[] = [];
    let cursor: string | undefined;
    do {
      const page = await the.archive.inventory({ retrievalId, ...(cursor ? { cursor } : {}) });
      all.push(...page.archives);
      ({ cursor } = page);
    } while (cursor !== undefined);
    return all;
  }

  async function everyUpload(): Promise<OpenUpload[]> {
    const all: OpenUpload[] = [];
    let cursor: string | undefined;
    do {
      const page = await the.archive.openUploads(cursor);
      all.push(...page.uploads);
      ({ cursor } = page);
    } while (cursor !== undefined);
    return all;
  }
}
