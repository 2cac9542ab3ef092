// adapters/aws/archive-description.ts — what an upload to a vault says about itself, so that a lost table can be rebuilt.
import { z } from 'zod';
import type { ArchiveOrder } from '../../domain/archive-store.ts';
import type { JobId, UserId } from '../../domain/job.ts';
import { JOB_ID, USER_ID } from '../../domain/job.ts';

/** Read strictly: a vault may be shared, and what is deleted as ours must be ours. Older ones name no user. */
const Description = z.strictObject({
  job: z.string().regex(JOB_ID),
  user: z.string().regex(USER_ID).optional(),
  bytes: z.number(),
  sha256TreeHash: z.string().optional(),
});

/** At most 300 characters of ASCII (Glacier takes 1,024). */
export function describeOrder({ jobId, userId, bytes, treeHash }: ArchiveOrder): string {
  return JSON.stringify({ job: jobId, user: userId, bytes, sha256TreeHash: treeHash });
}

/** Nothing where the description is not one of ours. */
export function ownerOf(description: string | undefined): { jobId?: JobId; userId?: UserId } {
  const parsed = Description.safeParse(fromJson(description ?? ''));
  if (!parsed.success) return {};
  const { job, user } = parsed.data;
  return { jobId: job, ...(user === undefined ? {} : { userId: user }) };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
