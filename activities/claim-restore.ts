// activities/claim-restore.ts — claims an archived result for restoring, and gives the claim back.
import { ApplicationFailure } from '@temporalio/activity';
import type { RetrievalTier } from '../domain/archive.ts';
import { tiersFor } from '../domain/archive.ts';
import { FAILURES } from '../domain/failures.ts';
import type { ArchiveRef, JobId, JobRecord, ObjectRef, UserId } from '../domain/job.ts';
import type { RestorePurpose } from '../domain/placement.ts';
import type { Claimed } from './claim.ts';
import { claimRow } from './claim.ts';
import type { ClaimOrder } from './look.ts';
import type { Ports } from './ports.ts';
import type { RowWrite } from './rows.ts';
import { saveRowOrRetry } from './rows.ts';

/** An archive that this story alone may bring back, and where to. */
export interface RestoreClaim {
  jobId: JobId;
  userId: UserId;
  token: string;
  purpose: RestorePurpose;
  archive: ArchiveRef;
  target: ObjectRef;
  tiers: readonly RetrievalTier[];
  /** Rounds of retrieval before an operator has to look. */
  rounds: number;
}

export const createRestoreClaimActivities = ({ jobs, archives, rules, now }: Ports) => ({
  claimForRestore({
    jobId,
    look,
    token,
    purpose = 'owner',
  }: ClaimOrder & { purpose?: RestorePurpose }): Promise<Claimed<RestoreClaim>> {
    return claimRow(jobs, {
      jobId,
      version: look.rowVersion,
      token,
      async prepare(row) {
        if (!row.archive || (purpose === 'move' && row.archive.store === archives.current)) return undefined;
        const write: RowWrite = {
          event: purpose === 'move' ? 'moving' : 'restoring',
          at: now(),
          set: { archiveStatus: 'RESTORING' },
          clear: ['restore', 'restoreFailure', 'restorePostponedUntil'],
        };
        return { claim: { ...toClaim(row, { token, purpose }), rounds: rules.retrievalRounds }, write };
      },
    });
  },

  /** The user left premium while the archive thawed, or the retrieval failed for good: it stays archived. */
  async standDown({ claim, failure }: { claim: RestoreClaim; failure?: string }): Promise<void> {
    const row = await jobs.get(claim.jobId);
    if (row?.claimToken !== claim.token || row.archiveStatus !== 'RESTORING' || row.deletedAt !== undefined) return;
    // A move that failed is the operator's affair: its owner has asked for nothing, and lost nothing.
    const told = claim.purpose === 'owner' && failure !== undefined;
    await saveRowOrRetry(jobs, row, {
      event: 'stood-down',
      at: now(),
      ...(told ? { detail: failure } : {}),
      set: { archiveStatus: 'ARCHIVED', ...(told ? { restoreFailure: failure } : {}) },
      clear: ['claimToken', 'restore', 'restorePostponedUntil'],
    });
  },
});

type Claim = Omit<RestoreClaim, 'rounds'>;

function toClaim(
  { jobId, userId, archive, result }: JobRecord,
  { token, purpose }: Pick<RestoreClaim, 'token' | 'purpose'>,
): Claim {
  if (!archive?.treeHash || !result) {
    throw ApplicationFailure.nonRetryable(
      `Another system archived the result of job ${jobId}: its row lacks the key, or the tree hash, that a restore needs.`,
      FAILURES.archiveUnknown,
    );
  }
  const target = { bucket: result.bucket, key: result.key };
  return { jobId, userId, token, purpose, archive, target, tiers: tiersFor(archive.bytes, purpose) };
}
