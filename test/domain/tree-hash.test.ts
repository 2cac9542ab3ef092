import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { LEAF_BYTES, combineTreeHashes, treeHasher } from '../../domain/tree-hash.ts';

const newSha256 = () => createHash('sha256');
const sha256 = (...parts: Uint8Array[]) => parts.reduce((hash, part) => hash.update(part), newSha256()).digest();

/** The definition, read the other way: the left subtree is the largest power of two of leaves. */
function reference(bytes: Uint8Array): Buffer {
  const leaves = Math.ceil(bytes.length / LEAF_BYTES);
  if (leaves <= 1) return sha256(bytes);
  const left = 2 ** Math.ceil(Math.log2(leaves) - 1) * LEAF_BYTES;
  return sha256(reference(bytes.subarray(0, left)), reference(bytes.subarray(left)));
}

function hashInPieces(bytes: Uint8Array, piece: number): string {
  const hasher = treeHasher(newSha256);
  for (let from = 0; from < bytes.length; from += piece) hasher.update(bytes.subarray(from, from + piece));
  return hasher.digest();
}

describe('treeHasher', () => {
  const pattern = Buffer.alloc(7 * LEAF_BYTES + 3, 'ACGTN\n#chrM');
  for (const size of [
    0,
    1,
    LEAF_BYTES - 1,
    LEAF_BYTES,
    LEAF_BYTES + 1,
    3 * LEAF_BYTES,
    5 * LEAF_BYTES + 7,
    pattern.length,
  ]) {
    it(`agrees with the definition for ${size} bytes, however they arrive`, () => {
      const bytes = pattern.subarray(0, size);
      const expected = reference(bytes).toString('hex');
      assert.equal(hashInPieces(bytes, LEAF_BYTES), expected);
      assert.equal(hashInPieces(bytes, 700_001), expected);
      assert.equal(hashInPieces(bytes, pattern.length), expected);
    });
  }
});

describe('combineTreeHashes', () => {
  it('joins the hashes of parts of a power of two of leaves into the hash of the whole', () => {
    const bytes = Buffer.alloc(7 * LEAF_BYTES + 3, 'ACGT');
    const part = 2 * LEAF_BYTES;
    const hashes = [0, 1, 2, 3].map((index) => reference(bytes.subarray(index * part, (index + 1) * part)));
    assert.deepEqual(Buffer.from(combineTreeHashes(hashes, newSha256)), reference(bytes));
  });
});
