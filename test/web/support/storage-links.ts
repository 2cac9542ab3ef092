// test/web/support/storage-links.ts — the object store's addresses, which lead to the storage of a test.
import type { PartUploads } from '../../../domain/part-uploads.ts';
import type { ObjectStore } from '../../../domain/ports.ts';
import type { WebObjects } from '../../../web/services.ts';

/** An address that nobody answers at. */
export const NOWHERE = 'http://127.0.0.1:1';

/** Addresses that tell what they were asked for. */
export function withTellingLinks(objects: ObjectStore, storageAt: string): WebObjects {
  return {
    head: (ref) => objects.head(ref),
    read: (from) => objects.read(from),
    copy: (copy) => objects.copy(copy),
    partBytes: (bytes) => objects.partBytes(bytes),
    presignUpload: async ({ bucket, key, maxBytes }) => ({
      url: `${storageAt}/${bucket}`,
      fields: { key, 'x-max': String(maxBytes) },
    }),
    presignDownload: async ({ bucket, key, fileName }) =>
      `${storageAt}/${bucket}/${key}?as=${encodeURIComponent(fileName)}`,
  };
}

/** Parts go to the storage of the test. */
export function withPartsAt(uploads: PartUploads, storageAt: string): PartUploads {
  return {
    begin: (ref) => uploads.begin(ref),
    stored: (upload) => uploads.stored(upload),
    complete: (upload, parts) => uploads.complete(upload, parts),
    abandon: (upload) => uploads.abandon(upload),
    presignParts: async (upload, of) =>
      (await uploads.presignParts(upload, of)).map(({ number, url }) => ({
        number,
        url: url.replace(NOWHERE, storageAt),
      })),
  };
}
