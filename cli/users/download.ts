// cli/users/download.ts — a file of a job, on disk under its name once it is whole.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { treeHasher } from '../../domain/tree-hash.ts';
import { DownloadLink, type JobView } from '../../web/contract.ts';
import { CliFailure } from '../failure.ts';
import type { Service } from './service.ts';
import { fileFailure } from './user.ts';

interface Wanted {
  job: JobView;
  what: 'input' | 'result';
  path: string;
}

/** Answers the bytes. A result is what the service vouches for: its tree hash is checked. */
export async function download(service: Service, { job, what, path }: Wanted): Promise<number> {
  const { url } = await service.get(`/api/jobs/${job.job_id}/${what}`, DownloadLink);
  // The address is all that is needed: the token stays with the service.
  const answer = await fetch(url).catch(() => {
    throw new CliFailure('service-away', `The storage at ${new URL(url).origin} cannot be reached: try again.`);
  });
  if (!answer.ok) throw new CliFailure('service-refused', `The storage answers ${answer.status}: try again.`);
  return save(answer, path, what === 'result' ? job.sha256_tree_hash : undefined);
}

/** Writes beside `path`, and takes its place when all is there; what broke off leaves nothing. */
export async function save(answer: Response, path: string, treeHash?: string): Promise<number> {
  const part = `${path}.part`;
  const hasher = treeHasher(() => createHash('sha256'));
  let bytes = 0;
  async function* looked(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of brokenOff(body)) {
      hasher.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  try {
    await pipeline(looked(answer.body ?? new Blob([]).stream()), createWriteStream(part));
    if (treeHash && hasher.digest() !== treeHash) {
      throw new CliFailure('service-refused', `What came is not the result: its tree hash differs. Try again.`);
    }
    await rename(part, path);
    return bytes;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error instanceof CliFailure ? error : fileFailure(path, error);
  }
}

async function* brokenOff(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw Object.assign(new CliFailure('service-away', 'The download broke off: try again.'), { cause });
  }
}
