// adapters/aws/s3-archive-copy.ts — an archive made by one server-side copy, once a read of the source has verified it.
// Nothing is begun before it: a copy exists or does not. So an attempt first looks for the copy of an earlier one.
import { CopyObjectCommand } from '@aws-sdk/client-s3';
import type { UploadOutcome } from '../../domain/archive.ts';
import type { ArchiveUpload } from '../../domain/archive-store.ts';
import { findWritten } from './multipart-upload.ts';
import { NULL_VERSION } from './object-versions.ts';
import type { S3Upload } from './s3-archive-ids.ts';
import type { ArchiveTarget } from './s3-archive-target.ts';
import { copySourceOf, metadataOf, vouched } from './s3-archive-target.ts';
import { hashSource } from './source-hashes.ts';

type Copy = Extract<S3Upload, { kind: 'copy' }>;

/**
 * Hashes, then copies. Not both at once: an attempt that finds a wrong hash after its copy has appeared would have to
 * delete it, and a frozen one could then delete the copy that a later attempt has found, verified and recorded.
 */
export async function copyArchive(target: ArchiveTarget, name: Copy, upload: ArchiveUpload): Promise<UploadOutcome> {
  const { client, bucket, partBytes } = target;
  const { key } = upload.source;
  const signal = upload.signal ?? new AbortController().signal;
  const hashes = await hashSource({ upload, partBytes, sectionBytes: Math.max(upload.bytes, 1), signal });
  const found = await findWritten(client, { bucket, key }, name.token);
  const versionId = found?.versionId ?? (await copyOnce(target, name, { upload, treeHash: hashes.treeHash }));
  return vouched(target, { copy: { bucket, key, versionId }, upload, hashes });
}

async function copyOnce(
  { clientOnce, bucket, storageClass }: ArchiveTarget,
  name: Copy,
  { upload, treeHash }: { upload: ArchiveUpload; treeHash: string },
): Promise<string> {
  const { VersionId = NULL_VERSION } = await clientOnce.send(
    new CopyObjectCommand({
      Bucket: bucket,
      Key: upload.source.key,
      CopySource: copySourceOf(upload.source),
      StorageClass: storageClass,
      MetadataDirective: 'REPLACE',
      Metadata: metadataOf(name, treeHash),
      // S3 hashes what it has stored: compared with the hash of what we have read.
      ChecksumAlgorithm: 'SHA256',
    }),
    upload.signal ? { abortSignal: upload.signal } : {},
  );
  return VersionId;
}
