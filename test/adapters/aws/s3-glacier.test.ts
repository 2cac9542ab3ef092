// test/adapters/aws/s3-glacier.test.ts — archives in S3 behind a proxy that misbehaves: the emulator never refuses Expedited.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { AwsClients } from '../../../adapters/aws/clients.ts';
import { awsClients, closeClients } from '../../../adapters/aws/clients.ts';
import { objectStore } from '../../../adapters/aws/object-store.ts';
import type { S3GlacierOptions } from '../../../adapters/aws/s3-glacier.ts';
import { s3Glacier } from '../../../adapters/aws/s3-glacier.ts';
import type { FaultProxy } from '../../../chaos/fault-proxy.ts';
import { startFaultProxy } from '../../../chaos/fault-proxy.ts';
import { createBucket } from '../../../local/resources-buckets.ts';
import type { ArchiveStoreUnderTest } from '../../contracts/archive-steps.ts';
import { archiveSteps, hashOf, MIB } from '../../contracts/archive-steps.ts';
import { describeArchiveStore } from '../../contracts/archive-store.contract.ts';
import { names, testAws } from '../../support/aws.ts';

describe('archives in S3 behind a faulty way', () => {
  let proxy: FaultProxy;
  let clients: AwsClients;
  before(async () => {
    const { options } = await testAws();
    proxy = await startFaultProxy({ target: options.endpoint, seed: 4 });
    clients = awsClients({ ...options, endpoint: proxy.url });
  });
  afterEach(() => proxy.clear());
  after(async () => {
    closeClients(clients);
    await proxy.close();
  });

  /** A store over a bucket of its own. */
  async function aStore(over: Partial<S3GlacierOptions> = {}): Promise<ArchiveStoreUnderTest> {
    const { s3 } = (await testAws()).clients;
    const bucket = `archive-${randomUUID()}`;
    await createBucket(s3, bucket);
    const options = { bucket, storageClass: 'GLACIER', partBytes: 1, keyPrefix: 'gas', pageSize: 7, ...over } as const;
    const behind = s3Glacier({ client: s3, clientOnce: s3, ...options });
    const objects = objectStore({ client: s3, partBytes: 8 * MIB });
    return {
      archive: s3Glacier({ client: clients.s3, clientOnce: clients.s3Once, ...options }),
      traits: { opensUploads: over.copyLimitBytes !== undefined, isVault: false },
      async source(bytes, { jobId, userId }) {
        const ref = { bucket: names.results, key: `gas/${userId}/${jobId}~a b+c.annot.vcf.gz` };
        const read = async (from: number, to: number) => bytes.subarray(from, to);
        const written = await objects.write({ ...ref, bytes: bytes.length, contentType: 'application/gzip', read });
        return { ...ref, ...written };
      },
      async archives() {
        const ids: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await behind.inventory({ retrievalId: 'listing', ...(cursor ? { cursor } : {}) });
          ids.push(...page.archives.map(({ archiveId }) => archiveId));
          ({ cursor } = page);
        } while (cursor !== undefined);
        return ids;
      },
      faults: {
        noExpeditedCapacity: async () => proxy.add({ fault: 'no-expedited-capacity' }),
        failRetrievals: async () => proxy.add({ fault: 'restore-expired' }),
        flipBit: async () => proxy.add({ fault: 'flip-bit', operation: 'GetObject', times: 1 }),
        async loseCompletion() {
          const operation = over.copyLimitBytes === undefined ? 'CopyObject' : 'CompleteMultipartUpload';
          proxy.add({ fault: 'reply-lost', operation, times: 1 });
        },
        // The emulator's restores take two seconds.
        hold: async () => {},
        clear: async () => proxy.clear(),
      },
    };
  }

  describeArchiveStore('S3, copied in one request', () => aStore());
  // Objects of more than a MiB go in parts of 5 MiB, the least that S3 takes.
  describeArchiveStore('S3, copied in parts', () => aStore({ copyLimitBytes: MIB, copyPartBytes: 5 * MIB }));

  it('asks again where S3 throttles or fails, and copies once', async () => {
    const the = archiveSteps(await aStore());
    const bytes = randomBytes(100);
    const uploadId = await the.begin(bytes);
    for (const operation of ['ListObjectVersions', 'HeadObject']) {
      proxy.add({ fault: 'throttle', operation, times: 1 });
      proxy.add({ fault: 'server-error', operation, times: 1 });
    }
    proxy.add({ fault: 'throttle', operation: 'CopyObject', times: 1 });
    await assert.rejects(the.send(uploadId, bytes), { name: 'SlowDown' });
    assert.equal((await the.send(uploadId, bytes)).kind, 'stored');
    assert.equal((await the.archives()).length, 1);
  });

  it('goes on with the parts that were copied where one copy fails', async () => {
    const the = archiveSteps(await aStore({ copyLimitBytes: MIB, copyPartBytes: 5 * MIB }));
    const bytes = randomBytes(11 * MIB);
    const uploadId = await the.begin(bytes);
    proxy.add({ fault: 'reply-lost', operation: 'UploadPartCopy', times: 1 });
    proxy.add({ fault: 'request-cut', operation: 'UploadPartCopy', times: 1 });
    assert.equal((await the.send(uploadId, bytes)).kind, 'stored');
    const [archiveId] = await the.archives();
    const retrievalId = await the.retrieve(archiveId!);
    await the.reach(retrievalId, 'succeeded');
    assert.equal(hashOf(await the.readAll(retrievalId, bytes.length)), hashOf(bytes));
  });

  it('adopts a restore whose answer was lost', async () => {
    const the = archiveSteps(await aStore());
    const archiveId = await the.store(randomBytes(10));
    proxy.add({ fault: 'reply-lost', operation: 'RestoreObject', times: 1 });
    await assert.rejects(the.retrieve(archiveId));
    await the.reach(await the.retrieve(archiveId), 'succeeded');
  });

  it('throws where restores are throttled, for the next attempt', async () => {
    const the = archiveSteps(await aStore());
    const archiveId = await the.store(randomBytes(10));
    proxy.add({ fault: 'restore-throttled', times: 1 });
    await assert.rejects(the.retrieve(archiveId), { name: 'SlowDown' });
    await the.retrieve(archiveId);
  });

  it('fails a read whose stream is cut, or comes too early', async () => {
    const the = archiveSteps(await aStore());
    const bytes = randomBytes(2 * MIB);
    const retrievalId = await the.retrieve(await the.store(bytes));
    await assert.rejects(the.readAll(retrievalId, bytes.length), { name: 'InvalidObjectState' });
    await the.reach(retrievalId, 'succeeded');
    proxy.add({ fault: 'stream-cut', times: 1 });
    await assert.rejects(the.readAll(retrievalId, bytes.length));
  });

  it('refuses Expedited for the class that has none, without asking', async () => {
    const the = archiveSteps(await aStore({ storageClass: 'DEEP_ARCHIVE' }));
    const archiveId = await the.store(randomBytes(10));
    const answer = await the.archive.retrieve({ archiveId, description: '', tier: 'Expedited' });
    assert.deepEqual(answer, { kind: 'refused', reason: 'the storage class DEEP_ARCHIVE has no Expedited retrieval' });
    assert.equal((await the.archive.retrieve({ archiveId, description: '', tier: 'Bulk' })).kind, 'started');
  });

  it('does not take the id of another store for its own', async () => {
    const the = archiveSteps(await aStore());
    await assert.rejects(the.archive.remove('A'.repeat(138)), TypeError);
    await assert.rejects(the.retrieve('A'.repeat(138)), TypeError);
  });
});
