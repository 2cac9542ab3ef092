// cli/users/part-upload.ts — a large file, in parts: each is sent again where it failed, and a later command goes on from there.
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import pMap from 'p-map';
import { partSizes } from '../../domain/part-uploads.ts';
import { CompletedUpload, MultipartUpload, PartAddresses, StoredParts } from '../../web/contract.ts';
import { CliFailure } from '../failure.ts';
import type { LocalFile } from './form-upload.ts';
import type { Service } from './service.ts';
import type { UserCli } from './user.ts';

/** Smaller ones are sent whole. */
export const WHOLE_BYTES = 8 * 1024 * 1024;

const PARTS_AT_ONCE = 2;
/** Addresses are good for a quarter of an hour: so many are asked for at a time. */
const ADDRESSES_AT_ONCE = 10;
const PAUSES_MS = [1000, 4000, 15_000, 60_000];

/** What `--resume` takes: all that an interrupted upload has to be known by. */
interface Unfinished {
  jobId: string;
  uploadId: string;
  partBytes: number;
}

interface Ways {
  service: Service;
  cli: Pick<UserCli, 'say' | 'pause'>;
}

/** Sends what the service does not have yet; answers the job's id. `resume` is what an earlier command said. */
export async function uploadInParts(file: LocalFile, resume: string | undefined, ways: Ways): Promise<string> {
  const { service, cli } = ways;
  const upload = resume === undefined ? await begin(file, service) : unfinished(resume);
  if (resume === undefined) cli.say(`Should this upload break off, go on with: --resume ${wordFor(upload)}`);
  const stored = resume === undefined ? [] : await storedParts(file, upload, service);
  if (stored) await sendMissing(file, { ...upload, stored }, ways);
  // Where the upload is over, it may have been completed by a command that did not live to submit it.
  const path = `/api/uploads/${upload.jobId}/complete`;
  const { job_id: jobId } = await service.post(path, { ...named(file, upload), bytes: file.bytes }, CompletedUpload);
  return jobId;
}

async function begin(file: LocalFile, service: Service): Promise<Unfinished> {
  const wanted = { file_name: basename(file.path), bytes: file.bytes };
  const made = await service.post('/api/uploads/multipart', wanted, MultipartUpload);
  return { jobId: made.job_id, uploadId: made.upload_id, partBytes: made.part_bytes };
}

function wordFor({ jobId, uploadId, partBytes }: Unfinished): string {
  return `${jobId}/${partBytes}/${uploadId}`;
}

function unfinished(word: string): Unfinished {
  const [, jobId, partBytes, uploadId] = /^([0-9a-f-]{36})\/(\d+)\/(\S+)$/.exec(word) ?? [];
  if (jobId && partBytes && uploadId) return { jobId, uploadId, partBytes: Number(partBytes) };
  throw new CliFailure('nothing-to-do', 'What --resume takes is what the interrupted upload said.');
}

function named({ path }: LocalFile, { uploadId }: Unfinished) {
  return { upload_id: uploadId, file_name: basename(path) };
}

async function storedParts(file: LocalFile, upload: Unfinished, service: Service): Promise<number[] | undefined> {
  const query = new URLSearchParams(named(file, upload)).toString();
  try {
    const { parts } = await service.get(`/api/uploads/${upload.jobId}/parts?${query}`, StoredParts);
    return parts.map(({ number }) => number);
  } catch (error) {
    if (error instanceof CliFailure && error.refusal === 'upload-unknown') return undefined;
    throw error;
  }
}

async function sendMissing(
  file: LocalFile,
  { stored, ...upload }: Unfinished & { stored: readonly number[] },
  { service, cli }: Ways,
): Promise<void> {
  const sizes = partSizes(file.bytes, upload.partBytes);
  const missing = sizes.map((_, at) => at + 1).filter((number) => !stored.includes(number));
  const handle = await open(file.path);
  try {
    for (let from = 0; from < missing.length; from += ADDRESSES_AT_ONCE) {
      const numbers = missing.slice(from, from + ADDRESSES_AT_ONCE);
      const wanted = { ...named(file, upload), bytes: file.bytes, numbers };
      const { parts } = await service.post(`/api/uploads/${upload.jobId}/parts`, wanted, PartAddresses);
      const send = async ({ number, url, bytes }: (typeof parts)[0]) =>
        put(url, await part(handle, { from: (number - 1) * upload.partBytes, bytes, path: file.path }), cli);
      await pMap(parts, send, { concurrency: PARTS_AT_ONCE });
    }
  } finally {
    await handle.close();
  }
}

async function part(
  handle: FileHandle,
  { from, bytes, path }: { from: number; bytes: number; path: string },
): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(bytes), 0, bytes, from);
  if (bytesRead === bytes) return buffer;
  throw new CliFailure('file', `${path} has changed while it was uploaded: submit it again.`);
}

/** A line that broke, and a storage that is busy, are asked again. */
async function put(url: string, body: Buffer, { pause }: Pick<UserCli, 'pause'>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const status = await fetch(url, { method: 'PUT', body: new Uint8Array(body) }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status >= 200 && status < 300) return;
    const pauseMs = status === 0 || status >= 500 ? PAUSES_MS[tries] : undefined;
    if (pauseMs === undefined) {
      const why = status === 0 ? 'it cannot be reached' : `status ${status}`;
      throw new CliFailure(
        'service-away',
        `The storage did not take a part of the file (${why}): go on with --resume.`,
      );
    }
    await pause(pauseMs);
  }
}
