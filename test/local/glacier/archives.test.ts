// test/local/glacier/archives.test.ts — archives in one request, their checks, and the way back.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { DeleteArchiveCommand, UploadArchiveCommand } from '@aws-sdk/client-glacier';
import { aGlacier, type TestGlacier } from './support/a-glacier.ts';
import { sign } from './support/signed.ts';
import {
  aJob,
  anArchive,
  aVault,
  completed,
  MiB,
  output,
  referenceTreeHash,
  refused,
  retrieved,
  someBytes,
  until,
} from './support/archives.ts';

const accountId = '-';
const vaultName = 'results';

describe('an archive of local Glacier', () => {
  let glacier: TestGlacier;
  const upload = (body: Uint8Array, more: object = {}) =>
    glacier.client.send(new UploadArchiveCommand({ accountId, vaultName, body, ...more }));

  beforeEach(async () => {
    glacier = await aGlacier();
    await aVault(glacier.client);
  });
  afterEach(() => glacier.close());

  for (const size of [1, MiB - 1, MiB, MiB + 1, 3 * MiB, 5 * MiB + 7]) {
    it(`comes back byte for byte, with its tree hash: ${size} bytes`, async () => {
      const bytes = someBytes(size);

      const { archiveId, checksum, location } = await upload(bytes);

      assert.equal(checksum, referenceTreeHash(bytes));
      assert.equal(location, `/000000000000/vaults/results/archives/${archiveId}`);
      assert.ok((await retrieved(glacier.client, archiveId!)).equals(bytes));
    });
  }

  it('is refused where the tree hash is another', async () => {
    await refused(upload(someBytes(9), { checksum: 'a'.repeat(64) }), 'InvalidParameterValueException', 400);
    assert.equal((await glacier.admin('state')).files, 0);
  });

  it('is refused in a vault that does not exist', async () => {
    await refused(upload(someBytes(2 * MiB), { vaultName: 'none' }), 'ResourceNotFoundException', 404);
  });

  it('keeps a description of 1,024 printable ASCII characters, and no other', async () => {
    const longest = ' ~'.repeat(512);
    await upload(someBytes(1), { archiveDescription: longest });

    const { archives } = (await glacier.admin('state')).vaults[0]!;
    assert.deepEqual(
      archives.map((archive: { description: string }) => archive.description),
      [longest.trim()],
    );
    await refused(
      upload(someBytes(1), { archiveDescription: 'x'.repeat(1025) }),
      'InvalidParameterValueException',
      400,
    );
    await refused(upload(someBytes(1), { archiveDescription: 'caf\u00e9' }), 'InvalidParameterValueException', 400);
  });

  it('becomes two archives when it is uploaded twice', async () => {
    const [first, second] = [
      await anArchive(glacier.client, someBytes(5)),
      await anArchive(glacier.client, someBytes(5)),
    ];

    assert.notEqual(first, second);
  });

  it('is deleted once and for all, however often it is asked for', async () => {
    const archiveId = await anArchive(glacier.client, someBytes(5));
    const remove = () => glacier.client.send(new DeleteArchiveCommand({ accountId, vaultName, archiveId }));

    await remove();
    await remove();

    const state = await glacier.admin('state');
    assert.deepEqual([state.vaults[0]!.archives, state.files], [[], 0]);
  });

  it('is not found under an id that never was', async () => {
    const remove = glacier.client.send(new DeleteArchiveCommand({ accountId, vaultName, archiveId: 'x'.repeat(138) }));
    await refused(remove, 'ResourceNotFoundException', 404);
  });

  it('can still be read from a job that completed before it was deleted', async () => {
    const bytes = someBytes(3 * MiB);
    const archiveId = await anArchive(glacier.client, bytes);
    const jobId = await aJob(glacier.client, { Type: 'archive-retrieval', ArchiveId: archiveId });
    await completed(glacier.client, jobId);

    await glacier.client.send(new DeleteArchiveCommand({ accountId, vaultName, archiveId }));

    assert.ok((await output(glacier.client, jobId)).body.equals(bytes));
  });

  it('is given up with 408 when its bytes stop coming', async () => {
    await glacier.admin('settings', { idleMs: 50 });
    const raw = { method: 'POST', path: '/-/vaults/results/archives' };
    const hashes = { 'x-amz-content-sha256': 'a'.repeat(64), 'x-amz-sha256-tree-hash': 'a'.repeat(64) };
    const headers = await sign(glacier.url, { ...raw, headers: hashes });

    const sending = request(`${glacier.url}${raw.path}`, { ...raw, headers: { ...headers, 'content-length': '9' } });
    sending.write('half');
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    sending.on('error', () => undefined).destroy();

    assert.equal(response.statusCode, 408);
    assert.equal((await readdir(join(glacier.folder, 'pieces'))).length, 0);
  });

  it('leaves nothing behind when its sender goes away', async () => {
    const raw = { method: 'POST', path: '/-/vaults/results/archives' };
    const hashes = { 'x-amz-content-sha256': 'a'.repeat(64), 'x-amz-sha256-tree-hash': 'a'.repeat(64) };
    const headers = await sign(glacier.url, { ...raw, headers: hashes });
    const files = () => readdir(join(glacier.folder, 'pieces'));

    const sending = request(`${glacier.url}${raw.path}`, { ...raw, headers: { ...headers, 'content-length': '9' } });
    sending.on('error', () => undefined).write('half');
    await until(async () => ((await files()).length === 1 ? true : undefined));
    sending.destroy();

    await until(async () => ((await files()).length === 0 ? true : undefined));
  });
});
