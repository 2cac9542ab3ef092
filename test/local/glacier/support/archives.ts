// test/local/glacier/support/archives.ts — bytes, reference hashes, and the usual walk through the SDK.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateVaultCommand,
  DescribeJobCommand,
  GetJobOutputCommand,
  InitiateJobCommand,
  InitiateMultipartUploadCommand,
  UploadArchiveCommand,
  UploadMultipartPartCommand,
  type GlacierClient,
  type JobParameters,
} from '@aws-sdk/client-glacier';

export const MiB = 1024 * 1024;
const accountId = '-';

/** Bytes that differ everywhere, the same for the same size. */
export function someBytes(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let state = size + 1;
  for (let at = 0; at < size; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/** The tree hash by its definition: split at the largest power-of-two MiB that leaves something, hash both sides. */
export function referenceTreeHash(bytes: Uint8Array): string {
  const root = (part: Uint8Array): Buffer => {
    if (part.length <= MiB) return sha256(part);
    let left = MiB;
    while (left * 2 < part.length) left *= 2;
    return sha256(Buffer.concat([root(part.subarray(0, left)), root(part.subarray(left))]));
  };
  return root(bytes).toString('hex');
}

const sha256 = (data: Uint8Array): Buffer => createHash('sha256').update(data).digest();

export async function aVault(client: GlacierClient, vaultName = 'results'): Promise<string> {
  await client.send(new CreateVaultCommand({ accountId, vaultName }));
  return vaultName;
}

export async function anArchive(
  client: GlacierClient,
  body: Uint8Array,
  archiveDescription = 'a result',
): Promise<string> {
  const vaultName = await aVault(client);
  const { archiveId } = await client.send(new UploadArchiveCommand({ accountId, vaultName, archiveDescription, body }));
  return archiveId!;
}

export async function anUpload(client: GlacierClient, partSize = MiB): Promise<string> {
  const vaultName = await aVault(client);
  const { uploadId } = await client.send(
    new InitiateMultipartUploadCommand({
      accountId,
      vaultName,
      partSize: String(partSize),
      archiveDescription: 'in parts',
    }),
  );
  return uploadId!;
}

export const uploadPart = (
  client: GlacierClient,
  uploadId: string,
  { from, body }: { from: number; body: Uint8Array },
) =>
  client.send(
    new UploadMultipartPartCommand({
      accountId,
      vaultName: 'results',
      uploadId,
      range: `bytes ${from}-${from + body.length - 1}/*`,
      body,
    }),
  );

export const complete = (
  client: GlacierClient,
  uploadId: string,
  { size, checksum }: { size: number; checksum: string },
) =>
  client.send(
    new CompleteMultipartUploadCommand({
      accountId,
      vaultName: 'results',
      uploadId,
      archiveSize: String(size),
      checksum,
    }),
  );

export async function aJob(client: GlacierClient, jobParameters: JobParameters): Promise<string> {
  const { jobId } = await client.send(new InitiateJobCommand({ accountId, vaultName: 'results', jobParameters }));
  return jobId!;
}

export const describeJob = (client: GlacierClient, jobId: string) =>
  client.send(new DescribeJobCommand({ accountId, vaultName: 'results', jobId }));

/** The job as it is once it has completed. */
export function completed(client: GlacierClient, jobId: string) {
  return until(async () => {
    const job = await describeJob(client, jobId);
    return job.Completed ? job : undefined;
  });
}

/** The output of a job, with the headers that came along. */
export async function output(client: GlacierClient, jobId: string, range?: string) {
  const reply = await client.send(
    new GetJobOutputCommand({ accountId, vaultName: 'results', jobId, ...(range && { range }) }),
  );
  const body = await reply.body!.transformToByteArray();
  return { ...reply, body: Buffer.from(body) };
}

/** Retrieves an archive to the end and answers its bytes. */
export async function retrieved(client: GlacierClient, archiveId: string): Promise<Buffer> {
  const jobId = await aJob(client, { Type: 'archive-retrieval', ArchiveId: archiveId });
  await completed(client, jobId);
  return (await output(client, jobId)).body;
}

/** Asks until there is an answer; the test's own timeout is the limit. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Checks the name and the HTTP status by which the SDK reports a refusal. */
export async function refused(work: Promise<unknown>, name: string, status: number): Promise<void> {
  await assert.rejects(work, (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
    assert.deepEqual([error.name, error.$metadata?.httpStatusCode], [name, status], String(error));
    return true;
  });
}
