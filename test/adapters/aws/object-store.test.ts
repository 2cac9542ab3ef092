import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { objectStore } from '../../../adapters/aws/object-store.ts';
import { partUploads } from '../../../adapters/aws/part-uploads.ts';
import { contentDisposition } from '../../../adapters/aws/presign.ts';
import type { WriteProgress } from '../../../domain/ports.ts';
import { describeObjectStore } from '../../contracts/object-store.contract.ts';
import { describePartUploads } from '../../contracts/part-uploads.contract.ts';
import { names, testAws } from '../../support/aws.ts';

const MIB = 1024 * 1024;
const PART = 5 * MIB;

const open = async () =>
  objectStore({ client: (await testAws()).clients.s3, partBytes: PART, pageSize: 4, copyWholeBytes: PART });

describePartUploads('S3', async () => ({
  uploads: partUploads((await testAws()).clients.s3),
  objects: await open(),
  bucket: names.inputs,
  send: async (url, body) => (await fetch(url, { method: 'PUT', body })).status,
}));

describeObjectStore('S3', async () => ({ objects: await open(), bucket: names.results }));

describe('a write in parts', () => {
  it('begins anew where the parts were of another size, though one has the size it would have now', async () => {
    const { s3 } = (await testAws()).clients;
    const bytes = randomBytes(24 * MIB);
    const ref = { bucket: names.results, key: randomUUID() };
    const write = { ...ref, bytes: bytes.length, contentType: 'application/gzip' };
    let resume: WriteProgress | undefined;
    const twoStored = Promise.withResolvers<undefined>();
    await assert.rejects(
      objectStore({ client: s3, partBytes: 8 * MIB }).write({
        ...write,
        async read(from, to) {
          if (from < 16 * MIB) return bytes.subarray(from, to);
          await twoStored.promise;
          throw new Error('interrupted');
        },
        onProgress(progress) {
          resume = progress;
          if (progress.parts.length === 2) twoStored.resolve(undefined);
        },
      }),
      /interrupted/,
    );

    const larger = objectStore({ client: s3, partBytes: 16 * MIB });
    await larger.write({ ...write, read: async (from, to) => bytes.subarray(from, to), resume: resume! });
    const chunks: Uint8Array[] = [];
    for await (const chunk of await larger.read(ref)) chunks.push(chunk);
    assert.ok(Buffer.concat(chunks).equals(bytes));
  });
});

describe('presigned addresses of S3', () => {
  const ref = { bucket: names.inputs, key: 'gas/u/j~a.vcf' };
  async function upload(maxBytes: number, bytes: string, change: Record<string, string> = {}): Promise<number> {
    const { url, fields } = await (await open()).presignUpload({ ...ref, maxBytes, seconds: 60 });
    const form = new FormData();
    for (const [field, value] of Object.entries({ ...fields, ...change })) form.append(field, value);
    form.append('file', new Blob([bytes]));
    return (await fetch(url, { method: 'POST', body: form })).status;
  }

  it('takes an upload up to the limit and refuses a larger or an empty one', async () => {
    assert.equal(await upload(10, '0123456789'), 204);
    assert.equal(await upload(9, '0123456789'), 400);
    assert.equal(await upload(9, ''), 400);
  });

  it('takes an upload to its own key only', async () => {
    assert.equal(await upload(10, '0123456789', { key: 'gas/other/j~a.vcf' }), 403);
  });

  it('downloads under a safe name', async () => {
    const objects = await open();
    await upload(10, '0123456789');
    const url = await objects.presignDownload({ ...ref, fileName: 'caf\u00e9 "x".vcf.gz', seconds: 60 });
    const answer = await fetch(url);

    assert.equal(await answer.text(), '0123456789');
    assert.equal(answer.headers.get('content-type'), 'application/gzip');
    const disposition = answer.headers.get('content-disposition');
    assert.equal(disposition, `attachment; filename="caf_ _x_.vcf.gz"; filename*=UTF-8''caf%C3%A9%20%22x%22.vcf.gz`);
  });

  it('lets no name break out of the header', () => {
    const header = contentDisposition('a"; filename="b.exe\r\nSet-Cookie: x\ud800\'(*)');
    assert.match(header, /^attachment; filename="[A-Za-z0-9._ -]+"; filename\*=UTF-8''[A-Za-z0-9.%_-]+$/);
  });
});
