// activities/claim-restore.ts — claims an archived result for restoring, and gives the claim back.
import type { RetrievalTier } from '../domain/archive.ts';
import { tiersFor } from '../domain/archive.ts';
import type { ArchiveRef, JobId, JobRecord, ObjectRef, UserId } from '../domain/job.ts';
import type { Look } from './look.ts';
import type { Ports } from './ports.ts';
import { saveRow, saveRowOrRetry } from './rows.ts';

/** An archive that this story alone may bring back, and where to. */
export interface RestoreClaim {
  jobId: JobId;
  userId: UserId;
  token: string;
  archive: ArchiveRef;
  target: ObjectRef;
  tiers: readonly RetrievalTier[];
  /** Rounds of retrieval before an operator has to look. */
  rounds: number;
}

export type RestoreClaimAnswer = { kind: 'claimed'; claim: RestoreClaim } | { kind: 'refused' };

export const createRestoreClaimActivities = ({ jobs, rules, now }: Ports) => ({
  async claimForRestore({
    jobId,
    look,
    token,
  }: {
    jobId: JobId;
    look: Look;
    token: string;
  }): Promise<RestoreClaimAnswer> {
    for (const lastRead of [false, true]) {
      const row = await jobs.get(jobId);
      if (row?.archiveStatus === 'RESTORING' && row.claimToken === token)
        return toClaim(row, token, rules.retrievalRounds);
      if (lastRead || !row?.archive || row.deletedAt !== undefined) break;
      const saved = await saveRow(
        jobs,
        { ...row, version: look.rowVersion },
        {
          event: 'restoring',
          at: now(),
          set: { archiveStatus: 'RESTORING', claimToken: token },
          clear: ['restore', 'restoreFailure'],
        },
      );
      if (saved) return toClaim(row, token, rules.retrievalRounds);
    }
    return { kind: 'refused' };
  },

  /** The user left premium while the archive thawed, or the retrieval failed for good: it stays archived. */
  async standDown({ claim, failure }: { claim: RestoreClaim; failure?: string }): Promise<void> {
    const row = await jobs.get(claim.jobId);
    if (row?.claimToken !== claim.token || row.archiveStatus !== 'RESTORING' || row.deletedAt !== undefined) return;
    await saveRowOrRetry(jobs, row, {
      event: 'stood-down',
      at: now(),
      ...(failure ? { detail: failure } : {}),
      set: { archiveStatus: 'ARCHIVED', ...(failure ? { restoreFailure: failure } : {}) },
      clear: ['claimToken', 'restore'],
    });
  },
});

function toClaim(row: JobRecord, token: string, rounds: number): RestoreClaimAnswer {
  const { jobId, userId, archive, result } = row;
  if (!archive || !result) return { kind: 'refused' };
  const target = { bucket: result.bucket, key: result.key };
  return { kind: 'claimed', claim: { jobId, userId, token, archive, target, tiers: tiersFor(archive.bytes), rounds } };
}
