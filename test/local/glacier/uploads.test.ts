// test/local/glacier/uploads.test.ts — archives that come in parts.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  DeleteArchiveCommand,
  InitiateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadMultipartPartCommand,
} from '@aws-sdk/client-glacier';
import { aGlacier, type TestGlacier } from './support/a-glacier.ts';
import { sign } from './support/signed.ts';
import {
  anUpload,
  aVault,
  complete,
  MiB,
  referenceTreeHash,
  refused,
  retrieved,
  someBytes,
  until,
  uploadPart,
} from './support/archives.ts';

const accountId = '-';
const vaultName = 'results';

describe('a multipart upload to local Glacier', () => {
  let glacier: TestGlacier;
  beforeEach(async () => void (glacier = await aGlacier()));
  afterEach(() => glacier.close());

  const bytes = someBytes(2 * MiB + 9);
  const whole = { size: bytes.length, checksum: referenceTreeHash(bytes) };
  const part = (index: number) => ({ from: index * MiB, body: bytes.subarray(index * MiB, (index + 1) * MiB) });
  const parts = (uploadId: string, more: object = {}) =>
    glacier.client.send(new ListPartsCommand({ accountId, vaultName, uploadId, ...more }));
  const abort = (uploadId: string) =>
    glacier.client.send(new AbortMultipartUploadCommand({ accountId, vaultName, uploadId }));

  async function aFullUpload(): Promise<string> {
    const uploadId = await anUpload(glacier.client);
    await Promise.all([2, 0, 1].map((index) => uploadPart(glacier.client, uploadId, part(index))));
    return uploadId;
  }

  it('becomes one archive of its parts, in whatever order they came', async () => {
    const { archiveId, checksum } = await complete(glacier.client, await aFullUpload(), whole);

    assert.equal(checksum, whole.checksum);
    assert.ok((await retrieved(glacier.client, archiveId!)).equals(bytes));
  });

  for (const [partMiB, size] of [
    [1, 5 * MiB + 7],
    [2, 5 * MiB],
    [4, 13 * MiB + 1],
    [4, 3],
  ] as const) {
    it(`has the tree hash of the whole: ${size} bytes in parts of ${partMiB} MiB`, async () => {
      const content = someBytes(size);
      const uploadId = await anUpload(glacier.client, partMiB * MiB);
      for (let from = 0; from < size; from += partMiB * MiB) {
        await uploadPart(glacier.client, uploadId, { from, body: content.subarray(from, from + partMiB * MiB) });
      }

      const { archiveId } = await complete(glacier.client, uploadId, { size, checksum: referenceTreeHash(content) });

      assert.ok((await retrieved(glacier.client, archiveId!)).equals(content));
    });
  }

  it('answers the same archive when it is completed again', async () => {
    const uploadId = await aFullUpload();

    const [first, second] = [
      await complete(glacier.client, uploadId, whole),
      await complete(glacier.client, uploadId, whole),
    ];

    assert.equal(first.archiveId, second.archiveId);
    assert.equal((await glacier.admin('state')).vaults[0]!.archives.length, 1);
  });

  it('is completed once by two who complete it at the same time', async () => {
    const uploadId = await aFullUpload();

    const both = await Promise.all([1, 2].map(() => complete(glacier.client, uploadId, whole)));

    assert.equal(both[0]!.archiveId, both[1]!.archiveId);
  });

  it('answers the same archive even where that was deleted meanwhile', async () => {
    const uploadId = await aFullUpload();
    const { archiveId } = await complete(glacier.client, uploadId, whole);
    await glacier.client.send(new DeleteArchiveCommand({ accountId, vaultName, archiveId }));

    assert.equal((await complete(glacier.client, uploadId, whole)).archiveId, archiveId);
  });

  it('is unknown once the window of repeated completion is over', async () => {
    const uploadId = await aFullUpload();
    await complete(glacier.client, uploadId, whole);
    await glacier.admin('settings', { completeWindowMs: 0 });

    await refused(complete(glacier.client, uploadId, whole), 'ResourceNotFoundException', 404);
  });

  it('takes no part, no list and no abort after it was completed', async () => {
    const uploadId = await aFullUpload();
    await complete(glacier.client, uploadId, whole);

    await refused(uploadPart(glacier.client, uploadId, part(0)), 'ResourceNotFoundException', 404);
    await refused(parts(uploadId), 'ResourceNotFoundException', 404);
    await refused(abort(uploadId), 'ResourceNotFoundException', 404);
  });

  it('is not completed with another size, another hash, or again with others', async () => {
    const uploadId = await aFullUpload();
    const other = { ...whole, checksum: 'b'.repeat(64) };

    await refused(complete(glacier.client, uploadId, { ...whole, size: 5 }), 'InvalidParameterValueException', 400);
    await refused(complete(glacier.client, uploadId, other), 'InvalidParameterValueException', 400);
    await complete(glacier.client, uploadId, whole);
    await refused(complete(glacier.client, uploadId, other), 'InvalidParameterValueException', 400);
  });

  it('is not completed without parts, or with one missing', async () => {
    const uploadId = await anUpload(glacier.client);
    await refused(complete(glacier.client, uploadId, whole), 'InvalidParameterValueException', 400);

    await uploadPart(glacier.client, uploadId, part(0));
    await uploadPart(glacier.client, uploadId, part(2));
    const present = Buffer.concat([part(0).body, part(2).body]);
    const sum = { size: present.length, checksum: referenceTreeHash(present) };
    await refused(complete(glacier.client, uploadId, sum), 'InvalidParameterValueException', 400);
  });

  it('takes a part that is too small, and is then not completed', async () => {
    const uploadId = await anUpload(glacier.client);
    const small = someBytes(9);
    await uploadPart(glacier.client, uploadId, { from: 0, body: small });
    await uploadPart(glacier.client, uploadId, part(1));

    const roots = [small, part(1).body].map((body) => Buffer.from(referenceTreeHash(body), 'hex'));
    const checksum = createHash('sha256').update(Buffer.concat(roots)).digest('hex');
    await refused(
      complete(glacier.client, uploadId, { size: MiB + 9, checksum }),
      'InvalidParameterValueException',
      400,
    );
  });

  it('keeps the last version of a part that came twice', async () => {
    const uploadId = await anUpload(glacier.client);
    await uploadPart(glacier.client, uploadId, { from: 0, body: someBytes(MiB) });
    await Promise.all([0, 1, 2].map((index) => uploadPart(glacier.client, uploadId, part(index))));

    await complete(glacier.client, uploadId, whole);

    assert.equal((await glacier.admin('state')).files, 3);
  });

  it('refuses a part off its grid, over its size, or of another length than its range', async () => {
    const uploadId = await anUpload(glacier.client);
    const send = (from: number, size: number) => uploadPart(glacier.client, uploadId, { from, body: someBytes(size) });

    await refused(send(5, 10), 'InvalidParameterValueException', 400);
    await refused(send(0, MiB + 1), 'InvalidParameterValueException', 400);
    await refused(send(10_000 * MiB, 10), 'InvalidParameterValueException', 400);
    const range = 'bytes 0-99/*';
    const short = new UploadMultipartPartCommand({ accountId, vaultName, uploadId, range, body: someBytes(10) });
    await refused(glacier.client.send(short), 'InvalidParameterValueException', 400);
    assert.equal((await glacier.admin('state')).files, 0);
  });

  it('has parts of 1 MiB times a power of two, up to 4 GiB', async () => {
    await aVault(glacier.client);
    const begin = (partSize?: string) =>
      glacier.client.send(new InitiateMultipartUploadCommand({ accountId, vaultName, ...(partSize && { partSize }) }));

    await begin(String(4096 * MiB));
    for (const wrong of [3 * MiB, MiB / 2, 8192 * MiB, 'large']) {
      await refused(begin(String(wrong)), 'InvalidParameterValueException', 400);
    }
    await refused(begin(), 'MissingParameterValueException', 400);
  });

  it('lists its parts page by page, in the order of their ranges', async () => {
    const uploadId = await aFullUpload();

    const first = await parts(uploadId, { limit: 2 });
    const second = await parts(uploadId, { limit: 2, marker: first.Marker });

    const ranges = [first, second].map(({ Parts }) => Parts!.map(({ RangeInBytes }) => RangeInBytes));
    assert.deepEqual(ranges, [['0-1048575', '1048576-2097151'], ['2097152-2097160']]);
    assert.deepEqual([first.PartSizeInBytes, first.ArchiveDescription, second.Marker], [MiB, 'in parts', undefined]);
    assert.equal(second.Parts![0]!.SHA256TreeHash, referenceTreeHash(part(2).body));
  });

  it('is listed until it is aborted', async () => {
    const ids = [await anUpload(glacier.client), await anUpload(glacier.client), await anUpload(glacier.client)];
    const list = (more: object = {}) =>
      glacier.client.send(new ListMultipartUploadsCommand({ accountId, vaultName, ...more }));
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, marker: first.Marker });

    const listed = [...first.UploadsList!, ...second.UploadsList!].map((upload) => upload.MultipartUploadId!);
    assert.deepEqual(listed.toSorted(), ids.toSorted());

    await Promise.all(ids.map(abort));
    assert.deepEqual((await list()).UploadsList, []);
  });

  it('is aborted with its bytes, and aborted again without complaint', async () => {
    const uploadId = await aFullUpload();

    await abort(uploadId);
    await abort(uploadId);

    assert.equal((await glacier.admin('state')).files, 0);
    await refused(complete(glacier.client, uploadId, whole), 'ResourceNotFoundException', 404);
    await refused(abort('x'.repeat(92)), 'ResourceNotFoundException', 404);
  });

  it('does not take a part that was on its way when the upload was aborted', async () => {
    const uploadId = await anUpload(glacier.client);
    const hash = createHash('sha256').update('12345678').digest('hex');
    const hashes = { 'x-amz-content-sha256': hash, 'x-amz-sha256-tree-hash': hash, 'content-range': 'bytes 0-7/*' };
    const raw = { method: 'PUT', path: `/-/vaults/results/multipart-uploads/${uploadId}`, headers: hashes };
    const headers = { ...(await sign(glacier.url, raw)), 'content-length': '8' };
    const files = () => readdir(join(glacier.folder, 'pieces'));

    const sending = request(`${glacier.url}${raw.path}`, { ...raw, headers });
    sending.write('1234');
    await until(async () => ((await files()).length === 1 ? true : undefined));
    await abort(uploadId);
    sending.end('5678');
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    response.resume();

    assert.equal(response.statusCode, 404);
    assert.deepEqual(await files(), []);
  });

  it('dies with its bytes when no part has come for the time of its life', async () => {
    await glacier.admin('settings', { uploadLifeMs: 50 });
    const uploadId = await anUpload(glacier.client);

    await until(async () => ((await glacier.admin('state')).vaults[0]!.uploads.length === 0 ? true : undefined));

    await refused(uploadPart(glacier.client, uploadId, part(0)), 'ResourceNotFoundException', 404);
  });
});
