// adapters/aws/object-versions.ts — what S3 holds under one key.
import type { ListObjectVersionsCommandOutput, ObjectVersion as S3Version, S3Client } from '@aws-sdk/client-s3';
import { HeadObjectCommand, ListObjectVersionsCommand, NotFound } from '@aws-sdk/client-s3';
import { z } from 'zod';
import type { ObjectRef } from '../../domain/job.ts';
import type { ListedVersion, ObjectVersion, Prefix } from '../../domain/ports.ts';

const Markers = z.array(
  z
    .string()
    .nullable()
    .transform((marker) => marker ?? ''),
);

/** S3's own name for the only version of an object in a bucket without versioning. */
export const NULL_VERSION = 'null';

/** The head of the newest version, or of the one named; nothing where it is not there or is a delete marker. */
export async function headOf(
  client: S3Client,
  { bucket, key, versionId, checksums }: ObjectRef & { versionId?: string; checksums?: boolean },
) {
  try {
    return await client.send(
      new HeadObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(versionId ? { VersionId: versionId } : {}),
        ...(checksums ? { ChecksumMode: 'ENABLED' } : {}),
      }),
    );
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** Every version of exactly this key, newest first: S3 lists by prefix, in the order of keys, so ours come first. */
export async function versionsOf(client: S3Client, { bucket, key }: ObjectRef): Promise<ObjectVersion[]> {
  const found: VersionOrMarker[] = [];
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

/** A page of the versions under a prefix, in the order of keys, the newest first within a key. */
export async function pageOfVersions(
  client: S3Client,
  { bucket, prefix, cursor, limit }: Prefix & { cursor?: string; limit: number },
): Promise<{ versions: ListedVersion[]; cursor?: string }> {
  const [KeyMarker, VersionIdMarker] = cursor === undefined ? [] : markersOf(cursor);
  const page = await client.send(
    new ListObjectVersionsCommand({
      Bucket: bucket,
      Prefix: prefix,
      MaxKeys: limit,
      ...(KeyMarker ? { KeyMarker } : {}),
      ...(VersionIdMarker ? { VersionIdMarker } : {}),
    }),
  );
  const versions = listed(page)
    .toSorted((a, b) => byKey(a, b) || newestFirst(a, b))
    .map(({ Key = '', VersionId = NULL_VERSION, Size = 0, LastModified, deleteMarker }) => ({
      key: Key,
      versionId: VersionId,
      bytes: Size,
      modifiedAt: Number(LastModified),
      deleteMarker,
    }));
  const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
  return IsTruncated ? { versions, cursor: cursorOf(NextKeyMarker, NextVersionIdMarker) } : { versions };
}

/** Where S3 goes on: the last key of a page, and the last version or upload of it. */
export function cursorOf(...markers: (string | undefined)[]): string {
  return Buffer.from(JSON.stringify(markers)).toString('base64url');
}

export function markersOf(cursor: string): string[] {
  return Markers.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
}

function byKey({ Key: a = '' }: VersionOrMarker, { Key: b = '' }: VersionOrMarker): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

interface VersionOrMarker extends S3Version {
  deleteMarker: boolean;
}

function listed({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsCommandOutput): VersionOrMarker[] {
  return [
    ...Versions.map((version) => ({ ...version, deleteMarker: false })),
    ...DeleteMarkers.map((marker) => ({ ...marker, deleteMarker: true })),
  ];
}

function newestFirst(a: VersionOrMarker, b: VersionOrMarker): number {
  return Number(b.IsLatest) - Number(a.IsLatest) || Number(b.LastModified) - Number(a.LastModified);
}
