// activities/claim-archive.ts — claims a result for archiving: the fence that every later write of the story demands.
import { ApplicationFailure } from '@temporalio/activity';
import type { JobId, JobRecord, UserId } from '../domain/job.ts';
import type { ObjectVersion } from '../domain/ports.ts';
import type { Look } from './look.ts';
import type { Ports } from './ports.ts';
import { saveRow } from './rows.ts';

/** A result that this story alone may move: the versions to archive and to delete, and the plan it was claimed under. */
export interface ArchiveClaim {
  jobId: JobId;
  userId: UserId;
  token: string;
  planVersion: number;
  source: { bucket: string; key: string; versionId: string; bytes: number };
  /** Every version of the key when it was claimed: exactly these are deleted in the end. */
  versionIds: readonly string[];
  treeHash?: string;
}

export type ArchiveClaimAnswer = { kind: 'claimed'; claim: ArchiveClaim } | { kind: 'refused' };

export const createArchiveClaimActivities = ({ jobs, objects, now }: Ports) => ({
  async claimForArchive({
    jobId,
    look,
    token,
  }: {
    jobId: JobId;
    look: Look;
    token: string;
  }): Promise<ArchiveClaimAnswer> {
    // A refusal is believed only after a second read has not found our token: the first answer may have been lost.
    for (const lastRead of [false, true]) {
      const row = await jobs.get(jobId);
      const versions = row?.result ? await objects.versions(row.result) : [];
      if (row?.claimToken === token) return { kind: 'claimed', claim: toClaim(row, versions, { token, look }) };
      if (lastRead || !row || row.deletedAt !== undefined) break;

      const claim = toClaim(row, versions, { token, look });
      const saved = await saveRow(
        jobs,
        { ...row, version: look.rowVersion },
        {
          event: 'archiving',
          at: now(),
          set: { archiveStatus: 'ARCHIVING', claimToken: token },
          plan: { userId: row.userId, role: 'free_user', version: look.planVersion },
        },
      );
      if (saved) return { kind: 'claimed', claim };
    }
    return { kind: 'refused' };
  },
});

function toClaim(
  row: JobRecord,
  versions: readonly ObjectVersion[],
  { token, look }: { token: string; look: Look },
): ArchiveClaim {
  const stored = versions.filter((version) => !version.deleteMarker);
  const source = stored.find(({ versionId }) => versionId === row.result?.versionId) ?? stored[0];
  if (!row.result || !source) {
    throw ApplicationFailure.nonRetryable(
      `The row of job ${row.jobId} names a result, but S3 holds no version of it. Look at the bucket before anything else.`,
      'ResultMissing',
    );
  }
  const { bucket, key, treeHash } = row.result;
  return {
    jobId: row.jobId,
    userId: row.userId,
    token,
    planVersion: look.planVersion,
    source: { bucket, key, versionId: source.versionId, bytes: source.bytes },
    versionIds: versions.map(({ versionId }) => versionId),
    ...(treeHash ? { treeHash } : {}),
  };
}
