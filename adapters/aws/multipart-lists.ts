// adapters/aws/multipart-lists.ts — multipart uploads that are open in a bucket.
import type { MultipartUpload, S3Client } from '@aws-sdk/client-s3';
import { AbortMultipartUploadCommand, ListMultipartUploadsCommand, NoSuchUpload } from '@aws-sdk/client-s3';
import type { ObjectRef } from '../../domain/job.ts';
import type { Prefix } from '../../domain/ports.ts';
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

/** Aborts every upload under a prefix; answers how many. */
export async function abandonWritesUnder(client: S3Client, { bucket, prefix }: Prefix): Promise<number> {
  let abandoned = 0;
  let cursor: string | undefined;
  do {
    const page = await pageOfUploads(client, { bucket, prefix, ...(cursor ? { cursor } : {}) });
    for (const { Key: key = '', UploadId = '' } of page.uploads) await abort(client, { bucket, key }, UploadId);
    abandoned += page.uploads.length;
    ({ cursor } = page);
  } while (cursor !== undefined);
  return abandoned;
}

/** Gives an upload up; one that is gone already is no error. */
export async function abort(client: S3Client, { bucket, key }: ObjectRef, uploadId: string): Promise<void> {
  try {
    await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }));
  } catch (error) {
    if (!(error instanceof NoSuchUpload)) throw error;
  }
}
