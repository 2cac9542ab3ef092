// adapters/aws/s3-archive-lists.ts — what an archive bucket holds. Every key names its job and its user.
import type { S3Client } from '@aws-sdk/client-s3';
import type { ListedArchive, OpenUpload } from '../../domain/archive-store.ts';
import { jobOfKey } from '../../domain/job.ts';
import { pageOfUploads } from './multipart-lists.ts';
import { pageOfVersions } from './object-versions.ts';
import { archiveIdOf, uploadIdOf } from './s3-archive-ids.ts';

interface Place {
  client: S3Client;
  bucket: string;
  keyPrefix: string;
  pageSize: number;
}

export async function openUploadsOf(
  { client, bucket, keyPrefix }: Place,
  from?: string,
): Promise<{ uploads: OpenUpload[]; cursor?: string }> {
  const page = await pageOfUploads(client, { bucket, prefix: '', ...(from ? { cursor: from } : {}) });
  const uploads = page.uploads.map(({ Key: key = '', UploadId = '', Initiated }): OpenUpload => {
    const owner = jobOfKey(keyPrefix, key);
    const { jobId = '', userId = '' } = owner ?? {};
    // Its token is in its metadata, which S3 does not list; whoever gives it up needs none.
    const uploadId = uploadIdOf({ kind: 'parts', token: '-', jobId, userId, uploadId: UploadId, key });
    return { uploadId, ...owner, startedAt: Number(Initiated) };
  });
  return page.cursor ? { uploads, cursor: page.cursor } : { uploads };
}

/** Delete markers are no archives. */
export async function pageOfArchives(
  { client, bucket, keyPrefix, pageSize }: Place,
  from?: string,
): Promise<{ archives: ListedArchive[]; cursor?: string }> {
  const listing = { bucket, prefix: '', limit: pageSize, ...(from ? { cursor: from } : {}) };
  const { versions, cursor } = await pageOfVersions(client, listing);
  const archives = versions
    .filter(({ deleteMarker }) => !deleteMarker)
    .map(({ key, versionId, bytes, modifiedAt }): ListedArchive => ({
      archiveId: archiveIdOf({ bucket, versionId, key }),
      ...jobOfKey(keyPrefix, key),
      bytes,
      createdAt: modifiedAt,
    }));
  return cursor ? { archives, cursor } : { archives };
}
