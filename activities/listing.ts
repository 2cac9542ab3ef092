// activities/listing.ts — reads lists that come in pages, one page in memory at a time.
import type { ArchiveStore } from '../domain/archive-store.ts';
import type { JobId } from '../domain/job.ts';
import type { ListedVersion, ObjectStore, OpenWrite, Prefix } from '../domain/ports.ts';

/** Every item of a list whose pages carry the cursor of the next one. */
export async function* pages<Page extends { cursor?: string }>(
  read: (cursor?: string) => Promise<Page>,
): AsyncGenerator<Page> {
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    yield page;
    ({ cursor } = page);
  } while (cursor !== undefined);
}

/** Pages of every version of every key under a prefix. */
export function versionsUnder(
  objects: ObjectStore,
  under: Prefix,
): AsyncGenerator<{ versions: ListedVersion[]; cursor?: string }> {
  return pages((cursor) => objects.list({ ...under, ...(cursor ? { cursor } : {}) }));
}

/** Pages of every unfinished write under a prefix. */
export function writesUnder(
  objects: ObjectStore,
  under: Prefix,
): AsyncGenerator<{ writes: OpenWrite[]; cursor?: string }> {
  return pages((cursor) => objects.openWrites({ ...under, ...(cursor ? { cursor } : {}) }));
}

/** A store lists its uploads, but not by job; unfinished ones live a day, so the list is short. */
export async function openUploadsOf(store: ArchiveStore, jobId: JobId): Promise<string[]> {
  const found: string[] = [];
  for await (const { uploads } of pages((cursor) => store.openUploads(cursor)))
    found.push(...uploads.filter((upload) => upload.jobId === jobId).map(({ uploadId }) => uploadId));
  return found;
}
