// adapters/aws/s3-glacier.ts — cold storage in the archive classes of S3. An archive is one version of an object in a
// versioned bucket of its own, under the key that the result has where it is hot.
import { randomUUID } from 'node:crypto';
import type { ArchiveStore } from '../../domain/archive-store.ts';
import { abort } from './multipart-lists.ts';
import { headOf } from './object-versions.ts';
import { copyArchive } from './s3-archive-copy.ts';
import { knownVersion, uploadIdOf, uploadOf } from './s3-archive-ids.ts';
import { openUploadsOf, pageOfArchives } from './s3-archive-lists.ts';
import { beginParts, copyParts } from './s3-archive-parts.ts';
import type { ArchiveTarget } from './s3-archive-target.ts';
import { removeVersion } from './s3-archive-target.ts';
import { describeRestore, findRestore, readRestored, startRestore } from './s3-restores.ts';

/** CopyObject takes 5 GB (Amazon S3 API reference, "CopyObject"). */
const COPY_LIMIT = 5_000_000_000;
/** Large, since each costs a request; small enough that S3 answers each within a minute. */
const COPY_PART = 256 * 1024 * 1024;
/** What a listing of the bucket is called among inventories: it is always there. */
const LISTING = 'listing';

export interface S3GlacierOptions
  extends
    Omit<ArchiveTarget, 'copyLimitBytes' | 'copyPartBytes'>,
    Partial<Pick<ArchiveTarget, 'copyLimitBytes' | 'copyPartBytes'>> {
  /** The first part of every key of ours. */
  keyPrefix: string;
  /** Archives on a page of the inventory, at most 1,000. */
  pageSize?: number;
}

/**
 * Archives in one bucket. An upload in one request exists only as a name: giving it up has no effect, and an attempt that
 * comes late makes an archive that nobody names, for reconciliation to find.
 */
export function s3Glacier({ keyPrefix, pageSize = 1000, ...options }: S3GlacierOptions): ArchiveStore {
  const target: ArchiveTarget = { copyLimitBytes: COPY_LIMIT, copyPartBytes: COPY_PART, ...options };
  const { client, bucket } = target;
  const place = { client, bucket, keyPrefix, pageSize };
  return {
    store: 's3-glacier',

    async begin(order) {
      const token = randomUUID();
      const { jobId, userId } = order;
      if (order.bytes > target.copyLimitBytes) return uploadIdOf(await beginParts(target, { order, token }));
      return uploadIdOf({ kind: 'copy', token, jobId, userId });
    },

    async upload(upload) {
      const name = uploadOf(upload.uploadId);
      if (!name) return { kind: 'gone' };
      return name.kind === 'copy' ? copyArchive(target, name, upload) : copyParts(target, name, upload);
    },

    async abandon(uploadId) {
      const name = uploadOf(uploadId);
      if (name?.kind === 'parts') await abort(client, { bucket, key: name.key }, name.uploadId);
    },

    findRetrieval: (of) => findRestore(target, of),
    retrieve: (request) => startRestore(target, request),
    describe: async (id) => (id === LISTING ? 'succeeded' : describeRestore(target, id)),
    read: (request) => readRestored(target, request),
    remove: async (archiveId) => removeVersion(client, knownVersion(archiveId)),

    openUploads: (cursor) => openUploadsOf(place, cursor),
    async treeHashOf(archiveId) {
      const head = await headOf(client, knownVersion(archiveId));
      return head?.Metadata?.['sha256-tree-hash'];
    },
    startInventory: async () => LISTING,
    inventory: ({ cursor }) => pageOfArchives(place, cursor),
  };
}
