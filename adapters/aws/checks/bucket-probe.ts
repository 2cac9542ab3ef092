// adapters/aws/checks/bucket-probe.ts — the rights to put, get and delete, shown on an object that is removed again.
import { randomUUID } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';

export interface Probe {
  client: Pick<S3Client, 'send'>;
  bucket: string;
  /** Under which the probe lies, where no user's files can lie: a user's id has no dot. */
  folder: string;
  abortSignal: AbortSignal;
}

const TEXT = 'A probe of `gas doctor`; it may be deleted.';
/** A probe that is older was left by a doctor who was stopped half way. */
const LEFT_MS = 3_600_000;

export function probeFolder(keyPrefix: string): string {
  return `${keyPrefix}/.doctor/`;
}

/** Puts, reads and deletes an object, every version of it, and the probes that others have left. */
export async function probeBucket({ client, bucket, folder, abortSignal }: Probe): Promise<'same' | 'other bytes'> {
  const object = { Bucket: bucket, Key: `${folder}${randomUUID()}` };
  try {
    await client.send(new PutObjectCommand({ ...object, Body: TEXT, ContentType: 'text/plain' }), { abortSignal });
    const { Body } = await client.send(new GetObjectCommand(object), { abortSignal });
    return (await Body?.transformToString()) === TEXT ? 'same' : 'other bytes';
  } finally {
    // Also where time is up: what was put must go.
    await removeProbes({ client, bucket, folder }, object.Key);
  }
}

async function removeProbes({ client, bucket, folder }: Omit<Probe, 'abortSignal'>, key: string): Promise<void> {
  const { Versions = [], DeleteMarkers = [] } = await client.send(
    new ListObjectVersionsCommand({ Bucket: bucket, Prefix: folder }),
  );
  const Objects = [...Versions, ...DeleteMarkers]
    .filter(({ Key, LastModified }) => Key === key || isLeft(LastModified))
    .map(({ Key, VersionId }) => ({ Key, VersionId }));
  if (Objects.length === 0) return;
  const { Errors = [] } = await client.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
  );
  const [first] = Errors;
  if (first)
    throw Object.assign(new Error(`S3 keeps the probe: ${first.Message ?? ''}`), { name: first.Code ?? 'Error' });
}

const isLeft = (at: Date | undefined) => at !== undefined && at.getTime() < Date.now() - LEFT_MS;
