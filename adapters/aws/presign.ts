// adapters/aws/presign.ts — addresses that let a browser talk to S3 itself, for one object and a few minutes.
import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ObjectRef } from '../../domain/job.ts';

/** A form for one upload of 1 to `maxBytes` bytes to exactly this key. S3 itself refuses what is larger. */
export async function presignUpload(
  client: S3Client,
  { bucket, key, maxBytes, seconds }: ObjectRef & { maxBytes: number; seconds: number },
): Promise<{ url: string; fields: Record<string, string> }> {
  return createPresignedPost(client, {
    Bucket: bucket,
    Key: key,
    Conditions: [['content-length-range', 1, maxBytes]],
    Expires: seconds,
  });
}

/** An address that saves the object as `fileName`, whatever characters that has. */
export async function presignDownload(
  client: S3Client,
  { bucket, key, versionId, fileName, seconds }: ObjectRef & { versionId?: string; fileName: string; seconds: number },
): Promise<string> {
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    ...(versionId ? { VersionId: versionId } : {}),
    ResponseContentDisposition: contentDisposition(fileName),
    ResponseContentType: contentType(fileName),
  });
  return getSignedUrl(client, command, { expiresIn: seconds });
}

/** RFC 6266: a plain name that every client reads, and the exact one in UTF-8 beside it. */
export function contentDisposition(fileName: string): string {
  const plain = fileName.replaceAll(/[^A-Za-z0-9._ -]/g, '_');
  const exact = encodeURIComponent(fileName.toWellFormed()).replaceAll(/['()*]/g, percent);
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** Never a type that a browser would show or run, nor an encoding that it would undo. */
function contentType(fileName: string): string {
  if (/\.b?gz$/i.test(fileName)) return 'application/gzip';
  return /\.(vcf|log|txt)$/i.test(fileName) ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}
