// test/local/glacier/inventory.test.ts — what a vault holds, as an inventory job tells it.
import assert from 'node:assert/strict';
import { aGlacier, type TestGlacier } from './support/a-glacier.ts';
import {
  aJob,
  anArchive,
  aVault,
  completed,
  output,
  referenceTreeHash,
  refused,
  someBytes,
} from './support/archives.ts';

describe('an inventory of local Glacier', () => {
  let glacier: TestGlacier;
  beforeEach(async () => void (glacier = await aGlacier()));
  afterEach(() => glacier.close());

  const inventory = async (more: object = {}) => {
    const jobId = await aJob(glacier.client, { Type: 'inventory-retrieval', ...more });
    const job = await completed(glacier.client, jobId);
    return { job, ...(await output(glacier.client, jobId)) };
  };

  it('lists every archive with size, tree hash and description', async () => {
    const archiveId = await anArchive(glacier.client, someBytes(5), 'five bytes');
    const { job, body, contentType } = await inventory();
    const { ArchiveList, VaultARN } = JSON.parse(body.toString());
    const { CreationDate: _, ...row } = ArchiveList[0];

    assert.equal(VaultARN, 'arn:aws:glacier:us-east-1:000000000000:vaults/results');
    assert.deepEqual([job.Action, job.InventorySizeInBytes], ['InventoryRetrieval', body.length]);
    assert.deepEqual([contentType, ArchiveList.length], ['application/json', 1]);
    const SHA256TreeHash = referenceTreeHash(someBytes(5));
    assert.deepEqual(row, { ArchiveId: archiveId, ArchiveDescription: 'five bytes', Size: 5, SHA256TreeHash });
  });

  it('comes as CSV, and a page at a time', async () => {
    for (const size of [1, 2, 3]) await anArchive(glacier.client, someBytes(size), 'say "hi"');
    const first = await inventory({ Format: 'CSV', InventoryRetrievalParameters: { Limit: '2' } });
    const Marker = first.job.InventoryRetrievalParameters?.Marker;
    const second = await inventory({ Format: 'CSV', InventoryRetrievalParameters: { Limit: '2', Marker } });

    assert.deepEqual(
      [first, second].map(({ body }) => body.toString().trim().split('\n').length),
      [3, 2],
    );
    assert.match(second.body.toString(), /,"say ""hi""",/);
    assert.equal(second.job.InventoryRetrievalParameters?.Marker, undefined);
  });

  it('reads only between its dates', async () => {
    await anArchive(glacier.client, someBytes(5));
    const { body } = await inventory({ InventoryRetrievalParameters: { EndDate: '2020-01-01T00:00:00Z' } });

    assert.deepEqual(JSON.parse(body.toString()).ArchiveList, []);
  });

  it('is refused with another format, date or limit', async () => {
    await aVault(glacier.client);
    for (const wrong of [
      { Format: 'XML' },
      { InventoryRetrievalParameters: { StartDate: 'today' } },
      { InventoryRetrievalParameters: { Limit: '0' } },
    ]) {
      await refused(inventory(wrong), 'InvalidParameterValueException', 400);
    }
  });
});
