// adapters/aws/object-versions.ts — what S3 holds under one key.
import type { ListObjectVersionsCommandOutput, ObjectVersion as S3Version, S3Client } from '@aws-sdk/client-s3';
import { HeadObjectCommand, ListObjectVersionsCommand, NotFound } from '@aws-sdk/client-s3';
import type { ObjectRef } from '../../domain/job.ts';
import type { ObjectVersion } from '../../domain/ports.ts';

/** S3's own name for the only version of an object in a bucket without versioning. */
export const NULL_VERSION = 'null';

/** The head of the newest version, or of the one named; nothing where it is not there or is a delete marker. */
export async function headOf(client: S3Client, { bucket, key, versionId }: ObjectRef & { versionId?: string }) {
  try {
    const version = versionId ? { VersionId: versionId } : {};
    return await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key, ...version }));
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** Every version of exactly this key, newest first: S3 lists by prefix, in the order of keys, so ours come first. */
export async function versionsOf(client: S3Client, { bucket, key }: ObjectRef): Promise<ObjectVersion[]> {
  const found: ListedVersion[] = [];
  let next: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (next) {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...next }),
    );
    found.push(...listed(page).filter((version) => version.Key === key));
    const more = page.IsTruncated === true && page.NextKeyMarker === key;
    next = more
      ? { KeyMarker: key, ...(page.NextVersionIdMarker ? { VersionIdMarker: page.NextVersionIdMarker } : {}) }
      : undefined;
  }
  return found.toSorted(newestFirst).map(({ VersionId = NULL_VERSION, Size = 0, deleteMarker }) => ({
    versionId: VersionId,
    bytes: Size,
    deleteMarker,
  }));
}

interface ListedVersion extends S3Version {
  deleteMarker: boolean;
}

function listed({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsCommandOutput): ListedVersion[] {
  return [
    ...Versions.map((version) => ({ ...version, deleteMarker: false })),
    ...DeleteMarkers.map((marker) => ({ ...marker, deleteMarker: true })),
  ];
}

function newestFirst(a: ListedVersion, b: ListedVersion): number {
  return Number(b.IsLatest) - Number(a.IsLatest) || Number(b.LastModified) - Number(a.LastModified);
}
