// chaos/hashes.ts — hashes of the results that pass a door, made from the bytes themselves: what the checker believes.
import { createHash } from 'node:crypto';
import type { Operation, Outcome } from './events.ts';
import type { Asked } from './operations.ts';

type Hashes = Pick<Outcome, 'sha256' | 'treeHash' | 'bytes'>;
const LEAF = 1024 * 1024;

/** SHA-256 and the tree hash over leaves of 1 MiB, paired upward, an odd node promoted. */
export function hashed(bytes: Buffer): Required<Hashes> {
  const leaves = Array.from({ length: Math.max(1, Math.ceil(bytes.length / LEAF)) }, (_, leaf) =>
    digest(bytes.subarray(leaf * LEAF, (leaf + 1) * LEAF)),
  );
  return { sha256: digest(bytes).toString('hex'), treeHash: root(leaves).toString('hex'), bytes: bytes.length };
}

function root(level: Buffer[]): Buffer {
  if (level.length === 1) return level[0]!;
  const pairs = Array.from({ length: Math.ceil(level.length / 2) }, (_, pair) => level.slice(pair * 2, pair * 2 + 2));
  return root(pairs.map((pair) => (pair.length === 2 ? digest(Buffer.concat(pair)) : pair[0]!)));
}

function digest(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** Hashes what is written to S3: whole objects, and objects in parts when they are completed. */
export function hashesOf() {
  const uploads = new Map<string, Map<number, Buffer>>();
  return {
    of({ service, name, uploadId = '' }: Operation, { url, body }: Asked, status: number): Hashes {
      if (service !== 's3' || status >= 300) return {};
      const parts = uploads.get(uploadId) ?? new Map<number, Buffer>();
      if (name === 'PutObject') return hashed(body);
      if (name === 'UploadPart') uploads.set(uploadId, parts.set(Number(/partNumber=(\d+)/.exec(url)?.[1]), body));
      if (name === 'AbortMultipartUpload') uploads.delete(uploadId);
      if (name !== 'CompleteMultipartUpload') return {};
      const inOrder = [...parts].toSorted(([a], [b]) => a - b);
      return hashed(Buffer.concat(inOrder.map(([, bytes]) => bytes)));
    },
  };
}
