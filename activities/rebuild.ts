// activities/rebuild.ts — makes lost rows again, a page at a time. It writes a row only where there is none, and changes one
// only if it was made so and nobody has touched it: run again, it goes on where it was.
import pMap from 'p-map';
import type { ListedArchive } from '../domain/archive-store.ts';
import type { ArchiveStoreName } from '../domain/archive.ts';
import { jobSubject } from '../domain/audit.ts';
import { readNotes } from '../domain/file-notes.ts';
import type { Instant, JobId, JobRecord, UserId } from '../domain/job.ts';
import { jobOfKey, jobPrefix } from '../domain/job.ts';
import type { ListedVersion } from '../domain/ports.ts';
import type { RebuildReport, Rebuilding, Remains } from '../domain/rebuilding.ts';
import { addRebuilds, emptyRebuild, namedArchiveAt, rebuild } from '../domain/rebuilding.ts';
import { versionsUnder } from './listing.ts';
import type { Ports } from './ports.ts';
import { rowsOf } from './reconcile.ts';

export interface RebuiltPage {
  report: RebuildReport;
  cursor?: string;
}

interface PageOrder {
  dryRun: boolean;
  cursor?: string;
}

const AT_ONCE = 10;

export const createRebuildActivities = (ports: Ports) => ({
  rebuildFromArchives: (order: PageOrder & { store: ArchiveStoreName; retrievalId: string }) =>
    rebuildFromArchives(ports, order),
  rebuildFromObjects: (order: PageOrder & { bucket: 'inputs' | 'results' }) => rebuildFromObjects(ports, order),
});

async function rebuildFromArchives(
  ports: Ports,
  { dryRun, cursor, store, retrievalId }: PageOrder & { store: ArchiveStoreName; retrievalId: string },
): Promise<RebuiltPage> {
  const page = await ports.archives.of(store).inventory({ retrievalId, ...(cursor ? { cursor } : {}) });
  const rows = await rowsOf(
    ports,
    page.archives.map(({ jobId }) => jobId),
  );
  const nameless = page.archives.filter(({ jobId, userId }) => jobId && !userId && !rows.has(jobId));
  const reports = await pMap(
    newestOfEach(page.archives),
    (listed) => fromArchive(ports, { listed, store, row: rows.get(listed.jobId), dryRun }),
    { concurrency: AT_ONCE },
  );
  const missed = nameless.map(({ jobId }) => notRebuilt(dryRun, { why: 'nameless', jobId: jobId! }));
  return toPage([emptyRebuild(dryRun), ...reports, ...missed], page);
}

type Owned = ListedArchive & { jobId: JobId; userId: UserId };

/** One of each job: the last that was made. */
function newestOfEach(archives: readonly ListedArchive[]): Owned[] {
  const newest = new Map<JobId, Owned>();
  for (const archive of archives) {
    const { jobId, userId, createdAt } = archive;
    if (!jobId || !userId || (newest.get(jobId)?.createdAt ?? 0) > createdAt) continue;
    newest.set(jobId, { ...archive, jobId, userId });
  }
  return [...newest.values()];
}

interface FromArchive {
  listed: Owned;
  store: ArchiveStoreName;
  row: JobRecord | undefined;
  dryRun: boolean;
}

async function fromArchive(ports: Ports, { listed, store, row, dryRun }: FromArchive): Promise<RebuildReport> {
  const { archiveId: id, bytes, createdAt } = listed;
  if (row && (namedArchiveAt(row) ?? Infinity) >= createdAt) return { ...emptyRebuild(dryRun), kept: 1 };
  const treeHash = listed.treeHash ?? (await ports.archives.of(store).treeHashOf(id)) ?? '';
  const archive = { id, store, bytes, treeHash, createdAt };
  const made = rebuild({ ...(await remainsOf(ports, listed)), archive }, ports.settings, ports.now());
  if (row) return renew(ports, { row, made, dryRun });
  // In a dry run what lies in S3, too, is told of when that is read.
  const isToldLater = dryRun && made.kind === 'hot';
  return isToldLater ? emptyRebuild(dryRun) : put(ports, { ...listed, made, dryRun });
}

/** A later archive of the same job takes the place of the one that a rebuilt row names. */
async function renew(
  { jobs }: Ports,
  { row, made, dryRun }: { row: JobRecord; made: Rebuilding; dryRun: boolean },
): Promise<RebuildReport> {
  if (made.kind !== 'archived' || !made.row.result || !made.row.archive) return { ...emptyRebuild(dryRun), kept: 1 };
  const { result, archive, timeline } = made.row;
  const saved =
    dryRun || (await jobs.save({ jobId: row.jobId, version: row.version, set: { result, archive, timeline } }));
  return { ...emptyRebuild(dryRun), ...(saved ? { renewed: 1 } : { kept: 1 }) };
}

/** Jobs of which objects are listed, and no row. */
async function rebuildFromObjects(
  ports: Ports,
  { dryRun, cursor, bucket }: PageOrder & { bucket: 'inputs' | 'results' },
): Promise<RebuiltPage> {
  const { inputsBucket, resultsBucket, keyPrefix } = ports.settings;
  const name = bucket === 'inputs' ? inputsBucket : resultsBucket;
  const page = await ports.objects.list({ bucket: name, prefix: `${keyPrefix}/`, ...(cursor ? { cursor } : {}) });
  const owners = new Map(page.versions.flatMap(({ key }) => ownerIn(keyPrefix, key)));
  const rows = await rowsOf(ports, [...owners.keys()]);
  const lost = [...owners.values()].filter(({ jobId }) => !rows.has(jobId));
  const reports = await pMap(
    lost,
    async (owner) => {
      const remains = await remainsOf(ports, owner);
      const made = rebuild(remains, ports.settings, ports.now());
      // Its versions may lie on two pages, and in both buckets: it is told of once, and the results come first.
      const [first] = bucket === 'inputs' ? remains.inputs : remains.results;
      const isHere = page.versions.some(({ key, versionId }) => key === first?.key && versionId === first.versionId);
      const isTold = !isHere || (bucket === 'inputs' && remains.results.length > 0);
      // In a dry run no row says yet that the archive was listed.
      const isOpen = dryRun && made.kind === 'not' && made.why === 'notListed';
      return isTold || isOpen ? emptyRebuild(dryRun) : put(ports, { ...owner, made, dryRun });
    },
    { concurrency: AT_ONCE },
  );
  return toPage([{ ...emptyRebuild(dryRun), kept: rows.size }, ...reports], page);
}

function ownerIn(keyPrefix: string, key: string): [JobId, { jobId: JobId; userId: UserId }][] {
  const owner = jobOfKey(keyPrefix, key);
  return owner ? [[owner.jobId, owner]] : [];
}

async function put(
  { jobs }: Ports,
  { jobId, made, dryRun }: { jobId: JobId; made: Rebuilding; dryRun: boolean },
): Promise<RebuildReport> {
  if (made.kind === 'not') return notRebuilt(dryRun, { why: made.why, jobId });
  const isNew = dryRun || (await jobs.insert(made.row));
  if (!isNew) return { ...emptyRebuild(dryRun), kept: 1 };
  return { ...emptyRebuild(dryRun), rebuilt: { [made.kind]: 1 }, estimated: made.estimated ? 1 : 0 };
}

function notRebuilt(dryRun: boolean, sample: RebuildReport['samples'][number]): RebuildReport {
  return { ...emptyRebuild(dryRun), notRebuilt: { [sample.why]: 1 }, samples: [sample] };
}

/** Everything but an archive that can be found of a job. */
async function remainsOf(ports: Ports, owner: { jobId: JobId; userId: UserId }): Promise<Omit<Remains, 'archive'>> {
  const { objects, settings } = ports;
  const { jobId, userId } = owner;
  const prefix = jobPrefix(settings.keyPrefix, owner);
  const [inputs, results] = await Promise.all([
    everyVersion(ports, settings.inputsBucket, prefix),
    everyVersion(ports, settings.resultsBucket, prefix),
  ]);
  const log = results.find(({ key, deleteMarker }) => !deleteMarker && key.endsWith('.vcf.count.log'));
  const head = log && (await objects.head({ bucket: settings.resultsBucket, key: log.key }));
  const notes = readNotes(head?.metadata);
  const began = notes.submittedAt ?? inputs.at(-1)?.modifiedAt ?? log?.modifiedAt;
  const deletedAt = await deletionOf(ports, owner, began);
  return { jobId, userId, inputs, results, notes, ...(deletedAt === undefined ? {} : { deletedAt }) };
}

async function everyVersion({ objects }: Ports, bucket: string, prefix: string): Promise<ListedVersion[]> {
  const found: ListedVersion[] = [];
  for await (const { versions } of versionsUnder(objects, { bucket, prefix })) found.push(...versions);
  return found;
}

/** What its owner had deleted stays deleted: the audit log outlives the table. */
async function deletionOf(
  { audit, users }: Ports,
  { jobId, userId }: { jobId: JobId; userId: UserId },
  began: Instant | undefined,
): Promise<Instant | undefined> {
  const [entries, { closedAt }] = await Promise.all([audit.of(jobSubject(jobId)), users.get(userId)]);
  const deletion = entries.find(({ action }) => action === 'job-deleted' || action === 'job-removed');
  if (deletion) return deletion.at;
  return closedAt !== undefined && began !== undefined && began < closedAt ? closedAt : undefined;
}

function toPage(reports: readonly RebuildReport[], { cursor }: { cursor?: string }): RebuiltPage {
  const [first, ...others] = reports as [RebuildReport, ...RebuildReport[]];
  const report = others.reduce(addRebuilds, first);
  return { report, ...(cursor === undefined ? {} : { cursor }) };
}
