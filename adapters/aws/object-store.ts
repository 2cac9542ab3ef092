// adapters/aws/object-store.ts — inputs and results in versioned S3 buckets.
import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { DeleteObjectsCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import type { ObjectStore } from '../../domain/ports.ts';
import { COPY_WHOLE_BYTES, copyObject } from './copy-object.ts';
import { abandonWritesUnder } from './multipart-lists.ts';
import { headOf, NULL_VERSION, pageOfVersions, versionsOf } from './object-versions.ts';
import { partBytesFor } from './part-size.ts';
import { presignDownload, presignUpload } from './presign.ts';
import { writeObject } from './write-object.ts';

/** Keys of one DeleteObjects (S3's limit). */
const DELETE_BATCH = 1000;

/** Versions on one page of a listing (S3's limit). */
const PAGE = 1000;

interface ObjectStoreOptions {
  client: S3Client;
  /** The least size of the parts of a multipart write. */
  partBytes: number;
  /** Versions on a page of `list`, at most 1,000. */
  pageSize?: number;
  /** Bytes that are copied in one request; more are copied in parts. */
  copyWholeBytes?: number;
}

/** Objects in S3. */
export function objectStore({ client, partBytes, ...options }: ObjectStoreOptions): ObjectStore {
  const { pageSize = PAGE, copyWholeBytes: wholeBytes = COPY_WHOLE_BYTES } = options;
  const partSize = (bytes: number) => partBytesFor(bytes, partBytes);
  return {
    partBytes: partSize,

    async head(ref) {
      const head = await headOf(client, ref);
      return head && { bytes: head.ContentLength ?? 0, versionId: head.VersionId ?? NULL_VERSION };
    },

    versions: (ref) => versionsOf(client, ref),

    async read({ bucket, key, versionId, range }) {
      if (range && range.from >= range.to) return nothing();
      const { Body, ContentRange } = await client.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ...(versionId ? { VersionId: versionId } : {}),
          ...(range ? { Range: `bytes=${range.from}-${range.to - 1}` } : {}),
        }),
      );
      if (!(Body instanceof Readable)) throw new Error('S3 answered without a body.');
      return range && ContentRange === undefined ? sliced(Body, range) : Body;
    },

    write: (write) => writeObject({ client, partBytes: partSize(write.bytes) }, write),

    copy: (copy) => copyObject({ client, wholeBytes }, copy),
    list: (from) => pageOfVersions(client, { ...from, limit: pageSize }),
    abandonWrites: (under) => abandonWritesUnder(client, under),

    async removeVersions({ bucket, key }, versionIds) {
      for (let from = 0; from < versionIds.length; from += DELETE_BATCH) {
        const Objects = versionIds.slice(from, from + DELETE_BATCH).map((VersionId) => ({ Key: key, VersionId }));
        const { Errors = [] } = await client.send(
          new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
        );
        const failed = Errors.filter(({ Code }) => Code !== 'NoSuchVersion' && Code !== 'NoSuchKey');
        if (failed.length > 0) throw new Error(`S3 kept ${failed.length} versions: ${failed[0]?.Code ?? 'no reason'}`);
      }
    },

    presignUpload: (upload) => presignUpload(client, upload),
    presignDownload: (download) => presignDownload(client, download),
  };
}

/** A server may answer a range with the whole object (RFC 9110, section 14.2); some S3 emulators do for named versions. */
export async function* sliced(body: AsyncIterable<Uint8Array>, { from, to }: { from: number; to: number }) {
  let position = 0;
  for await (const chunk of body) {
    const part = chunk.subarray(Math.max(0, from - position), Math.max(0, to - position));
    position += chunk.length;
    if (part.length > 0) yield part;
    if (position >= to) return;
  }
}

async function* nothing(): AsyncIterable<Uint8Array> {}
