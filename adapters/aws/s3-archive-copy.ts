// adapters/aws/s3-archive-copy.ts — an archive made by one server-side copy, verified by a read of the source meanwhile.
// Nothing is begun before it: a copy exists or does not. So an attempt first looks for the copy of an earlier one.
import { CopyObjectCommand } from '@aws-sdk/client-s3';
import type { UploadOutcome } from '../../domain/archive.ts';
import type { ArchiveUpload } from '../../domain/archive-store.ts';
import { isHashMismatch } from './hash-mismatch.ts';
import { findWritten } from './multipart-upload.ts';
import { NULL_VERSION } from './object-versions.ts';
import type { ArchivedVersion, S3Upload } from './s3-archive-ids.ts';
import type { ArchiveTarget } from './s3-archive-target.ts';
import { copySourceOf, metadataOf, removeVersion, vouched } from './s3-archive-target.ts';
import { hashSource } from './source-hashes.ts';
import { together } from './together.ts';

type Copy = Extract<S3Upload, { kind: 'copy' }>;

/** Copies and hashes at once. Bytes with another tree hash than was told leave no copy: HashMismatch. */
export async function copyArchive(target: ArchiveTarget, name: Copy, upload: ArchiveUpload): Promise<UploadOutcome> {
  const { bucket, partBytes } = target;
  const { key } = upload.source;
  const found = await findWritten(target.client, { bucket, key }, name.token);
  let copy: ArchivedVersion | undefined = found && { bucket, key, versionId: found.versionId };
  const sectionBytes = Math.max(upload.bytes, 1);

  try {
    const [hashes, made] = await together(
      upload.signal,
      (signal) => hashSource({ upload, partBytes, sectionBytes, signal }),
      // Not stopped by a wrong hash: what S3 has begun to copy appears all the same, and must be known to be deleted.
      async () => (copy ??= await copyOnce(target, name, upload)),
    );
    return await vouched(target, { copy: made, upload, hashes });
  } catch (error) {
    if (copy && isHashMismatch(error)) await removeVersion(target.client, copy);
    throw error;
  }
}

async function copyOnce(
  { clientOnce, bucket, storageClass }: ArchiveTarget,
  name: Copy,
  upload: ArchiveUpload,
): Promise<ArchivedVersion> {
  const { key } = upload.source;
  const { VersionId = NULL_VERSION } = await clientOnce.send(
    new CopyObjectCommand({
      Bucket: bucket,
      Key: key,
      CopySource: copySourceOf(upload.source),
      StorageClass: storageClass,
      MetadataDirective: 'REPLACE',
      Metadata: metadataOf(name, upload.treeHash),
      // S3 hashes what it has stored: compared with the hash of what we have read.
      ChecksumAlgorithm: 'SHA256',
    }),
    upload.signal ? { abortSignal: upload.signal } : {},
  );
  return { bucket, key, versionId: VersionId };
}
