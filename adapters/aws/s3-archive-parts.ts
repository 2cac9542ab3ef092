// adapters/aws/s3-archive-parts.ts — an archive of more than one copy request can make: copied part by part on the
// server's side, while the source is read once and hashed; it appears only when every hash agrees.
import type { Part as StoredPart } from '@aws-sdk/client-s3';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  NoSuchUpload,
  paginateListParts,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import pMap from 'p-map';
import type { UploadOutcome } from '../../domain/archive.ts';
import type { ArchiveOrder, ArchiveUpload } from '../../domain/archive-store.ts';
import { hashMismatch, isHashMismatch } from './hash-mismatch.ts';
import { abort } from './multipart-lists.ts';
import { findWritten } from './multipart-upload.ts';
import { NULL_VERSION } from './object-versions.ts';
import type { Part } from './part-size.ts';
import { partBytesFor, partsOf } from './part-size.ts';
import type { S3Upload } from './s3-archive-ids.ts';
import type { ArchiveTarget } from './s3-archive-target.ts';
import { copySourceOf, metadataOf, vouched } from './s3-archive-target.ts';
import type { SourceHashes } from './source-hashes.ts';
import { hashSource } from './source-hashes.ts';
import { together } from './together.ts';

/** S3 copies by itself; more at once only costs it patience. */
const PARALLEL = 4;

type Parts = Extract<S3Upload, { kind: 'parts' }>;

export async function beginParts(
  { client, bucket, storageClass }: ArchiveTarget,
  { order, token }: { order: ArchiveOrder; token: string },
): Promise<Parts> {
  const { jobId, userId, source, treeHash } = order;
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({
      Bucket: bucket,
      Key: source.key,
      StorageClass: storageClass,
      Metadata: metadataOf({ token, jobId, userId }, treeHash),
      ChecksumAlgorithm: 'SHA256',
    }),
  );
  if (!UploadId) throw new Error('S3 began an upload without an id.');
  return { kind: 'parts', token, jobId, userId, uploadId: UploadId, key: source.key };
}

/** Copies what is missing and completes; `gone` where the upload has died and left nothing. */
export async function copyParts(target: ArchiveTarget, name: Parts, upload: ArchiveUpload): Promise<UploadOutcome> {
  const { bucket, partBytes } = target;
  const { key, token } = name;
  const sectionBytes = partBytesFor(upload.bytes, target.copyPartBytes);
  const hash = (signal: AbortSignal) => hashSource({ upload, partBytes, sectionBytes, signal });
  try {
    const stored = await storedParts(target, name);
    const [hashes] = await together(upload.signal, hash, (signal) =>
      copyMissing(target, { name, upload, stored, signal, parts: partsOf(upload.bytes, sectionBytes) }),
    );
    assertParts(stored, hashes);
    const versionId = await complete(target, name, stored);
    return await vouched(target, { copy: { bucket, key, versionId }, upload, hashes });
  } catch (error) {
    if (isHashMismatch(error)) await abort(target.client, { bucket, key }, name.uploadId);
    if (!(error instanceof NoSuchUpload)) throw error;
  }
  // Completed by an attempt whose answer was lost?
  const written = await findWritten(target.client, { bucket, key }, token);
  if (!written) return { kind: 'gone' };
  const hashes = await hash(upload.signal ?? new AbortController().signal);
  return vouched(target, { copy: { bucket, key, versionId: written.versionId }, upload, hashes });
}

type Stored = Map<number, Pick<StoredPart, 'ETag' | 'ChecksumSHA256'>>;

async function storedParts({ client, bucket }: ArchiveTarget, { key, uploadId }: Parts): Promise<Stored> {
  const stored: Stored = new Map();
  for await (const { Parts = [] } of paginateListParts({ client }, { Bucket: bucket, Key: key, UploadId: uploadId }))
    for (const part of Parts) stored.set(part.PartNumber ?? 0, part);
  return stored;
}

interface Missing {
  name: Parts;
  upload: ArchiveUpload;
  stored: Stored;
  parts: readonly Part[];
  signal: AbortSignal;
}

async function copyMissing(
  { client, bucket }: ArchiveTarget,
  { name, upload, stored, parts, signal }: Missing,
): Promise<void> {
  const copy = async ({ number, from, to }: Part) => {
    const { CopyPartResult: copied } = await client.send(
      new UploadPartCopyCommand({
        Bucket: bucket,
        Key: name.key,
        UploadId: name.uploadId,
        PartNumber: number,
        CopySource: copySourceOf(upload.source),
        CopySourceRange: `bytes=${from}-${to - 1}`,
      }),
      { abortSignal: signal },
    );
    if (!copied?.ETag) throw new Error('S3 copied a part without an ETag.');
    stored.set(number, copied);
  };
  const missing = parts.filter(({ number }) => !stored.has(number));
  await pMap(missing, copy, { concurrency: PARALLEL, signal });
}

/** What S3 hashed of each part as it stored it, against what we read; where S3 gives no checksum the size is compared. */
function assertParts(stored: Stored, { sections }: SourceHashes): void {
  for (const [number, { ChecksumSHA256: checksum }] of stored)
    if (checksum !== undefined && checksum !== sections[number - 1])
      throw hashMismatch(`Part ${number} of the copy that S3 has made is not the source that was read.`);
}

async function complete({ client, bucket }: ArchiveTarget, { key, uploadId }: Parts, stored: Stored): Promise<string> {
  const Parts = [...stored]
    .toSorted(([a], [b]) => a - b)
    .map(([PartNumber, { ETag, ChecksumSHA256 }]) => ({
      PartNumber,
      ETag,
      ...(ChecksumSHA256 === undefined ? {} : { ChecksumSHA256 }),
    }));
  const { VersionId = NULL_VERSION } = await client.send(
    new CompleteMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId, MultipartUpload: { Parts } }),
  );
  return VersionId;
}
