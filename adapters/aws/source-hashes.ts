// adapters/aws/source-hashes.ts — reads a source that S3 copies by itself, once, and hashes it as Glacier and as S3 do.
import type { Hash } from 'node:crypto';
import type { ArchiveUpload } from '../../domain/archive-store.ts';
import { treeHasher } from '../../domain/tree-hash.ts';
import { newSha256 } from './content-hashes.ts';
import { hashMismatch } from './hash-mismatch.ts';
import { partBytesFor, partsOf, readPart } from './part-size.ts';

export interface SourceHashes {
  treeHash: string;
  /** Base64 of the SHA-256 of every section of the source, as S3 has it of an object or of a part. */
  sections: string[];
}

export interface Reading {
  upload: ArchiveUpload;
  /** The least size of what is read at once. */
  partBytes: number;
  /** A multiple of it. */
  sectionBytes: number;
  signal: AbortSignal;
}

/** Two parts are held at once: the next one is read while one is hashed. Another tree hash than was told: HashMismatch. */
export async function hashSource(reading: Reading): Promise<SourceHashes> {
  const { upload, sectionBytes } = reading;
  const tree = treeHasher(newSha256);
  const sections: string[] = [];
  let section: Hash = newSha256();
  let hashed = 0;
  for await (const bytes of partsOfSource(reading)) {
    tree.update(bytes);
    section.update(bytes);
    hashed += bytes.length;
    if (hashed % sectionBytes === 0 || hashed === upload.bytes) {
      sections.push(section.digest('base64'));
      section = newSha256();
    }
    upload.onProgress?.(hashed);
  }
  const treeHash = tree.digest();
  if (upload.treeHash === undefined || upload.treeHash === treeHash) return { treeHash, sections };
  throw hashMismatch(`The source has tree hash ${treeHash} instead of ${upload.treeHash}.`);
}

async function* partsOfSource({ upload, partBytes, signal }: Reading): AsyncIterable<Uint8Array> {
  const parts = partsOf(upload.bytes, partBytesFor(upload.bytes, partBytes));
  const buffers = [0, 1].map(() => Buffer.allocUnsafeSlow(parts[0] ? parts[0].to : 0));
  const read = (index: number): Promise<Uint8Array> | undefined => {
    const part = parts[index];
    const ahead = part && readPart(upload.read, part, buffers[index % 2]!.subarray(0, part.to - part.from));
    // It may fail before anybody waits for it.
    ahead?.catch(() => {});
    return ahead;
  };
  let ahead = read(0);
  for (let index = 0; ahead !== undefined; index += 1) {
    signal.throwIfAborted();
    const bytes: Uint8Array = await ahead;
    ahead = read(index + 1);
    yield bytes;
  }
}
