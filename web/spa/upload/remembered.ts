// web/spa/upload/remembered.ts — uploads that have begun, kept in the browser so that a reload, or tomorrow, goes on.

/** What a page needs to go on with an upload; the file itself the person has to choose again. */
export interface Unfinished {
  job_id: string;
  upload_id: string;
  part_bytes: number;
  expires_at: string;
  file: { name: string; size: number; modified: number };
  name?: string;
  genome?: string;
}

export interface Memory {
  /** Those that are still of use, oldest first. */
  all(): Unfinished[];
  find(file: File): Unfinished | undefined;
  keep(upload: Unfinished): void;
  forget(jobId: string): void;
}

/** A browser that keeps nothing is no reason not to upload. */
export function uploadMemory(
  userId: string,
  { storage, now = Date.now }: { storage: Pick<Storage, 'getItem' | 'setItem'>; now?: () => number },
): Memory {
  const key = `uploads of ${userId}`;
  const read = (): Unfinished[] => {
    try {
      const kept: unknown = JSON.parse(storage.getItem(key) ?? '[]');
      return Array.isArray(kept) ? kept.filter((one) => isUnfinished(one) && Date.parse(one.expires_at) > now()) : [];
    } catch {
      return [];
    }
  };
  const write = (uploads: readonly Unfinished[]) => {
    try {
      storage.setItem(key, JSON.stringify(uploads));
    } catch {
      // Full, or not allowed: then a reload starts this upload from the beginning.
    }
  };
  return {
    all: read,
    find: (file) => read().find((upload) => isOf(upload, file)),
    keep: (upload) => write([...read().filter(({ job_id: jobId }) => jobId !== upload.job_id), upload]),
    forget: (jobId) => write(read().filter((upload) => upload.job_id !== jobId)),
  };
}

/** The same file as far as a page can tell without reading it. */
export function isOf({ file: { name, size, modified } }: Unfinished, file: File): boolean {
  return file.name === name && file.size === size && file.lastModified === modified;
}

function isUnfinished(value: unknown): value is Unfinished {
  const { job_id: jobId, upload_id: uploadId, part_bytes: partBytes, file } = (value ?? {}) as Partial<Unfinished>;
  return [jobId, uploadId, file?.name].every((text) => typeof text === 'string') && typeof partBytes === 'number';
}
