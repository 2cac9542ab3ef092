// adapters/aws/s3-archive-ids.ts — names in an archive of S3. Nothing but a name says what an upload, an archive or a
// retrieval is: each carries what its next step needs. Keys come last, since they may hold anything.
import { randomUUID } from 'node:crypto';
import type { JobId, ObjectRef, UserId } from '../../domain/job.ts';

/** One version of one object: `bucket/version/key`. */
export interface ArchivedVersion extends ObjectRef {
  versionId: string;
}

export function archiveIdOf({ bucket, versionId, key }: ArchivedVersion): string {
  return `${bucket}/${versionId}/${key}`;
}

/** Nothing where the id is not of this form. */
export function versionOf(archiveId: string): ArchivedVersion | undefined {
  const [bucket, versionId, ...key] = archiveId.split('/');
  return bucket && versionId && key.length > 0 ? { bucket, versionId, key: key.join('/') } : undefined;
}

/** Throws a TypeError for an id of another form: it is of another store. */
export function knownVersion(archiveId: string): ArchivedVersion {
  const version = versionOf(archiveId);
  if (!version) throw new TypeError('This is not the id of an archive in S3.');
  return version;
}

/** S3 has no ids of restores: ours tells two rounds of one archive apart. */
export function newRetrievalId(archiveId: string): string {
  return `${randomUUID()}/${archiveId}`;
}

export function versionOfRetrieval(retrievalId: string): ArchivedVersion | undefined {
  return versionOf(retrievalId.slice(retrievalId.indexOf('/') + 1));
}

interface UploadName {
  /** Kept in the metadata of what the upload makes. */
  token: string;
  jobId: JobId;
  userId: UserId;
}

/** A copy in one request (`copy`) is begun by its name alone; `parts` is a multipart upload that S3 knows. */
export type S3Upload =
  | ({ kind: 'copy' } & UploadName)
  | ({ kind: 'parts' } & UploadName & { uploadId: string; key: string });

export function uploadIdOf(upload: S3Upload): string {
  const { kind, token, jobId, userId } = upload;
  const name = `${kind}/${token}/${jobId}/${userId}`;
  return upload.kind === 'copy' ? name : `${name}/${encodeURIComponent(upload.uploadId)}/${upload.key}`;
}

/** Nothing where the id is not of this form. */
export function uploadOf(id: string): S3Upload | undefined {
  const [kind, token, jobId = '', userId = '', uploadId, ...key] = id.split('/');
  if (!token) return undefined;
  if (kind === 'copy') return { kind, token, jobId, userId };
  if (kind !== 'parts' || !uploadId) return undefined;
  return { kind, token, jobId, userId, uploadId: decodeURIComponent(uploadId), key: key.join('/') };
}
