// activities/record-archive.ts — how an archiving ends: the row names the archive and the hot copy goes, or the claim does.
import type { ArchiveReceipt } from '../domain/archive.ts';
import type { ArchiveClaim } from './claim-archive.ts';
import type { Moved } from './look.ts';
import { seeOwner } from './look.ts';
import type { Ports } from './ports.ts';
import { saveRowOrRetry } from './rows.ts';
import { keyOf, tell } from './tell.ts';

export const createArchiveRecordActivities = (ports: Ports) => ({
  /**
   * Names the archive in the row, and only then deletes exactly the versions that were claimed. One step, since a retry
   * recognises its own record and goes on to the deletion, and a frozen attempt can delete nothing but those versions.
   */
  async recordArchived(end: { claim: ArchiveClaim; receipt: ArchiveReceipt }): Promise<Moved> {
    const { claim, receipt } = end;
    if (!(await nameArchive(ports, end))) return { kind: 'refused' };
    await ports.objects.removeVersions(claim.source, claim.versionIds);

    const { jobId, userId } = claim;
    await ports.events.publish({
      kind: 'result-archived',
      jobId,
      userId,
      archiveId: receipt.archiveId,
      at: ports.now(),
    });
    const { look, owner } = await seeOwner(ports, jobId);
    if (owner) await tell(ports, owner, [{ kind: 'archived', jobId, key: keyOf(claim) }]);
    return { kind: 'recorded', look };
  },

  /** The way back: archive or upload, as far as there is one, are given up and the claim released, if it is still ours. */
  async keepHot({
    claim,
    uploadId,
    archiveId,
    reason,
  }: {
    claim: ArchiveClaim;
    uploadId?: string;
    archiveId?: string;
    reason: string;
  }): Promise<void> {
    const { jobs, archives, now } = ports;
    if (archiveId) await archives.of(claim.store).remove(archiveId);
    else if (uploadId) await archives.of(claim.store).abandon(uploadId);
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

/** Whether the row names the archive now. From then on there is no undo, whatever the plan says. */
async function nameArchive(
  { jobs, users, now }: Ports,
  { claim, receipt }: { claim: ArchiveClaim; receipt: ArchiveReceipt },
): Promise<boolean> {
  const row = await jobs.get(claim.jobId);
  // Our own write is recognised before the user is looked at.
  if (row?.archive?.id === receipt.archiveId) return true;
  if (!row || row.claimToken !== claim.token || row.deletedAt !== undefined) return false;
  const { plan } = await users.get(claim.userId);
  if (plan.version !== claim.planVersion) return false;
  const { archiveId: id, bytes, treeHash } = receipt;
  await saveRowOrRetry(jobs, row, {
    event: 'archived',
    at: now(),
    set: { archiveStatus: 'ARCHIVED', archive: { id, store: claim.store, bytes, treeHash } },
    clear: ['hotKey', 'restoreFailure'],
    plan: { userId: claim.userId, role: 'free_user', version: claim.planVersion },
  });
  return true;
}
