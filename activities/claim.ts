// activities/claim.ts — how a story makes a row its own: the fence that every later write of it demands.
import type { JobId, JobRecord } from '../domain/job.ts';
import type { JobRecords } from '../domain/ports.ts';
import type { RowWrite } from './rows.ts';
import { saveRow } from './rows.ts';

/** `refused`: somebody else has written the row, or the plan, since it was looked at. */
export type Claimed<Claim> = { kind: 'claimed'; claim: Claim } | { kind: 'refused' };

export interface ClaimRequest<Claim> {
  jobId: JobId;
  /** The row's version as the look saw it, from history. */
  version: number;
  /** Made in the workflow; kept in the row. */
  token: string;
  /** What the story goes on with, and the write that makes it ours; nothing where this row is not to be claimed. */
  prepare: (row: JobRecord) => Promise<{ claim: Claim; write: RowWrite } | undefined>;
}

/**
 * Claims a row at the version that was looked at, never at one it reads itself: an attempt that froze and wakes late is
 * refused. A refusal is believed only after a second read has not found our token: the first answer may have been lost.
 */
export async function claimRow<Claim>(
  jobs: JobRecords,
  { jobId, version, token, prepare }: ClaimRequest<Claim>,
): Promise<Claimed<Claim>> {
  for (const lastRead of [false, true]) {
    const row = await jobs.get(jobId);
    const prepared = row && row.deletedAt === undefined ? await prepare(row) : undefined;
    if (!row || !prepared) break;
    const { claim, write } = prepared;
    if (row.claimToken === token) return { kind: 'claimed', claim };
    if (lastRead) break;
    const set = { ...write.set, claimToken: token };
    if (await saveRow(jobs, { ...row, version }, { ...write, set })) return { kind: 'claimed', claim };
  }
  return { kind: 'refused' };
}
