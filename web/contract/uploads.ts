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
