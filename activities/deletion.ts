// activities/deletion.ts — how a job goes: marked first, which hides it everywhere at once, then removed from every store.
import type { Instant, JobId, JobRecord, ObjectRef, UserId } from '../domain/job.ts';
import { isTombstone, jobPrefix } from '../domain/job.ts';
import { jobSubject } from '../domain/audit.ts';
import { openUploadsOf, versionsUnder, writesUnder } from './listing.ts';
import type { Ports } from './ports.ts';
import { rowMoved, saveRowOrRetry } from './rows.ts';

interface Owned {
  jobId: JobId;
  userId: UserId;
}

/** How long a tombstone stays: longer than SQS keeps a message (14 days), so that none can bring the job back. */
const TOMBSTONE_MS = 30 * 86_400_000;

export const createDeletionActivities = (ports: Ports) => ({
  markDeleted: (job: Owned): Promise<void> => markDeleted(ports, job),

  /**
   * Removes every version of every object, unfinished writes and uploads, and the archive; the tombstone comes last. May
   * list and delete in one attempt, unlike a sweep: nothing that is made for a deleted job is ever wanted again.
   */
  async removeResult(job: Owned): Promise<'removed' | 'annotating'> {
    const { jobs, annotations, audit, now } = ports;
    const row = await jobs.get(job.jobId);
    if (!row || isTombstone(row) || row.deletedAt === undefined) return 'removed';
    if (await annotations.stop(job.jobId)) return 'annotating';

    const versions = await removeObjects(ports, row);
    await removeFromArchives(ports, row);
    const { jobId, version, deletedAt } = row;
    // Before the tombstone: where the answer of that is lost, a retry finds nothing left to write about.
    await audit.record({
      id: `removed/${jobId}`,
      at: now(),
      actor: 'service',
      action: 'job-removed',
      subject: jobSubject(jobId),
      detail: `${versions} object versions${row.archive ? ', the archive' : ''}`,
    });
    if (!(await jobs.bury({ jobId, version, deletedAt, expiresAt: now() + TOMBSTONE_MS }))) throw rowMoved(row);
    return 'removed';
  },
});

/** A job of which no row is recorded yet gets one, so that the submission on its way finds it deleted. */
export async function markDeleted({ jobs, audit, now }: Ports, { jobId, userId }: Owned): Promise<void> {
  const at = now();
  const row = (await jobs.get(jobId)) ?? (await insertDeleted(jobs, { jobId, userId, at }));
  if (isTombstone(row) || row.userId !== userId) return;
  if (row.deletedAt === undefined) await saveRowOrRetry(jobs, row, { event: 'deleted', at, set: { deletedAt: at } });
  await audit.record({
    id: `deleted/${jobId}`,
    at: row.deletedAt ?? at,
    actor: userId,
    action: 'job-deleted',
    subject: jobSubject(jobId),
  });
}

async function insertDeleted(jobs: Ports['jobs'], { jobId, userId, at }: Owned & { at: Instant }): Promise<JobRecord> {
  const row: JobRecord = {
    jobId,
    userId,
    version: 1,
    inputFileName: '',
    input: { bucket: '', key: '' },
    submittedAt: at,
    status: 'CANCELLED',
    attempt: 1,
    deletedAt: at,
    timeline: [{ at, event: 'deleted' }],
  };
  if (await jobs.insert(row)) return row;
  throw rowMoved(row);
}

/** Everything under the job's own prefix, and what else the row names: other systems choose their keys themselves. */
async function removeObjects({ objects, settings }: Ports, row: JobRecord): Promise<number> {
  let removed = 0;
  const prefix = jobPrefix(settings.keyPrefix, row);
  for (const bucket of [settings.inputsBucket, settings.resultsBucket]) {
    for await (const { writes } of writesUnder(objects, { bucket, prefix }))
      for (const write of writes) await objects.abandonWrite(write);
    for await (const { versions } of versionsUnder(objects, { bucket, prefix })) {
      for (const { key, versionId } of versions) await objects.removeVersions({ bucket, key }, [versionId]);
      removed += versions.length;
    }
  }
  for (const ref of namedElsewhere(row, prefix)) {
    const versionIds = (await objects.versions(ref)).map(({ versionId }) => versionId);
    await objects.removeVersions(ref, versionIds);
    removed += versionIds.length;
  }
  return removed;
}

function namedElsewhere({ input, result, log }: JobRecord, prefix: string): ObjectRef[] {
  return [input, result, log].filter((ref): ref is ObjectRef => Boolean(ref?.key) && !ref!.key.startsWith(prefix));
}

async function removeFromArchives({ archives }: Ports, { jobId, archive }: JobRecord): Promise<void> {
  for (const store of archives.deployed.map((name) => archives.of(name)))
    for (const uploadId of await openUploadsOf(store, jobId)) await store.abandon(uploadId);
  if (archive) await archives.of(archive.store).remove(archive.id);
}
