// adapters/aws/content-hashes.ts — the two hashes that Glacier wants with every part: linear SHA-256 and its tree.
import { createHash } from 'node:crypto';
import { combineTreeHashes, treeHasher } from '../../domain/tree-hash.ts';

const TREE_HEADER = 'x-amz-sha256-tree-hash';

export const newSha256 = () => createHash('sha256');

/** The tree hash of `bytes` as 64 hex digits. */
export function treeHashOf(bytes: Uint8Array): string {
  const hasher = treeHasher(newSha256);
  hasher.update(bytes);
  return hasher.digest();
}

/** The tree hash of parts that are 1 MiB times a power of two each (but the last), from theirs, all as hex digits. */
export function combineHex(hashes: readonly string[]): string {
  const nodes = hashes.map((hash) => Buffer.from(hash, 'hex'));
  return Buffer.from(combineTreeHashes(nodes, newSha256)).toString('hex');
}

/** Both hashes as hex digits. */
export interface ContentHashes {
  linear: string;
  tree: string;
}

export function hashesOf(bytes: Uint8Array): ContentHashes {
  return { linear: newSha256().update(bytes).digest('hex'), tree: treeHashOf(bytes) };
}

const remembered = new WeakMap<Uint8Array, ContentHashes>();

/** Keeps the hashes of a part until it is sent; its bytes must stay as they are. */
export function remember(part: Uint8Array, hashes: ContentHashes): void {
  remembered.set(part, hashes);
}

/** What the SDK puts into the two headers; what is known already is not computed a second time. */
export async function contentHashes(request: {
  headers: Record<string, string>;
  body?: unknown;
}): Promise<[string, string]> {
  const bytes = bodyBytes(request.body);
  const known = remembered.get(bytes);
  if (known) return [known.linear, known.tree];
  return [newSha256().update(bytes).digest('hex'), request.headers[TREE_HEADER] ?? treeHashOf(bytes)];
}

function bodyBytes(body: unknown): Uint8Array {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  throw new TypeError('Parts are sent to Glacier as buffers, never as streams.');
}
