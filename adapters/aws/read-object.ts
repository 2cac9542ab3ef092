// adapters/aws/read-object.ts — bytes of an object in S3: all of them or a range, of the newest version or of a named one.
import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { ObjectRef } from '../../domain/job.ts';

/** What S3 says where the newest is a delete marker, or too short for the range. */
const OTHER_VERSION = new Set(['NoSuchKey', 'InvalidRange']);

type From = ObjectRef & { versionId?: string; range?: { from: number; to: number } };

/** The body, and the version that S3 says it is of. */
export async function readObject(
  client: S3Client,
  { bucket, key, versionId, range }: From,
): Promise<{ body: AsyncIterable<Uint8Array>; versionId: string | undefined; end: () => void }> {
  const { Body, ContentRange, VersionId } = await client.send(
    new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ...(versionId ? { VersionId: versionId } : {}),
      ...(range ? { Range: `bytes=${range.from}-${range.to - 1}` } : {}),
    }),
  );
  if (!(Body instanceof Readable)) throw new Error('S3 answered without a body.');
  const body = range && ContentRange === undefined ? sliced(Body, range) : Body;
  return { body, versionId: VersionId, end: () => void Body.destroy() };
}

/**
 * The same of the version named, asked for without its name; nothing where the newest is another one by now. An emulator
 * that answers ranges of named versions with the whole object, which costs the square of its size, is spared that.
 */
export async function readIfNewest(client: S3Client, { versionId, ...from }: From) {
  const newest = await readObject(client, from).catch((error: unknown) => {
    if (error instanceof Error && OTHER_VERSION.has(error.name)) return undefined;
    throw error;
  });
  if (!newest || newest.versionId === versionId) return newest;
  newest.end();
  return undefined;
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
