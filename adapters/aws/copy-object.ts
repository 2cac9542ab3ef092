// adapters/aws/copy-object.ts — one object copied by S3 itself: no byte of it passes through here.
import type { S3Client } from '@aws-sdk/client-s3';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import pMap from 'p-map';
import type { ObjectRef } from '../../domain/job.ts';
import { abort } from './multipart-lists.ts';
import { headOf, NULL_VERSION } from './object-versions.ts';
import { partBytesFor, partsOf } from './part-size.ts';
import { copySourceOf } from './s3-archive-target.ts';

/** S3 copies 5 GB in one request; parts at once are faster long before that. */
export const COPY_WHOLE_BYTES = 512 * 1024 * 1024;
const PARALLEL = 4;

interface Source extends ObjectRef {
  versionId: string;
  bytes: number;
}

/** Copies the newest version of `from`; undefined where there is none. */
export async function copyObject(
  { client, wholeBytes }: { client: S3Client; wholeBytes: number },
  { from, to }: { from: ObjectRef; to: ObjectRef },
): Promise<{ versionId: string } | undefined> {
  const head = await headOf(client, from);
  if (!head) return undefined;
  const source = { ...from, bytes: head.ContentLength ?? 0, versionId: head.VersionId ?? NULL_VERSION };
  if (source.bytes > wholeBytes) return copyInParts(client, { source, to, partBytes: wholeBytes });
  const { VersionId = NULL_VERSION } = await client.send(
    new CopyObjectCommand({ Bucket: to.bucket, Key: to.key, CopySource: copySourceOf(source) }),
  );
  return { versionId: VersionId };
}

async function copyInParts(
  client: S3Client,
  { source, to, partBytes }: { source: Source; to: ObjectRef; partBytes: number },
): Promise<{ versionId: string }> {
  const name = { Bucket: to.bucket, Key: to.key };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(name));
  if (!UploadId) throw new Error('S3 began an upload without an id.');
  const CopySource = copySourceOf(source);
  try {
    const parts = partsOf(source.bytes, partBytesFor(source.bytes, partBytes));
    const Parts = await pMap(
      parts,
      async ({ number, from, to: end }) => {
        const range = { CopySource, CopySourceRange: `bytes=${from}-${end - 1}` };
        const { CopyPartResult: copied } = await client.send(
          new UploadPartCopyCommand({ ...name, UploadId, PartNumber: number, ...range }),
        );
        if (!copied?.ETag) throw new Error('S3 copied a part without an ETag.');
        return { PartNumber: number, ETag: copied.ETag };
      },
      { concurrency: PARALLEL },
    );
    const { VersionId = NULL_VERSION } = await client.send(
      new CompleteMultipartUploadCommand({ ...name, UploadId, MultipartUpload: { Parts } }),
    );
    return { versionId: VersionId };
  } catch (error) {
    await abort(client, to, UploadId).catch(() => undefined); // the bucket's own rule aborts it a week later
    throw error;
  }
}
