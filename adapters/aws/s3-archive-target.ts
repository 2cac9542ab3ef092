// adapters/aws/s3-archive-target.ts — what the steps of an archiving into S3 share.
import type { S3Client } from '@aws-sdk/client-s3';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import type { ArchiveSource, ArchiveUpload } from '../../domain/archive-store.ts';
import type { UploadOutcome } from '../../domain/archive.ts';
import { hashMismatch } from './hash-mismatch.ts';
import { TOKEN } from './multipart-upload.ts';
import { headOf } from './object-versions.ts';
import type { ArchivedVersion } from './s3-archive-ids.ts';
import { archiveIdOf } from './s3-archive-ids.ts';
import type { SourceHashes } from './source-hashes.ts';

export interface ArchiveTarget {
  client: S3Client;
  /** A client that tries once: a copy whose reply was lost is found by its token, not made again. */
  clientOnce: S3Client;
  bucket: string;
  storageClass: 'GLACIER' | 'DEEP_ARCHIVE';
  /** The least size of what is read, and held, at once. */
  partBytes: number;
  /** Bytes that S3 copies in one request; what is larger is copied in parts of `copyPartBytes`. */
  copyLimitBytes: number;
  copyPartBytes: number;
}

/** What a copy is given: how to find it again, and what a lost table would have said of it. */
export function metadataOf(name: { token: string; jobId: string; userId: string }, treeHash: string | undefined) {
  return {
    [TOKEN]: name.token,
    'job-id': name.jobId,
    'user-id': name.userId,
    ...(treeHash === undefined ? {} : { 'sha256-tree-hash': treeHash }),
  };
}

export function copySourceOf({ bucket, key, versionId }: ArchiveSource): string {
  return `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}?versionId=${encodeURIComponent(versionId)}`;
}

/**
 * The archive's receipt, once its size and what S3 tells of its bytes agree; else HashMismatch. Such a copy is deleted
 * where the source's hash was known, and so verified: every other attempt finds the same wrong with it, and records none.
 */
export async function vouched(
  { client }: ArchiveTarget,
  { copy, upload, hashes }: { copy: ArchivedVersion; upload: ArchiveUpload; hashes: SourceHashes },
): Promise<UploadOutcome> {
  const head = await headOf(client, { ...copy, checksums: true });
  const isRight = head?.ContentLength === upload.bytes && agrees(head, hashes);
  if (!isRight || !(await hasSourceTag(client, upload, head))) {
    if (upload.treeHash !== undefined) await removeVersion(client, copy);
    throw hashMismatch('The copy that S3 has made is not the source that was read.');
  }
  const receipt = { archiveId: archiveIdOf(copy), treeHash: hashes.treeHash, bytes: upload.bytes };
  return { kind: 'stored', receipt };
}

interface Head {
  ETag?: string | undefined;
  ChecksumSHA256?: string | undefined;
  ServerSideEncryption?: string | undefined;
}

/** A checksum with a hyphen is one of parts' checksums: each part was compared on its way. */
function agrees({ ChecksumSHA256: whole }: Head, { sections }: SourceHashes): boolean {
  return whole === undefined || whole.includes('-') || sections.length !== 1 || whole === sections[0];
}

/** Where S3 gives no checksum (emulators, some gateways): ETags of whole unencrypted objects are MD5 of their bytes. */
async function hasSourceTag(client: S3Client, { source }: ArchiveUpload, head: Head): Promise<boolean> {
  if (head.ChecksumSHA256 !== undefined || !isMd5(head)) return true;
  const original = await headOf(client, source);
  return !original || !isMd5(original) || original.ETag === head.ETag;
}

function isMd5({ ETag = '', ServerSideEncryption: encryption = 'AES256' }: Head): boolean {
  return /^"[0-9a-f]{32}"$/.test(ETag) && encryption === 'AES256';
}

export async function removeVersion(client: S3Client, { bucket, key, versionId }: ArchivedVersion): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
}
