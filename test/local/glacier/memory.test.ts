// test/local/glacier/memory.test.ts — the size of an archive is the disk's matter, not the memory's.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { aFolder } from './support/a-glacier.ts';
import { aProcess } from './support/a-process.ts';
import { aJob, anUpload, complete, completed, MiB, uploadPart } from './support/archives.ts';
import { GetJobOutputCommand } from '@aws-sdk/client-glacier';
import { createHash } from 'node:crypto';
import { treeHasher } from '../../../domain/tree-hash.ts';

describe('an archive of 300 MiB in local Glacier', () => {
  it('goes in and comes back while the server grows by less than 100 MiB', async () => {
    const folder = await aFolder();
    const server = await aProcess(folder, '--standard-ms', '0');
    const [partSize, size] = [32 * MiB, 300 * MiB];
    const part = Buffer.alloc(partSize, 'chrM');
    const tree = treeHasher(() => createHash('sha256'));
    const uploadId = await anUpload(server.client, partSize);
    const before = await server.residentBytes();
    let most = before;
    const look = async () => void (most = Math.max(most, await server.residentBytes()));

    for (let from = 0; from < size; from += partSize) {
      const body = part.subarray(0, Math.min(partSize, size - from));
      tree.update(body);
      await uploadPart(server.client, uploadId, { from, body });
      await look();
    }
    const { archiveId } = await complete(server.client, uploadId, { size, checksum: tree.digest() });
    const jobId = await aJob(server.client, { Type: 'archive-retrieval', ArchiveId: archiveId });
    await completed(server.client, jobId);
    const reply = await server.client.send(new GetJobOutputCommand({ accountId: '-', vaultName: 'results', jobId }));
    let received = 0;
    for await (const chunk of reply.body as AsyncIterable<Uint8Array>) received += chunk.length;
    await look();
    await server.end('SIGKILL');
    await rm(folder, { recursive: true, force: true });

    assert.equal(received, size);
    assert.ok(most - before < 100 * MiB, `it grew by ${Math.round((most - before) / MiB)} MiB`);
  }).timeout(60_000);
});
