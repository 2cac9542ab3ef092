// local/glacier/upload-lists.ts — the open uploads of a vault and the parts of one.
import type { Call, Reply } from './call.ts';
import { checkLimit, pageOf, wholeNumber } from './checks.ts';
import { isoDate, requireVault, vaultArn, type Glacier } from './glacier.ts';
import type { Upload } from './records.ts';
import { pieceKey } from './store.ts';
import { isOpen, openUpload } from './upload-record.ts';

/** ListParts and ListMultipartUploads. */
export function uploadLists(glacier: Glacier) {
  const { store } = glacier;

  return {
    ListParts(call: Call): Reply {
      const upload = openUpload(glacier, call);
      const limit = checkLimit(call.query, 50);
      const from = pieceKey(upload.id, wholeNumber(call.query.get('marker') ?? '0', 'marker'));
      const pieces = store.pieces.list({ prefix: `${upload.id}/`, from, limit: limit + 1 });
      const { page, Marker } = pageOf(pieces, limit, ({ value }) => String(value.start));
      const Parts = page.map(({ value: { start, size, treeHash } }) => ({
        RangeInBytes: `${start}-${start + size - 1}`,
        SHA256TreeHash: treeHash,
      }));
      return { status: 200, json: { ...describeUpload(glacier, upload), Marker, Parts } };
    },

    ListMultipartUploads({ vault, query }: Call): Reply {
      requireVault(glacier, vault);
      const limit = checkLimit(query, 50);
      const uploads = store.uploads.list({ prefix: `${vault}/`, from: `${vault}/${query.get('marker') ?? ''}` });
      const open = uploads.filter(({ value }) => isOpen(glacier, value));
      const { page, Marker } = pageOf(open, limit, ({ value }) => value.id);
      return { status: 200, json: { Marker, UploadsList: page.map(({ value }) => describeUpload(glacier, value)) } };
    },
  };
}

function describeUpload(glacier: Glacier, upload: Upload) {
  return {
    ArchiveDescription: upload.description,
    CreationDate: isoDate(upload.createdAt),
    MultipartUploadId: upload.id,
    PartSizeInBytes: upload.partSize,
    VaultARN: vaultArn(glacier, upload.vault),
  };
}
