// activities/claim-archive.ts — claims a result for archiving, under the plan that was looked at, and opens its upload.
import { ApplicationFailure } from '@temporalio/activity';
import type { ArchiveSource } from '../domain/archive-store.ts';
import type { ArchiveStoreName } from '../domain/archive.ts';
import { FAILURES } from '../domain/failures.ts';
import type { JobId, JobRecord, UserId } from '../domain/job.ts';
import type { ObjectVersion } from '../domain/ports.ts';
import { claimRow } from './claim.ts';
import type { ClaimOrder, Look } from './look.ts';
import type { Ports } from './ports.ts';
import type { RowWrite } from './rows.ts';

/** A result that this story alone may move: the versions to archive and to delete, and the plan it was claimed under. */
export interface ArchiveClaim {
  jobId: JobId;
  userId: UserId;
  token: string;
  planVersion: number;
  store: ArchiveStoreName;
  source: ArchiveSource & { bytes: number };
  /** Every version of the key when it was claimed: exactly these are deleted in the end. */
  versionIds: readonly string[];
  treeHash?: string;
}

/** A claim with the upload that was begun for it. */
export type ArchiveClaimed = { kind: 'claimed'; claim: ArchiveClaim; uploadId: string } | { kind: 'refused' };

export const createArchiveClaimActivities = ({ jobs, objects, archives, now }: Ports) => {
  function beginUpload({ jobId, userId, store, source, treeHash }: ArchiveClaim): Promise<string> {
    const { bytes, ...version } = source;
    return archives.of(store).begin({ jobId, userId, bytes, source: version, ...(treeHash ? { treeHash } : {}) });
  }

  return {
    beginUpload,

    /** An upload that this begins and whose id is lost on the way is nobody's: it dies, or a sweep gives it up. */
    async claimForArchive({ jobId, look, token }: ClaimOrder): Promise<ArchiveClaimed> {
      const answer = await claimRow(jobs, {
        jobId,
        version: look.rowVersion,
        token,
        async prepare(row) {
          const versions = row.result ? await objects.versions(row.result) : [];
          const write: RowWrite = {
            event: 'archiving',
            at: now(),
            set: { archiveStatus: 'ARCHIVING' },
            plan: { userId: row.userId, role: 'free_user', version: look.planVersion },
          };
          return { claim: { ...toClaim(row, versions, { token, look }), store: archives.current }, write };
        },
      });
      return answer.kind === 'claimed' ? { ...answer, uploadId: await beginUpload(answer.claim) } : answer;
    },
  };
};

function toClaim(
  row: JobRecord,
  versions: readonly ObjectVersion[],
  { token, look }: { token: string; look: Look },
): Omit<ArchiveClaim, 'store'> {
  const stored = versions.filter((version) => !version.deleteMarker);
  const source = stored.find(({ versionId }) => versionId === row.result?.versionId) ?? stored[0];
  if (!row.result || !source) {
    throw ApplicationFailure.nonRetryable(
      `The row of job ${row.jobId} names a result, but S3 holds no version of it. Look at the bucket before anything else.`,
      FAILURES.resultMissing,
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
