// web/contract/fields.ts — fields that several requests and responses share.
import { z } from 'zod';
import { JOB_ID } from '../../domain/job.ts';

export const jobId = z.string().regex(JOB_ID, 'must be a job id');
/** Shown in lists, mails and headers: no control character, no half character, none that turns the direction of text. */
export const words = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]*$/u, 'has characters that cannot be shown')
  .trim();
export const fileName = words.min(1).max(255);
export const instant = z.iso.datetime();
export const bytes = z.number().int().min(0);
