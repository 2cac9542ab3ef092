// local/glacier/bytes.ts — bytes on the disk: each piece is a file of its own, written once, hashed as it arrives.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Piece } from './records.ts';
import { leafHasher, rootOf } from './tree.ts';

/** A file that is on the disk but that no record names yet. */
export interface Received extends Omit<Piece, 'start'> {
  sha256: string;
}

export interface Bytes {
  /** Writes a stream and syncs it; the caller records the file or drops it. */
  receive(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Received>;
  /** The bytes `[from, to)` of consecutive pieces, in chunks. */
  read(pieces: readonly Piece[], from: number, to: number): AsyncGenerator<Buffer>;
  drop(files: readonly string[]): Promise<void>;
  /** Removes the files that no record names: what a kill left between writing and recording. */
  sweep(named: ReadonlySet<string>): Promise<void>;
}

/** The piece files of `folder`, which is made where it is missing. */
export async function openBytes(folder: string): Promise<Bytes> {
  await mkdir(folder, { recursive: true });
  const drop = async (files: readonly string[]): Promise<void> => {
    await Promise.all(files.map((file) => unlink(join(folder, file)).catch(unlessMissing)));
  };

  return {
    async receive(source) {
      const file = randomUUID();
      try {
        return { file, ...(await write(join(folder, file), source)) };
      } catch (error) {
        await drop([file]);
        throw error;
      }
    },
    async *read(pieces, from, to) {
      for (const { file, start, size } of pieces) {
        if (start >= to || start + size <= from) continue;
        const range = { start: Math.max(0, from - start), end: Math.min(size, to - start) - 1 };
        yield* createReadStream(join(folder, file), { ...range, highWaterMark: 256 * 1024 });
      }
    },
    drop,
    async sweep(named) {
      await drop((await readdir(folder)).filter((file) => !named.has(file)));
    },
  };
}

// No rename: a record names the file only after the sync, so a half-written file is never read, only swept.
async function write(
  path: string,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Omit<Received, 'file'>> {
  const linear = createHash('sha256');
  const tree = leafHasher();
  let size = 0;
  const handle = await open(path, 'wx');
  try {
    for await (const chunk of source) {
      linear.update(chunk);
      tree.update(chunk);
      await handle.writeFile(chunk);
      size += chunk.length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(join(path, '..'));
  const leaves = tree.digest();
  return { size, sha256: linear.digest('hex'), treeHash: rootOf(leaves), leaves: leaves.toString('base64') };
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
