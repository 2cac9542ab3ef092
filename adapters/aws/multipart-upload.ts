// adapters/aws/multipart-upload.ts — beginning, finding again and completing a multipart upload. Each carries a token
// of its own into the object's metadata: that tells the version whose reply was lost, where equal bytes have equal ETags.
import { randomUUID } from 'node:crypto';
import type { ListPartsCommandInput, S3Client } from '@aws-sdk/client-s3';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  NoSuchUpload,
  paginateListParts,
} from '@aws-sdk/client-s3';
import type { ObjectRef } from '../../domain/job.ts';
import type { WriteProgress } from '../../domain/ports.ts';
import { headOf, NULL_VERSION, versionsOf } from './object-versions.ts';

/** The name of the metadata that keeps a write's token. */
export const TOKEN = 'write-token';

export interface Upload {
  kind: 'open';
  token: string;
  partBytes: number;
  uploadId: string;
  /** ETag by part number. */
  stored: Map<number, string>;
}

interface Written {
  kind: 'written';
  versionId: string;
}

/** What a caller keeps for a retry: our token and the size of the parts travel in front of S3's upload id. */
export function progressOf({ token, partBytes, uploadId, stored }: Upload): WriteProgress {
  const parts = [...stored].map(([number, etag]) => ({ number, etag }));
  return { uploadId: `${token}/${partBytes}/${uploadId}`, parts: parts.toSorted((a, b) => a.number - b.number) };
}

export async function beginUpload(
  client: S3Client,
  {
    partBytes,
    metadata,
    ...ref
  }: ObjectRef & { contentType: string; metadata: Record<string, string>; partBytes: number },
): Promise<Upload> {
  const token = randomUUID();
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({
      ...nameOf(ref),
      ContentType: ref.contentType,
      Metadata: { ...metadata, [TOKEN]: token },
    }),
  );
  if (!UploadId) throw new Error('S3 began an upload without an id.');
  return { kind: 'open', token, partBytes, uploadId: UploadId, stored: new Map() };
}

/** The upload with those parts that both S3 and `progress` know; or what became of it; nothing where it is of no use. */
export async function resumeUpload(
  client: S3Client,
  { partBytes, ...ref }: ObjectRef & { partBytes: number },
  progress: WriteProgress,
): Promise<Upload | Written | undefined> {
  const [token = '', size, ...rest] = progress.uploadId.split('/');
  const uploadId = rest.join('/');
  // Begun under another configuration: the same number is another range now.
  if (Number(size) !== partBytes) return findWritten(client, ref, token);
  try {
    const stored = await storedParts(client, { ...nameOf(ref), UploadId: uploadId });
    const known = new Set(progress.parts.map(({ number, etag }) => `${number} ${etag}`));
    const trusted = stored.filter(([number, etag]) => known.has(`${number} ${etag}`));
    return { kind: 'open', token, partBytes, uploadId, stored: new Map(trusted) };
  } catch (error) {
    if (error instanceof NoSuchUpload) return findWritten(client, ref, token);
    throw error;
  }
}

async function storedParts(client: S3Client, of: ListPartsCommandInput): Promise<[number, string][]> {
  const parts: [number, string][] = [];
  for await (const { Parts = [] } of paginateListParts({ client }, { ...of }))
    parts.push(...Parts.map(({ PartNumber = 0, ETag = '' }): [number, string] => [PartNumber, ETag]));
  return parts;
}

/** Makes the object appear; where the upload has ended already, answers the version that it made. */
export async function completeUpload(client: S3Client, ref: ObjectRef, upload: Upload): Promise<Written> {
  const Parts = progressOf(upload).parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
  try {
    const { VersionId = NULL_VERSION } = await client.send(
      new CompleteMultipartUploadCommand({ ...nameOf(ref), UploadId: upload.uploadId, MultipartUpload: { Parts } }),
    );
    return { kind: 'written', versionId: VersionId };
  } catch (error) {
    const written = error instanceof NoSuchUpload ? await findWritten(client, ref, upload.token) : undefined;
    if (written) return written;
    throw error;
  }
}

/** The version that the write with this token made, if it made one. */
export async function findWritten(client: S3Client, ref: ObjectRef, token: string): Promise<Written | undefined> {
  for (const { versionId, deleteMarker } of await versionsOf(client, ref)) {
    if (deleteMarker) continue;
    const head = await headOf(client, { ...ref, versionId });
    if (head?.Metadata?.[TOKEN] === token) return { kind: 'written', versionId };
  }
  return undefined;
}

function nameOf({ bucket, key }: ObjectRef) {
  return { Bucket: bucket, Key: key };
}
