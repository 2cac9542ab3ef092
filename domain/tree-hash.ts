// domain/tree-hash.ts — the SHA-256 tree hash by which Glacier names the content of an archive.

/** One running SHA-256, as `node:crypto`'s `createHash('sha256')` gives it. */
export interface Sha256 {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** Bytes of one leaf: 1 MiB (Amazon Glacier developer guide, "Computing checksums"). */
export const LEAF_BYTES = 1024 * 1024;

/** The root of the tree over `hashes` (32 bytes each, at least one): paired upward, an odd node promoted. */
export function combineTreeHashes(hashes: readonly Uint8Array[], newSha256: () => Sha256): Uint8Array {
  let level = [...hashes];
  while (level.length > 1) {
    const parents: Uint8Array[] = [];
    for (let left = 0; left < level.length; left += 2) {
      const right = level[left + 1];
      parents.push(right ? hashPair(level[left]!, right, newSha256()) : level[left]!);
    }
    level = parents;
  }
  const root = level[0];
  if (!root) throw new RangeError('A tree hash needs at least one leaf.');
  return root;
}

/** Hashes a stream as it flows, in any chunks; `digest` gives the SHA-256 of every leaf in a row, one for no bytes at all. */
export function leafHasher(newSha256: () => Sha256): { update(bytes: Uint8Array): void; digest(): Uint8Array[] } {
  const leaves: Uint8Array[] = [];
  let leaf = newSha256();
  let room = LEAF_BYTES;

  function cut(): void {
    leaves.push(leaf.digest());
    leaf = newSha256();
    room = LEAF_BYTES;
  }
  return {
    update(bytes) {
      for (let from = 0; from < bytes.length;) {
        const to = Math.min(bytes.length, from + room);
        leaf.update(bytes.subarray(from, to));
        room -= to - from;
        from = to;
        if (room === 0) cut();
      }
    },
    digest() {
      if (room < LEAF_BYTES || leaves.length === 0) cut();
      return leaves;
    },
  };
}

/** Hashes a stream as it flows: feed any chunks to `update`, then read the root of the tree as 64 hex digits. */
export function treeHasher(newSha256: () => Sha256): { update(bytes: Uint8Array): void; digest(): string } {
  const leaves = leafHasher(newSha256);
  return {
    update: (bytes) => leaves.update(bytes),
    digest: () => toHex(combineTreeHashes(leaves.digest(), newSha256)),
  };
}

function hashPair(left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array {
  sha256.update(left);
  sha256.update(right);
  return sha256.digest();
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
