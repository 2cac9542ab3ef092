// activities/record-archive.ts — how an archiving ends in the row: the archive is named, or the claim is released.
import type { ArchiveReceipt } from '../domain/archive.ts';
import type { ArchiveClaim } from './claim-archive.ts';
import type { Ports } from './ports.ts';
import type { Recorded } from './rows.ts';
import { saveRowOrRetry } from './rows.ts';

export const createArchiveRecordActivities = ({ jobs, users, archive, events, now }: Ports) => ({
  async recordArchived({ claim, receipt }: { claim: ArchiveClaim; receipt: ArchiveReceipt }): Promise<Recorded> {
    const row = await jobs.get(claim.jobId);
    // Our own write is recognised before the user is looked at: from here on there is no undo, whatever the plan says.
    if (row?.archive?.id !== receipt.archiveId) {
      if (!row || row.claimToken !== claim.token || row.deletedAt !== undefined) return { kind: 'refused' };
      const { plan } = await users.get(claim.userId);
      if (plan.version !== claim.planVersion) return { kind: 'refused' };
      await saveRowOrRetry(jobs, row, {
        event: 'archived',
        at: now(),
        set: {
          archiveStatus: 'ARCHIVED',
          archive: { id: receipt.archiveId, store: archive.store, bytes: receipt.bytes, treeHash: receipt.treeHash },
        },
        clear: ['hotKey', 'restoreFailure'],
        plan: { userId: claim.userId, role: 'free_user', version: claim.planVersion },
      });
    }
    const { jobId, userId } = claim;
    await events.publish({ kind: 'result-archived', jobId, userId, archiveId: receipt.archiveId, at: now() });
    return { kind: 'recorded' };
  },

  /** The way back: the archive, where there is one already, is deleted and the claim released, if it is still ours. */
  async keepHot({
    claim,
    archiveId,
    reason,
  }: {
    claim: ArchiveClaim;
    archiveId?: string;
    reason: string;
  }): Promise<void> {
    if (archiveId) await archive.remove(archiveId);
    const row = await jobs.get(claim.jobId);
    if (row?.claimToken !== claim.token || row.archiveStatus !== 'ARCHIVING' || row.deletedAt !== undefined) return;
    await saveRowOrRetry(jobs, row, {
      event: 'kept',
      detail: reason,
      at: now(),
      clear: ['archiveStatus', 'claimToken'],
    });
  },
});
