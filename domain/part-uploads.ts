// domain/part-uploads.ts — uploads in parts, straight from a browser into a key that was made here: large files, and lines
// that break, go on where they stopped.
import type { ObjectRef } from './job.ts';

export interface OpenUpload extends ObjectRef {
  uploadId: string;
}

export interface StoredPart {
  /** From 1. */
  number: number;
  bytes: number;
  etag: string;
}

export interface PartUploads {
  begin(ref: ObjectRef): Promise<OpenUpload>;
  /** An address for each part, to PUT exactly so many bytes to, valid for `seconds`. They are secrets. */
  presignParts(
    upload: OpenUpload,
    of: { parts: readonly Pick<StoredPart, 'number' | 'bytes'>[]; seconds: number },
  ): Promise<{ number: number; url: string }[]>;
  /** The parts that have arrived, by number; undefined where the upload is over: completed, given up, or never begun. */
  stored(upload: OpenUpload): Promise<StoredPart[] | undefined>;
  /** Makes the object appear, of exactly these parts. False where the upload is over. */
  complete(upload: OpenUpload, parts: readonly StoredPart[]): Promise<boolean>;
  /** Gives the upload up, and its parts; one that is over is no error. */
  abandon(upload: OpenUpload): Promise<void>;
}

/** The bytes of each part but the last, which has the rest, by number. */
export function partSizes(bytes: number, partBytes: number): number[] {
  const parts = Math.max(1, Math.ceil(bytes / partBytes));
  return Array.from({ length: parts }, (_, index) => Math.min(partBytes, bytes - index * partBytes));
}
