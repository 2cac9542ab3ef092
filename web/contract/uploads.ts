// web/contract/uploads.ts — how a file gets from the browser to the bucket.
import { z } from 'zod';
import { bytes, fileName, instant, jobId } from './fields.ts';

export const NewUpload = z.strictObject({ file_name: fileName, bytes: bytes.optional() });
export const UploadForm = z.object({
  job_id: jobId,
  /** POST the fields, then the file as `file`, as multipart/form-data to this address. */
  url: z.url(),
  fields: z.record(z.string(), z.string()),
  max_bytes: bytes,
  expires_at: instant,
});
export type UploadForm = z.infer<typeof UploadForm>;

/** An upload in parts: each is PUT to an address of its own, in any order, again where it failed. */
export const NewMultipart = z.strictObject({ file_name: fileName, bytes: bytes.min(1) });
export const MultipartUpload = z.object({
  job_id: jobId,
  upload_id: z.string(),
  /** Of every part but the last, which has the rest. */
  part_bytes: bytes,
  parts: z.number().int().min(1),
  /** What has arrived is kept until then. */
  expires_at: instant,
});
export type MultipartUpload = z.infer<typeof MultipartUpload>;

const upload = { upload_id: z.string().min(1).max(1024), file_name: fileName };
export const UploadName = z.strictObject(upload);
export const PartRequest = z.strictObject({
  ...upload,
  bytes: bytes.min(1),
  numbers: z.array(z.number().int().min(1).max(10_000)).min(1).max(50),
});
export const PartAddresses = z.object({
  /** PUT exactly `bytes` to `url`; the addresses are secrets. */
  parts: z.array(z.object({ number: z.number().int(), url: z.url(), bytes })),
  expires_at: instant,
});
export type PartAddresses = z.infer<typeof PartAddresses>;

export const StoredParts = z.object({ parts: z.array(z.object({ number: z.number().int(), bytes })) });
export type StoredParts = z.infer<typeof StoredParts>;

export const CompleteMultipart = z.strictObject({ ...upload, bytes: bytes.min(1) });
/** The file is there: submit it as `job_id`. */
export const CompletedUpload = z.object({ job_id: jobId, file_name: z.string(), bytes });
export type CompletedUpload = z.infer<typeof CompletedUpload>;

export const AbandonedUpload = z.object({ job_id: jobId, status: z.literal('abandoned') });
