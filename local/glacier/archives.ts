// local/glacier/archives.ts — archives brought in one request, and their deletion; the body of every upload is checked here.
import type { Received } from './bytes.ts';
import type { Call, Reply } from './call.ts';
import { checkDescription, checkHash, MAX_UPLOAD_BYTES } from './checks.ts';
import { invalid, missing, notFound } from './errors.ts';
import { newId, releasePieces, requireVault, type Glacier } from './glacier.ts';
import type { Archive } from './records.ts';
import { pieceKey } from './store.ts';

/** UploadArchive and DeleteArchive. */
export function archiveOperations(glacier: Glacier) {
  const { store, bytes } = glacier;

  return {
    async UploadArchive(call: Call): Promise<Reply> {
      requireVault(glacier, call.vault);
      const description = checkDescription(call.header('x-amz-archive-description'));
      if (call.contentLength === 0) throw invalid('Invalid content length: an archive has at least one byte');

      const piece = await receiveChecked(glacier, call);
      const id = newId(138);
      await recordOrDrop(glacier, piece, () => {
        requireVault(glacier, call.vault); // it may have been deleted while the bytes came
        store.pieces.put(pieceKey(id, 0), pieceAt(piece, 0));
        const { size, treeHash } = piece;
        putArchive(glacier, { id, vault: call.vault, description, size, treeHash, createdAt: Date.now(), owner: id });
      });
      return archiveReply(glacier, { vault: call.vault, id, treeHash: piece.treeHash });
    },

    async DeleteArchive({ vault, id }: Call): Promise<Reply> {
      requireVault(glacier, vault);
      const files = store.atomically(() => {
        const archive = store.archives.get(`${vault}/${id}`);
        if (!archive) throw notFound(`The archive ID was not found: ${id}`);
        if (archive.deletedAt) return [];
        store.archives.put(`${vault}/${id}`, { ...archive, deletedAt: Date.now() });
        return releasePieces(glacier, archive.owner, 'archive');
      });
      await bytes.drop(files);
      return { status: 204 };
    },
  };
}

/** Inside a transaction: the archive, which holds its pieces. */
export function putArchive({ store }: Glacier, archive: Archive): void {
  store.archives.put(`${archive.vault}/${archive.id}`, archive);
  store.holds.put(`${archive.owner}/archive`, true);
}

/** What UploadArchive and CompleteMultipartUpload answer. */
export function archiveReply(
  { accountId }: Glacier,
  { vault, id, treeHash }: Pick<Archive, 'vault' | 'id' | 'treeHash'>,
): Reply {
  const Location = `/${accountId}/vaults/${vault}/archives/${id}`;
  return { status: 201, headers: { Location, 'x-amz-archive-id': id, 'x-amz-sha256-tree-hash': treeHash } };
}

/** Streams the body to the disk; refuses it, and keeps nothing, unless both hashes of the header are its own. */
export async function receiveChecked(glacier: Glacier, call: Call): Promise<Received> {
  const sha256 = checkHash(call.header('x-amz-content-sha256'), 'x-amz-content-sha256');
  const treeHash = checkHash(call.header('x-amz-sha256-tree-hash'), 'x-amz-sha256-tree-hash');
  if (call.contentLength === undefined) throw missing('Required parameter missing: Content-Length');
  if (call.contentLength > MAX_UPLOAD_BYTES) throw invalid('Invalid content length: more than 4 GiB in one request');

  const flip = glacier.faults.strike('flip-bit', call.operation);
  const piece = await glacier.bytes.receive(flip ? flipOneBit(call.chunks()) : call.chunks());
  const mismatch = hashMismatch({ sha256, treeHash }, piece);
  if (!mismatch) return piece;
  await glacier.bytes.drop([piece.file]);
  throw invalid(mismatch);
}

/** Records a received file in one transaction; its bytes go again where the record is refused. */
export async function recordOrDrop(glacier: Glacier, piece: Received, record: () => void): Promise<void> {
  try {
    glacier.store.atomically(record);
  } catch (error) {
    await glacier.bytes.drop([piece.file]);
    throw error;
  }
}

export const pieceAt = ({ file, size, treeHash, leaves }: Received, start: number) => ({
  file,
  start,
  size,
  treeHash,
  leaves,
});

function hashMismatch(expected: { sha256: string; treeHash: string }, actual: Received): string | undefined {
  if (expected.sha256 !== actual.sha256) {
    return `Checksum mismatch: expected ${expected.sha256} but got ${actual.sha256}`;
  }
  if (expected.treeHash !== actual.treeHash) {
    return `Checksum mismatch: expected tree hash ${expected.treeHash} but got ${actual.treeHash}`;
  }
  return undefined;
}

/** The same bytes but for one bit of the first, as a bad wire or memory would have it. */
export async function* flipOneBit(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let flipped = false;
  for await (const chunk of chunks) {
    const copy = Uint8Array.from(chunk);
    if (!flipped && copy.length > 0) copy[0]! ^= 1;
    flipped ||= copy.length > 0;
    yield copy;
  }
}
