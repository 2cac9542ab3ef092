// activities/reconcile-archives.ts — compares an archive's inventory with the table, both ways, in constant memory.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ListedArchive } from '../domain/archive-store.ts';
import type { ArchiveStoreName, RetrievalState } from '../domain/archive.ts';
import type { Instant, JobRecord } from '../domain/job.ts';
import { isAtRest } from '../domain/job.ts';
import type { Finding, ReconcileReport } from '../domain/reconciliation.ts';
import { isUnproven } from '../domain/rebuilding.ts';
import { addReports, emptyReport, reportOf } from '../domain/reconciliation.ts';
import { pages } from './listing.ts';
import type { Ports } from './ports.ts';
import type { Suspect } from './reconcile.ts';
import { rowsOf, settleSuspects, suspect } from './reconcile.ts';
import { beating } from './transfer.ts';

export interface InventoryRef {
  store: ArchiveStoreName;
  retrievalId: string;
}

const ROWS = 100;

export const createReconcileArchivesActivities = (ports: Ports) => ({
  /** Nothing where this deployment has no archive of this kind. */
  async startInventory(store: ArchiveStoreName): Promise<string | undefined> {
    return ports.archives.deployed.includes(store) ? ports.archives.of(store).startInventory() : undefined;
  },

  describeInventory: ({ store, retrievalId }: InventoryRef): Promise<RetrievalState> =>
    ports.archives.of(store).describe(retrievalId),

  /** Orphans are swept if old enough; rows whose archive is not listed are reported. The ids lie in a file meanwhile. */
  async reconcileArchives({ dryRun, ...inventory }: InventoryRef & { dryRun: boolean }): Promise<ReconcileReport> {
    return beating(() =>
      withListed(ports.settings.scratchFolder, async (listed) => {
        const orphans = await findOrphans(ports, { dryRun, inventory, listed });
        const missing = await findMissing(ports, { dryRun, store: inventory.store, listed });
        return addReports(orphans, missing);
      }),
    );
  },
});

interface Listed {
  add(archives: readonly ListedArchive[]): void;
  has(archiveId: string): boolean;
}

/** Archive ids in a file: a million of them would cost 200 MB of memory. */
async function withListed<T>(scratchFolder: string, use: (listed: Listed) => Promise<T>): Promise<T> {
  await mkdir(scratchFolder, { recursive: true });
  const folder = await mkdtemp(join(scratchFolder, 'reconcile-'));
  const database = new DatabaseSync(join(folder, 'archives.db'));
  try {
    database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; CREATE TABLE archives (id TEXT PRIMARY KEY)');
    const insert = database.prepare('INSERT OR IGNORE INTO archives VALUES (?)');
    const select = database.prepare('SELECT 1 FROM archives WHERE id = ?');
    return await use({
      add(archives) {
        database.exec('BEGIN');
        for (const { archiveId } of archives) insert.run(archiveId);
        database.exec('COMMIT');
      },
      has: (archiveId) => select.get(archiveId) !== undefined,
    });
  } finally {
    database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function findOrphans(
  ports: Ports,
  { dryRun, inventory, listed }: { dryRun: boolean; inventory: InventoryRef; listed: Listed },
): Promise<ReconcileReport> {
  const { store, retrievalId } = inventory;
  const read = (cursor?: string) => ports.archives.of(store).inventory({ retrievalId, ...(cursor ? { cursor } : {}) });
  const old = ports.now() - ports.rules.orphanAgeMs;
  let report = emptyReport(dryRun);
  for await (const { archives } of pages(read)) {
    listed.add(archives);
    const rows = await rowsOf(
      ports,
      archives.map(({ jobId }) => jobId),
    );
    const judged = archives.map((archive) => judge(archive, { row: rows.get(archive.jobId ?? ''), store, old }));
    const suspects = judged.flatMap(({ suspect: one }) => one ?? []);
    const found = judged.flatMap(({ finding }) => finding ?? []);
    const page = await settleSuspects(ports, { dryRun, suspects, found });
    report = addReports(report, { ...page, archives: archives.length });
  }
  return report;
}

/** An archive is deleted only if it is old, a consistent read of its row does not name it, and nobody works on the result. */
function judge(
  { archiveId, jobId, userId, createdAt }: ListedArchive,
  { row, store, old }: { row: JobRecord | undefined; store: ArchiveStoreName; old: Instant },
): { suspect?: Suspect; finding?: Finding } {
  if (!jobId || !userId) return { finding: { kind: 'foreign', detail: archiveId } };
  if (!row) return { finding: { kind: 'archiveWithoutRow', jobId, detail: archiveId } };
  if (row.archive?.id === archiveId || createdAt > old) return {};
  // Whether the row names the true one is not known until it was read: this may be the only copy.
  if (isUnproven(row)) return { finding: { kind: 'archiveBeside', jobId, detail: archiveId } };
  if (!isAtRest(row)) return {};
  const kind = row.deletedAt === undefined ? 'orphanedArchive' : 'remains';
  return { suspect: suspect({ jobId, userId }, { kind, detail: archiveId }, [{ store, archiveId }]) };
}

/** Rows archived so long ago that the inventory must list their archive. */
async function findMissing(
  ports: Ports,
  { dryRun, store, listed }: { dryRun: boolean; store: ArchiveStoreName; listed: Listed },
): Promise<ReconcileReport> {
  const old = ports.now() - ports.rules.orphanAgeMs;
  const unlisted = (row: JobRecord) =>
    row.archive?.store === store && row.deletedAt === undefined && archivedAt(row) < old && !listed.has(row.archive.id);
  let report = emptyReport(dryRun);
  const read = (cursor?: string) => ports.jobs.all({ limit: ROWS, ...(cursor ? { cursor } : {}) });
  for await (const { jobs } of pages(read)) {
    // Read again: a result that has come back since then names no archive any more.
    const rows = await rowsOf(
      ports,
      jobs.filter(unlisted).map(({ jobId }) => jobId),
    );
    const missing = [...rows.values()].filter(unlisted);
    const found = missing.map(
      ({ jobId, archive }) => ({ kind: 'archiveMissing', jobId, detail: archive!.id }) as const,
    );
    report = addReports(report, reportOf(dryRun, found));
  }
  return report;
}

/** Rows of other systems have no timeline: they count as old. */
function archivedAt({ timeline }: JobRecord): Instant {
  return timeline.findLast(({ event }) => event === 'archived')?.at ?? 0;
}
