// adapters/aws/object-store.ts — inputs and results in versioned S3 buckets.
import type { S3Client } from '@aws-sdk/client-s3';
import { DeleteObjectsCommand } from '@aws-sdk/client-s3';
import type { ObjectStore } from '../../domain/ports.ts';
import { COPY_WHOLE_BYTES, copyObject } from './copy-object.ts';
import { abort, openWrites } from './multipart-lists.ts';
import { headOf, NULL_VERSION, pageOfVersions, versionsOf } from './object-versions.ts';
import { partBytesFor } from './part-size.ts';
import { presignDownload, presignUpload } from './presign.ts';
import { readIfNewest, readObject } from './read-object.ts';
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
      if (!head) return undefined;
      const { ContentLength: bytes = 0, VersionId: versionId = NULL_VERSION, Metadata: metadata = {} } = head;
      return { bytes, versionId, metadata };
    },

    versions: (ref) => versionsOf(client, ref),

    async read({ likelyNewest = false, ...from }) {
      if (from.range && from.range.from >= from.range.to) return nothing();
      return ((likelyNewest && (await readIfNewest(client, from))) || (await readObject(client, from))).body;
    },

    write: (write) => writeObject({ client, partBytes: partSize(write.bytes) }, write),

    copy: (copy) => copyObject({ client, wholeBytes }, copy),
    list: (from) => pageOfVersions(client, { ...from, limit: pageSize }),
    openWrites: (from) => openWrites(client, from),
    abandonWrite: (write) => abort(client, write, write.uploadId),

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

async function* nothing(): AsyncIterable<Uint8Array> {}
