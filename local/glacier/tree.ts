// local/glacier/tree.ts — leaves of the tree hash as bytes flow by, and which ranges the tree has a node for.
import { createHash } from 'node:crypto';
import { combineTreeHashes, leafHasher as hashLeaves, LEAF_BYTES } from '../../domain/tree-hash.ts';

const newSha256 = () => createHash('sha256');
const digestBytes = 32;

/** Takes any chunks; `digest` gives the hashes of all leaves as bytes in a row, 32 each. */
export function leafHasher(): { update(bytes: Uint8Array): void; digest(): Buffer } {
  const leaves = hashLeaves(newSha256);
  return { update: (bytes) => leaves.update(bytes), digest: () => Buffer.concat(leaves.digest()) };
}

/** The root, in hex, over leaves (or roots of equal power-of-two subtrees) in a row. */
export function rootOf(leaves: Uint8Array): string {
  const hashes = Array.from({ length: leaves.length / digestBytes }, (_, index) =>
    leaves.subarray(index * digestBytes, (index + 1) * digestBytes),
  );
  return Buffer.from(combineTreeHashes(hashes, newSha256)).toString('hex');
}

/** The leaves that cover the bytes `[from, to)`, where `from` is a whole number of MiB. */
export function leavesBetween(leaves: Uint8Array, from: number, to: number): Uint8Array {
  return leaves.subarray((from / LEAF_BYTES) * digestBytes, Math.ceil(to / LEAF_BYTES) * digestBytes);
}

/** Whether the bytes `[from, to)` of `size` begin and end on a MiB, or at the end of all. */
export function isMebibyteAligned({ from, to, size }: { from: number; to: number; size: number }): boolean {
  return from % LEAF_BYTES === 0 && (to % LEAF_BYTES === 0 || to === size);
}

/** Whether the tree of `size` bytes has a node for exactly `[from, to)`, so that the range has a tree hash of its own. */
export function isTreeHashAligned(range: { from: number; to: number; size: number }): boolean {
  if (!isMebibyteAligned(range)) return false;
  const leafCount = Math.ceil((range.to - range.from) / LEAF_BYTES);
  let width = 1;
  while (width < leafCount) width *= 2;
  const whole = leafCount === width || range.to === range.size;
  return whole && (range.from / LEAF_BYTES) % width === 0;
}
