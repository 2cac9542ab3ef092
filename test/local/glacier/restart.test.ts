// test/local/glacier/restart.test.ts — what was acknowledged is there after kill -9.
import assert from 'node:assert/strict';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ListPartsCommand, SetVaultNotificationsCommand, GetVaultNotificationsCommand } from '@aws-sdk/client-glacier';
import { admin, aFolder } from './support/a-glacier.ts';
import { aFailingProcess, aProcess, type TestProcess } from './support/a-process.ts';
import {
  aJob,
  anArchive,
  anUpload,
  complete,
  completed,
  describeJob,
  MiB,
  output,
  referenceTreeHash,
  retrieved,
  someBytes,
  uploadPart,
} from './support/archives.ts';

const accountId = '-';
const vaultName = 'results';
const atOnce = ['--standard-ms', '0'];

describe('a local Glacier killed and started again', () => {
  let folder: string;
  let server: TestProcess;
  beforeEach(async () => {
    folder = await aFolder();
    server = await aProcess(folder, ...atOnce);
  });
  afterEach(async () => {
    await server.end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const killed = async (...flags: string[]): Promise<void> => {
    await server.end('SIGKILL');
    server = await aProcess(folder, ...flags);
  };

  it('has every acknowledged part, and completes the upload', async () => {
    const bytes = someBytes(2 * MiB + 5);
    const whole = { size: bytes.length, checksum: referenceTreeHash(bytes) };
    const uploadId = await anUpload(server.client);
    for (const from of [0, MiB, 2 * MiB]) {
      await uploadPart(server.client, uploadId, { from, body: bytes.subarray(from, from + MiB) });
    }
    await killed(...atOnce);

    const { Parts } = await server.client.send(new ListPartsCommand({ accountId, vaultName, uploadId }));
    const { archiveId } = await complete(server.client, uploadId, whole);
    await killed(...atOnce);

    assert.equal(Parts?.length, 3);
    assert.equal((await complete(server.client, uploadId, whole)).archiveId, archiveId);
    assert.ok((await retrieved(server.client, archiveId!)).equals(bytes));
  });

  it('completes a job when its time comes, or at once where that is past', async () => {
    await killed('--standard-ms', '300', '--bulk-ms', '100000000');
    const bytes = someBytes(MiB + 1);
    const ArchiveId = await anArchive(server.client, bytes);
    const due = await aJob(server.client, { Type: 'archive-retrieval', ArchiveId });
    const later = await aJob(server.client, { Type: 'archive-retrieval', ArchiveId, Tier: 'Bulk' });

    await killed();

    await completed(server.client, due);
    assert.ok((await output(server.client, due)).body.equals(bytes));
    assert.equal((await describeJob(server.client, later)).StatusCode, 'InProgress');
    await killed();
    assert.ok((await output(server.client, due)).body.equals(bytes));
  });

  it('has the notification configuration', async () => {
    await anArchive(server.client, someBytes(1));
    const config = { SNSTopic: 'arn:aws:sns:us-east-1:000000000000:t', Events: ['ArchiveRetrievalCompleted'] };
    const set = new SetVaultNotificationsCommand({ accountId, vaultName, vaultNotificationConfig: config });
    await server.client.send(set);

    await killed();

    const got = await server.client.send(new GetVaultNotificationsCommand({ accountId, vaultName }));
    assert.deepEqual(got.vaultNotificationConfig, config);
  });

  it('keeps no bytes that were never acknowledged', async () => {
    await anArchive(server.client, someBytes(9));
    await writeFile(join(folder, 'pieces', 'half-written'), 'x');

    await killed();

    const { files } = await admin(server.url, 'state');
    assert.deepEqual([(await readdir(join(folder, 'pieces'))).length, files], [1, 1]);
  });

  it('ends by itself when asked to', async () => {
    assert.equal(await server.end('SIGTERM'), 0);
    server = await aProcess(folder);
    assert.equal(await server.end('SIGINT'), 0);
    server = await aProcess(folder);
  });

  it('names a busy port, a busy folder and a missing flag in one sentence', async () => {
    const other = await aFolder();
    const port = new URL(server.url).port;

    const busyPort = await aFailingProcess('--folder', other, '--port', port);
    const busyFolder = await aFailingProcess('--folder', folder, '--port', '0');
    const noFolder = await aFailingProcess('--port', '0');
    await rm(other, { recursive: true, force: true });

    assert.deepEqual([busyPort.code, busyFolder.code, noFolder.code], [1, 1, 1]);
    assert.match(busyPort.stderr, new RegExp(`^Glacier cannot start, its port is in use.*:${port}\\.\\n$`));
    assert.match(busyFolder.stderr, /^Glacier cannot start, another one is using its folder\.\n$/);
    assert.match(noFolder.stderr, /^Glacier needs --folder.*\n$/);
  });
});
