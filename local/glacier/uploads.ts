// local/glacier/uploads.ts — multipart uploads: begun, fed with parts in any order, or given up.
import { pieceAt, receiveChecked, recordOrDrop } from './archives.ts';
import type { Call, Reply } from './call.ts';
import { checkDescription, checkPartSize, checkRange, required } from './checks.ts';
import { invalid } from './errors.ts';
import { newId, releasePieces, requireVault, type Glacier } from './glacier.ts';
import type { Piece, Upload } from './records.ts';
import { pieceKey, timeKey } from './store.ts';
import { knownUpload, openUpload, putUpload, uploadKey, uploadNotFound } from './upload-record.ts';

const maxParts = 10_000;

/** InitiateMultipartUpload, UploadMultipartPart and AbortMultipartUpload. */
export function uploadOperations(glacier: Glacier) {
  const { store, settings } = glacier;

  return {
    InitiateMultipartUpload({ vault, header }: Call): Reply {
      requireVault(glacier, vault);
      const description = checkDescription(header('x-amz-archive-description'));
      const partSize = checkPartSize(header('x-amz-part-size'));
      const now = Date.now();
      const upload: Upload = { id: newId(92), vault, description, partSize, createdAt: now, touchedAt: now };
      store.atomically(() => {
        putUpload(glacier, upload);
        store.holds.put(`${upload.id}/upload`, true);
        store.agenda.put(timeKey(now + settings.uploadLifeMs, upload.id), { kind: 'upload', key: uploadKey(upload) });
      });
      glacier.wakeAgenda();
      const Location = `/${glacier.accountId}/vaults/${vault}/multipart-uploads/${upload.id}`;
      return { status: 201, headers: { Location, 'x-amz-multipart-upload-id': upload.id } };
    },

    async UploadMultipartPart(call: Call): Promise<Reply> {
      const range = partRange(call, openUpload(glacier, call));
      const piece = await receiveChecked(glacier, call);
      let replaced: Piece | undefined;
      await recordOrDrop(glacier, piece, () => {
        const upload = openUpload(glacier, call); // it may have ended while the bytes came
        const key = pieceKey(upload.id, range.from);
        replaced = store.pieces.get(key);
        store.pieces.put(key, pieceAt(piece, range.from));
        putUpload(glacier, { ...upload, touchedAt: Date.now() });
      });
      if (replaced) await glacier.bytes.drop([replaced.file]);
      return { status: 204, headers: { 'x-amz-sha256-tree-hash': piece.treeHash } };
    },

    async AbortMultipartUpload(call: Call): Promise<Reply> {
      const upload = knownUpload(glacier, call);
      if (upload.end?.kind === 'completed') throw uploadNotFound(call.id);
      if (upload.end) return { status: 204 };
      const files = store.atomically(() => {
        putUpload(glacier, { ...upload, end: { kind: 'aborted', at: Date.now() } });
        return releasePieces(glacier, upload.id, 'upload');
      });
      await glacier.bytes.drop(files);
      return { status: 204 };
    },
  };
}

// A part that is too small is taken: only Complete knows which one is the last.
function partRange(call: Call, { partSize }: Upload): { from: number; to: number } {
  const range = checkRange(required(call.header('content-range'), 'Content-Range'), {
    prefix: 'bytes ',
    suffix: '/*',
  });
  const size = range.to - range.from;
  if (range.from % partSize !== 0) throw invalid('Invalid Content-Range: a part begins at a multiple of the part size');
  if (size > partSize) throw invalid('Invalid Content-Range: longer than the part size of this upload');
  if (range.from / partSize >= maxParts) throw invalid(`Invalid Content-Range: more than ${maxParts} parts`);
  if (call.contentLength !== undefined && call.contentLength !== size) {
    throw invalid(`Invalid Content-Range: ${size} bytes, but Content-Length is ${call.contentLength}`);
  }
  return range;
}
