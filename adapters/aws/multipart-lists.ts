// adapters/aws/multipart-lists.ts — multipart uploads that are open in a bucket.
import type { MultipartUpload, S3Client } from '@aws-sdk/client-s3';
import { AbortMultipartUploadCommand, ListMultipartUploadsCommand, NoSuchUpload } from '@aws-sdk/client-s3';
import type { ObjectRef } from '../../domain/job.ts';
import type { OpenWrite, Prefix } from '../../domain/ports.ts';
import { cursorOf, markersOf } from './object-versions.ts';

export async function pageOfUploads(
  client: S3Client,
  { bucket, prefix, cursor }: Prefix & { cursor?: string },
): Promise<{ uploads: MultipartUpload[]; cursor?: string }> {
  const [KeyMarker, UploadIdMarker] = cursor === undefined ? [] : markersOf(cursor);
  const { Uploads = [], ...page } = await client.send(
    new ListMultipartUploadsCommand({
      Bucket: bucket,
      Prefix: prefix,
      ...(KeyMarker ? { KeyMarker } : {}),
      ...(UploadIdMarker ? { UploadIdMarker } : {}),
    }),
  );
  return page.IsTruncated
    ? { uploads: Uploads, cursor: cursorOf(page.NextKeyMarker, page.NextUploadIdMarker) }
    : { uploads: Uploads };
}

export async function openWrites(
  client: S3Client,
  from: Prefix & { cursor?: string },
): Promise<{ writes: OpenWrite[]; cursor?: string }> {
  const { uploads, ...rest } = await pageOfUploads(client, from);
  const { bucket } = from;
  return { writes: uploads.map(({ Key: key = '', UploadId: uploadId = '' }) => ({ bucket, key, uploadId })), ...rest };
}

/** Gives an upload up; one that is gone already is no error. */
export async function abort(client: S3Client, { bucket, key }: ObjectRef, uploadId: string): Promise<void> {
  try {
    await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }));
  } catch (error) {
    if (!(error instanceof NoSuchUpload)) throw error;
  }
}
