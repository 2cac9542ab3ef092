// test/adapters/aws/s3-checksums.test.ts — what S3 says of a copy that it has made, where it says something.
import assert from 'node:assert/strict';
import type { S3Client } from '@aws-sdk/client-s3';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import { s3Glacier } from '../../../adapters/aws/s3-glacier.ts';
import { newSha256, treeHashOf } from '../../../adapters/aws/content-hashes.ts';

const bytes = Buffer.from('a result');
const sha256 = newSha256().update(bytes).digest('base64');
const md5 = (digit: string) => `"${digit.repeat(32)}"`;
const source = { bucket: 'results', key: 'gas/u/j~a.annot.vcf.gz', versionId: 'source' };

/** An S3 whose copy has this head, and whose source has that one. */
function s3With(copy: object, original: object = {}) {
  const asked: string[] = [];
  const send = async (command: { input: { Bucket?: string } }) => {
    asked.push(command.constructor.name);
    if (command instanceof ListObjectVersionsCommand) return {};
    if (command instanceof CopyObjectCommand) return { VersionId: 'copy' };
    if (command instanceof HeadObjectCommand) return command.input.Bucket === 'results' ? original : copy;
    assert.ok(command instanceof DeleteObjectCommand);
    assert.deepEqual(command.input, { Bucket: 'archive', Key: source.key, VersionId: 'copy' });
    return {};
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a client as is asked here
  const client = { send } as unknown as S3Client;
  const options = { bucket: 'archive', storageClass: 'GLACIER', partBytes: 1, keyPrefix: 'gas' } as const;
  const archive = s3Glacier({ client, clientOnce: client, ...options });
  return {
    asked,
    upload: async (known: { treeHash?: string } = { treeHash: treeHashOf(bytes) }) => {
      const order = { bytes: bytes.length, source, ...known };
      const uploadId = await archive.begin({ jobId: 'j', userId: 'u', ...order });
      return archive.upload({ uploadId, ...order, read: async () => bytes });
    },
  };
}

describe('a copy that S3 has made', () => {
  const ContentLength = bytes.length;

  it('is believed by the SHA-256 of what S3 has stored, without another question', async () => {
    const { upload, asked } = s3With({ ContentLength, ChecksumSHA256: sha256, ETag: md5('a') });
    assert.equal((await upload()).kind, 'stored');
    assert.deepEqual(asked, ['ListObjectVersionsCommand', 'CopyObjectCommand', 'HeadObjectCommand']);
  });

  const wrong: Record<string, [copy: object, original?: object]> = {
    'has another SHA-256': [{ ContentLength, ChecksumSHA256: newSha256().digest('base64') }],
    'has another size': [{ ContentLength: 7, ChecksumSHA256: sha256 }],
    'has another ETag than its source, where both are hashes': [
      { ContentLength, ETag: md5('a') },
      { ContentLength, ETag: md5('b') },
    ],
  };
  for (const [how, heads] of Object.entries(wrong)) {
    it(`is deleted where it ${how}`, async () => {
      const { upload, asked } = s3With(...heads);
      await assert.rejects(upload(), { name: 'HashMismatch' });
      assert.ok(asked.includes('DeleteObjectCommand'));
    });
  }

  it('is left to reconciliation where nobody knew the hash before: another attempt may have read the source rightly', async () => {
    const { upload, asked } = s3With({ ContentLength, ChecksumSHA256: newSha256().digest('base64') });
    await assert.rejects(upload({}), { name: 'HashMismatch' });
    assert.ok(!asked.includes('DeleteObjectCommand'));
  });

  it('is never begun where the source was read with another hash', async () => {
    const { upload, asked } = s3With({});
    await assert.rejects(upload({ treeHash: '0'.repeat(64) }), { name: 'HashMismatch' });
    assert.deepEqual(asked, []);
  });

  it('may have another ETag where one of them is no hash', async () => {
    const parts = { ContentLength, ETag: '"b-2"' };
    const encrypted = { ContentLength, ETag: md5('b'), ServerSideEncryption: 'aws:kms' };
    for (const original of [parts, encrypted])
      assert.equal((await s3With({ ContentLength, ETag: md5('a') }, original).upload()).kind, 'stored');
  });
});
