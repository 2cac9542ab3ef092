// local/glacier/upload-complete.ts — parts become an archive, once: asked again within a window, the same archive answers.
import { archiveReply, putArchive } from './archives.ts';
import type { Call, Reply } from './call.ts';
import { checkHash, required, wholeNumber } from './checks.ts';
import { invalid } from './errors.ts';
import { newId, releasePieces, type Glacier } from './glacier.ts';
import type { Archive, Piece, Upload } from './records.ts';
import { rootOf } from './tree.ts';
import { knownUpload, openUpload, putUpload } from './upload-record.ts';

type Claim = Pick<Archive, 'size' | 'treeHash'>;

/** CompleteMultipartUpload. */
export function completeOperations(glacier: Glacier) {
  return {
    CompleteMultipartUpload(call: Call): Reply {
      const claim = {
        size: wholeNumber(required(call.header('x-amz-archive-size'), 'x-amz-archive-size'), 'archive size'),
        treeHash: checkHash(call.header('x-amz-sha256-tree-hash'), 'x-amz-sha256-tree-hash'),
      };
      const archive = completedBefore(glacier, call) ?? complete(glacier, call, claim);
      if (archive.size !== claim.size || archive.treeHash !== claim.treeHash) {
        throw invalid('This upload was completed with another size or tree hash.');
      }
      return archiveReply(glacier, archive);
    },
  };
}

function completedBefore(glacier: Glacier, call: Call): Archive | undefined {
  const { end } = knownUpload(glacier, call);
  return end?.kind === 'completed' ? glacier.store.archives.get(`${call.vault}/${end.archiveId}`) : undefined;
}

function complete(glacier: Glacier, call: Call, claim: Claim): Archive {
  return glacier.store.atomically(() => {
    const upload = openUpload(glacier, call);
    const parts = glacier.store.pieces.list({ prefix: `${upload.id}/` }).map(({ value }) => value);
    checkParts(parts, upload, claim);

    const { vault, description } = upload;
    const archive: Archive = { id: newId(138), vault, description, ...claim, createdAt: Date.now(), owner: upload.id };
    putArchive(glacier, archive);
    releasePieces(glacier, upload.id, 'upload'); // the archive holds them now
    putUpload(glacier, { ...upload, end: { kind: 'completed', at: archive.createdAt, archiveId: archive.id } });
    return archive;
  });
}

function checkParts(parts: readonly Piece[], { partSize }: Upload, claim: Claim): void {
  if (parts.length === 0) throw invalid('No parts were uploaded.');
  const wrong = parts.findIndex(({ start, size }, index) => {
    const isLast = index === parts.length - 1;
    return start !== index * partSize || (!isLast && size !== partSize);
  });
  if (wrong >= 0) throw invalid(`Part ${wrong} is missing, or it is smaller than ${partSize} and not the last.`);

  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (size !== claim.size) throw invalid(`Archive size mismatch: expected ${claim.size} but got ${size}`);
  const treeHash = rootOf(Buffer.concat(parts.map((part) => Buffer.from(part.treeHash, 'hex'))));
  if (treeHash !== claim.treeHash) {
    throw invalid(`Checksum mismatch: expected tree hash ${claim.treeHash} but got ${treeHash}`);
  }
}
