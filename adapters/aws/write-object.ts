// adapters/aws/write-object.ts — one object into S3, whole or in parts that a retry finds again.
import type { S3Client } from '@aws-sdk/client-s3';
import { PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import type { ObjectWrite } from '../../domain/ports.ts';
import { beginUpload, completeUpload, progressOf, resumeUpload } from './multipart-upload.ts';
import type { Upload } from './multipart-upload.ts';
import { abort } from './multipart-lists.ts';
import { NULL_VERSION } from './object-versions.ts';
import type { Part } from './part-size.ts';
import { partsOf, readPart } from './part-size.ts';
import { partBuffers } from './part-buffers.ts';
import { slots } from './slots.ts';

/** Parts on their way at once. */
const SENDING = 2;
/** Parts in memory: the next one is read while these are on their way. */
const PARALLEL = SENDING + 1;

/** Writes the object in parts of `partBytes`. Where `verify` throws nothing appears, and the upload is given up. */
export async function writeObject(
  { client, partBytes }: { client: S3Client; partBytes: number },
  write: ObjectWrite,
): Promise<{ versionId: string }> {
  if (write.bytes <= partBytes) return putObject(client, write);

  const { bucket, key, contentType, metadata = {}, resume } = write;
  const earlier = resume && (await resumeUpload(client, { bucket, key, partBytes }, resume));
  if (earlier?.kind === 'written') return { versionId: earlier.versionId };
  const upload = earlier ?? (await beginUpload(client, { bucket, key, contentType, metadata, partBytes }));

  const missing = partsOf(write.bytes, partBytes).filter(({ number }) => !upload.stored.has(number));
  await sendParts({ client, write, upload }, missing);
  try {
    write.verify?.();
  } catch (error) {
    await abort(client, write, upload.uploadId);
    throw error;
  }
  const { versionId } = await completeUpload(client, write, upload);
  return { versionId };
}

async function putObject(client: S3Client, write: ObjectWrite): Promise<{ versionId: string }> {
  const whole = { from: 0, to: write.bytes };
  const Body = write.bytes === 0 ? new Uint8Array() : await readPart(write.read, whole, Buffer.alloc(write.bytes));
  write.verify?.();
  const { VersionId = NULL_VERSION } = await client.send(
    new PutObjectCommand({
      Bucket: write.bucket,
      Key: write.key,
      Body,
      ContentType: write.contentType,
      Metadata: write.metadata,
    }),
    write.signal ? { abortSignal: write.signal } : {},
  );
  return { versionId: VersionId };
}

/** Sends these parts; the first failure stops the others. */
async function sendParts(
  { client, write, upload }: { client: S3Client; write: ObjectWrite; upload: Upload },
  parts: readonly Part[],
): Promise<void> {
  const stop = new AbortController();
  const signal = write.signal ? AbortSignal.any([write.signal, stop.signal]) : stop.signal;

  const buffers = partBuffers(upload.partBytes);
  const send = (part: Part) => buffers.lend((buffer) => sendPart(part, buffer));
  const sending = slots(SENDING);
  const sendPart = async (part: Part, buffer: Buffer) => {
    const Body = await readPart(write.read, part, buffer);
    const name = { Bucket: write.bucket, Key: write.key, UploadId: upload.uploadId, PartNumber: part.number };
    const { ETag } = await sending(() =>
      client.send(new UploadPartCommand({ ...name, Body }), { abortSignal: signal }),
    );
    if (!ETag) throw new Error('S3 stored a part without an ETag.');
    upload.stored.set(part.number, ETag);
    write.onProgress?.(progressOf(upload));
  };

  try {
    await pMap(parts, send, { concurrency: PARALLEL, signal });
  } finally {
    stop.abort();
  }
}
