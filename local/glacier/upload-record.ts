// local/glacier/upload-record.ts — finding an upload, and whether it is open, ended or forgotten.
import type { Call } from './call.ts';
import { notFound } from './errors.ts';
import { requireVault, type Glacier } from './glacier.ts';
import type { Upload } from './records.ts';

export const uploadKey = ({ vault, id }: Upload): string => `${vault}/${id}`;
export const putUpload = ({ store }: Glacier, upload: Upload): void => store.uploads.put(uploadKey(upload), upload);
export const uploadNotFound = (id: string) => notFound(`The upload ID was not found: ${id}`);

/** Whether the upload still takes parts. */
export const isOpen = ({ settings }: Glacier, { end, touchedAt }: Upload): boolean =>
  !end && Date.now() < touchedAt + settings.uploadLifeMs;

/** The upload, open or ended a short while ago; else 404. */
export function knownUpload(glacier: Glacier, { vault, id }: Call): Upload {
  requireVault(glacier, vault);
  const upload = glacier.store.uploads.get(`${vault}/${id}`);
  const known = upload?.end ? Date.now() < upload.end.at + glacier.settings.completeWindowMs : upload;
  if (!upload || !known) throw uploadNotFound(id);
  return upload;
}

/** The upload if it still takes parts; else 404. */
export function openUpload(glacier: Glacier, call: Call): Upload {
  const upload = knownUpload(glacier, call);
  if (!isOpen(glacier, upload)) throw uploadNotFound(call.id);
  return upload;
}
