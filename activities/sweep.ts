// activities/sweep.ts — what a result left lying about that its row does not name: listed first, deleted by another step.
import type { ArchiveStoreName } from '../domain/archive.ts';
import type { JobRecord, ObjectRef } from '../domain/job.ts';
import { isAtRest, isHot, isTombstone, jobPrefix } from '../domain/job.ts';
import type { OpenWrite, SweepOrder } from '../domain/ports.ts';
import { openUploadsOf, versionsUnder, writesUnder } from './listing.ts';
import type { Ports } from './ports.ts';
import { saveRowOrRetry } from './rows.ts';

/** What nothing names: the only things that the deletion after it may touch. */
export interface Strays {
  versions: readonly (ObjectRef & { versionId: string })[];
  archives: readonly { store: ArchiveStoreName; archiveId: string }[];
  uploads: readonly { store: ArchiveStoreName; uploadId: string }[];
  /** Into S3; lists of older workers have none. */
  writes?: readonly OpenWrite[];
}

const NONE: Strays = { versions: [], archives: [], uploads: [] };

export const createSweepActivities = (ports: Ports) => ({
  /**
   * Fences the row, then lists. After the fence every write of an older attempt fails, so nothing that is listed can
   * become wanted again; deleting in the same attempt would let a frozen one delete what a later run has made.
   */
  async listStrays(order: SweepOrder): Promise<Strays> {
    const row = await ports.jobs.get(order.jobId);
    if (!row || !isAtRest(row)) return NONE; // being annotated, or unknown
    if (!isTombstone(row)) await fence(ports, row);
    const uploads = await Promise.all(
      ports.archives.deployed.map(async (store) =>
        (await openUploadsOf(ports.archives.of(store), order.jobId)).map((uploadId) => ({ store, uploadId })),
      ),
    );
    return {
      versions: await unnamedVersions(ports, order, row),
      archives: order.archives.filter(({ archiveId }) => archiveId !== row.archive?.id),
      uploads: uploads.flat(),
      writes: await unfinishedWrites(ports, order, row),
    };
  },

  async discardStrays({ versions, archives, uploads, writes = [] }: Strays): Promise<void> {
    for (const { versionId, ...ref } of versions) await ports.objects.removeVersions(ref, [versionId]);
    for (const { store, archiveId } of archives) await ports.archives.of(store).remove(archiveId);
    for (const { store, uploadId } of uploads) await ports.archives.of(store).abandon(uploadId);
    for (const write of writes) await ports.objects.abandonWrite(write);
  },
});

/** A claim that nobody works on goes back to where it came from. */
async function fence({ jobs, now }: Ports, row: JobRecord): Promise<void> {
  await saveRowOrRetry(jobs, row, {
    event: 'released',
    at: now(),
    ...(row.archiveStatus === 'RESTORING' ? { set: { archiveStatus: 'ARCHIVED' } as const } : {}),
    clear: ['claimToken', 'restore', ...(row.archiveStatus === 'ARCHIVING' ? (['archiveStatus'] as const) : [])],
  });
}

type Version = ObjectRef & { versionId: string };

/** Versions, and unfinished writes, that one sweep takes on: they travel through history. What is left comes with the next one. */
const MOST_VERSIONS = 1000;

async function unnamedVersions(
  { objects, settings }: Ports,
  order: SweepOrder,
  row: JobRecord,
): Promise<readonly Version[]> {
  if (row.deletedAt === undefined) return row.result ? unnamedOf(objects, row, row.result) : [];
  const found: Version[] = [];
  const prefix = jobPrefix(settings.keyPrefix, order); // a tombstone does not know its owner any more
  for (const bucket of [settings.inputsBucket, settings.resultsBucket])
    for await (const { versions } of versionsUnder(objects, { bucket, prefix })) {
      found.push(...versions.map(({ key, versionId }) => ({ bucket, key, versionId })));
      if (found.length >= MOST_VERSIONS) return found.slice(0, MOST_VERSIONS);
    }
  return found;
}

/** Results that nobody goes on writing; of a deleted job, its input too. */
async function unfinishedWrites(
  { objects, settings: { inputsBucket, resultsBucket, keyPrefix } }: Ports,
  order: SweepOrder,
  { deletedAt }: JobRecord,
): Promise<OpenWrite[]> {
  const found: OpenWrite[] = [];
  const prefix = jobPrefix(keyPrefix, order);
  for (const bucket of deletedAt === undefined ? [resultsBucket] : [inputsBucket, resultsBucket])
    for await (const { writes } of writesUnder(objects, { bucket, prefix })) found.push(...writes);
  return found.slice(0, MOST_VERSIONS);
}

/** While the result is hot, all but the version that the row vouches for; while it is archived, all. */
async function unnamedOf(
  objects: Ports['objects'],
  row: JobRecord,
  { bucket, key }: ObjectRef,
): Promise<readonly Version[]> {
  const versions = await objects.versions({ bucket, key });
  const all = versions.slice(0, MOST_VERSIONS).map(({ versionId }) => ({ bucket, key, versionId }));
  if (!isHot(row)) return row.archive ? all : [];
  const pinned = row.result?.versionId ?? versions.find(({ deleteMarker }) => !deleteMarker)?.versionId;
  // A version that the row vouches for and S3 does not have: nothing is deleted before somebody has looked.
  return versions.some(({ versionId }) => versionId === pinned) ? all.filter((each) => each.versionId !== pinned) : [];
}
