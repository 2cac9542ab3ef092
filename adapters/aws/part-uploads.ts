// adapters/aws/part-uploads.ts — multipart uploads whose parts browsers send to S3 themselves.
import type { S3Client } from '@aws-sdk/client-s3';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  NoSuchUpload,
  paginateListParts,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { OpenUpload, PartUploads, StoredPart } from '../../domain/part-uploads.ts';
import { abort } from './multipart-lists.ts';

/** Parts are of 5 MiB or more, save the last: S3's rule. */
export function partUploads(client: S3Client): PartUploads {
  return {
    async begin(ref) {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket: ref.bucket, Key: ref.key }));
      if (!UploadId) throw new Error('S3 began an upload without an id.');
      return { ...ref, uploadId: UploadId };
    },

    // The length is signed: S3 takes a part of this size under the address, or none.
    presignParts: (upload, { parts, seconds }) =>
      Promise.all(
        parts.map(async ({ number, bytes }) => {
          const command = new UploadPartCommand({ ...nameOf(upload), PartNumber: number, ContentLength: bytes });
          const signableHeaders = new Set(['host', 'content-length']);
          return { number, url: await getSignedUrl(client, command, { expiresIn: seconds, signableHeaders }) };
        }),
      ),

    stored: (upload) => unlessOver(() => storedParts(client, upload)),

    async complete(upload, parts) {
      const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
      const command = new CompleteMultipartUploadCommand({ ...nameOf(upload), MultipartUpload: { Parts } });
      return (await unlessOver(() => client.send(command))) !== undefined;
    },

    abandon: (upload) => abort(client, upload, upload.uploadId),
  };
}

async function storedParts(client: S3Client, upload: OpenUpload): Promise<StoredPart[]> {
  const stored: StoredPart[] = [];
  for await (const { Parts = [] } of paginateListParts({ client }, nameOf(upload)))
    for (const { PartNumber = 0, Size = 0, ETag = '' } of Parts)
      stored.push({ number: PartNumber, bytes: Size, etag: ETag });
  return stored.toSorted((a, b) => a.number - b.number);
}

async function unlessOver<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof NoSuchUpload || (error instanceof Error && error.name === 'NoSuchUpload')) return undefined;
    throw error;
  }
}

const nameOf = ({ bucket, key, uploadId }: OpenUpload) => ({ Bucket: bucket, Key: key, UploadId: uploadId });
