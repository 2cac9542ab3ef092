// web/spa/upload/send.ts — how a file gets into the bucket: a small one by a form, a large one in parts.
import type { CompletedUpload, MultipartUpload, PartAddresses, StoredParts, UploadForm } from '../../contract.ts';
import { partSizes } from '../../../domain/part-uploads.ts';
import { ApiError, get, post } from '../api.ts';
import { putPart, sendForm } from './requests.ts';
import type { Memory, Unfinished } from './remembered.ts';
import { sendParts } from './transfer.ts';
import type { UploadItem } from './uploads.ts';

/** Files up to this size are sent whole: a form is one request less, and soon sent again. */
const WHOLE_BYTES = 8 * 1024 * 1024;

interface How {
  signal: AbortSignal;
  onSent: (bytes: number) => void;
}

/** Answers the id to submit under. */
export async function sendFile(item: UploadItem, how: How & { memory: Memory }): Promise<string> {
  return item.file.size <= WHOLE_BYTES ? sendWhole(item, how) : sendInParts(item, how);
}

async function sendWhole({ file }: UploadItem, how: How): Promise<string> {
  const form = await post<UploadForm>('/api/uploads', { file_name: file.name, bytes: file.size });
  await sendForm(form, file, how);
  return form.job_id;
}

async function sendInParts(item: UploadItem, { memory, signal, onSent }: How & { memory: Memory }): Promise<string> {
  const { upload, stored } = (await goOn(item, memory)) ?? { upload: await begin(item, memory), stored: [] };
  const { file } = item;
  const path = `/api/uploads/${upload.job_id}`;
  const named = { upload_id: upload.upload_id, file_name: file.name, bytes: file.size };
  if (stored === 'over') return upload.job_id;
  await sendParts({
    file,
    partBytes: upload.part_bytes,
    stored,
    signal,
    onSent,
    put: putPart,
    wait,
    passes: (error) => !(error instanceof ApiError) || PASSING.has(error.id),
    addresses: async (numbers) => (await post<PartAddresses>(`${path}/parts`, { ...named, numbers })).parts,
  });
  await post<CompletedUpload>(`${path}/complete`, named);
  return upload.job_id;
}

const PASSING: ReadonlySet<string> = new Set(['unreachable', 'internal', 'workflows-away', 'too-many-requests']);

async function begin({ file, name, genome }: UploadItem, memory: Memory): Promise<Unfinished> {
  const made = await post<MultipartUpload>('/api/uploads/multipart', { file_name: file.name, bytes: file.size });
  const { job_id, upload_id, part_bytes, expires_at } = made;
  const upload: Unfinished = {
    job_id,
    upload_id,
    part_bytes,
    expires_at,
    file: { name: file.name, size: file.size, modified: file.lastModified },
    ...(name && { name }),
    ...(genome && { genome }),
  };
  memory.keep(upload);
  return upload;
}

/** The upload of an earlier attempt and what has arrived of it; `over` where it was completed, and waits to be submitted. */
async function goOn(
  { file }: UploadItem,
  memory: Memory,
): Promise<{ upload: Unfinished; stored: number[] | 'over' } | undefined> {
  const upload = memory.find(file);
  if (!upload) return undefined;
  try {
    return { upload, stored: await storedParts(upload) };
  } catch (error) {
    if (!isUnknown(error)) throw error;
  }
  try {
    const { upload_id, job_id } = upload;
    await post(`/api/uploads/${job_id}/complete`, { upload_id, file_name: file.name, bytes: file.size });
    return { upload, stored: 'over' };
  } catch (error) {
    if (!isUnknown(error)) throw error;
    memory.forget(upload.job_id);
    return undefined;
  }
}

/** The numbers of those parts of an upload that have arrived whole. */
export async function storedParts({ job_id, upload_id, part_bytes, file }: Unfinished): Promise<number[]> {
  const query = new URLSearchParams({ upload_id, file_name: file.name });
  const { parts } = await get<StoredParts>(`/api/uploads/${job_id}/parts?${query.toString()}`);
  const sizes = partSizes(file.size, part_bytes);
  return parts.flatMap(({ number, bytes }) => (sizes[number - 1] === bytes ? [number] : []));
}

export const isUnknown = (error: unknown): boolean => error instanceof ApiError && error.id === 'upload-unknown';

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    // Back on line, or told to stop: no reason to wait.
    const wake = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', wake, { once: true });
    window.addEventListener('online', wake, { once: true });
  });
}
