// activities/reconcile.ts — compares table and buckets, a page at a time. It only wakes: what is wrong is repaired by a
// sweep, under the result's own id, which looks again.
import pMap from 'p-map';
import type { ArchiveStoreName } from '../domain/archive.ts';
import type { JobId, JobRecord, UserId } from '../domain/job.ts';
import { isAtRest, isHot, isMoving, isTombstone, jobOfKey } from '../domain/job.ts';
import { placement } from '../domain/placement.ts';
import type { Plan } from '../domain/plan.ts';
import type { ListedVersion, SweepOrder } from '../domain/ports.ts';
import type { Finding, ReconcileReport } from '../domain/reconciliation.ts';
import { countPlaces, emptyReport, reportOf } from '../domain/reconciliation.ts';
import type { Ports } from './ports.ts';

/** What one page told, and where to go on; no cursor after the last. */
export interface ReconciledPage {
  report: ReconcileReport;
  cursor?: string;
}

export interface PageOrder {
  dryRun: boolean;
  cursor?: string;
}

/** A finding that a sweep can repair, provided that no workflow of the result runs. */
export interface Suspect extends SweepOrder {
  finding: Finding;
}

const ROWS = 100;
const AT_ONCE = 10;

export const createReconcileActivities = (ports: Ports) => ({
  reconcileRows: (order: PageOrder) => reconcileRows(ports, order),
  reconcileObjects: (order: PageOrder & { bucket: 'inputs' | 'results' }) => reconcileObjects(ports, order),
  reconcileUploads: (order: PageOrder & { store: ArchiveStoreName }) => reconcileUploads(ports, order),
  reconcileWrites: (order: PageOrder) => reconcileWrites(ports, order),
});

/** Rows that nobody works on though they need something, and rows that vouch for bytes which S3 does not have. */
async function reconcileRows(ports: Ports, { dryRun, cursor }: PageOrder): Promise<ReconciledPage> {
  const page = await ports.jobs.all({ limit: ROWS, ...(cursor ? { cursor } : {}) });
  const rows = page.jobs.filter((row) => !isTombstone(row));
  const plans = await plansOf(ports, rows);
  const suspects = rows.flatMap((row) => {
    const need = placement(row, plans.get(row.userId)!, { now: ports.now(), graceMs: ports.rules.graceMs });
    const detail = `${need.kind}, ${row.archiveStatus ?? 'not claimed'}`;
    return need.kind !== 'nothing' || isMoving(row) ? [suspect(row, { kind: 'unattended', detail })] : [];
  });
  const hot = rows.filter((row) => isHot(row) && row.deletedAt === undefined);
  const missing = await pMap(hot, (row) => missingBytes(ports, row), { concurrency: AT_ONCE });
  const report = await settleSuspects(ports, { dryRun, suspects, found: missing.flat() });
  return toPage({ ...report, rows: rows.length, places: countPlaces(rows) }, page);
}

/** Versions of a bucket that no row names. */
async function reconcileObjects(
  ports: Ports,
  { dryRun, cursor, bucket }: PageOrder & { bucket: 'inputs' | 'results' },
): Promise<ReconciledPage> {
  const { inputsBucket, resultsBucket, keyPrefix } = ports.settings;
  const name = bucket === 'inputs' ? inputsBucket : resultsBucket;
  const page = await ports.objects.list({ bucket: name, prefix: `${keyPrefix}/`, ...(cursor ? { cursor } : {}) });
  const named = page.versions.map((version) => ({ version, job: jobOfKey(keyPrefix, version.key) }));
  const rows = await rowsOf(
    ports,
    named.map(({ job }) => job?.jobId),
  );
  const suspects = named.flatMap(({ version, job }) => {
    const kind = job && oneTooMany(version, rows.get(job.jobId));
    return kind ? [suspect(job, { kind, detail: version.key })] : [];
  });
  const old = ports.now() - ports.rules.orphanAgeMs; // younger ones may be of a submission that is on its way
  const found = named.flatMap(({ version, job }): Finding[] => {
    const kind = job ? unexplained(version, rows.get(job.jobId)) : 'foreign';
    if (version.modifiedAt >= old || !kind) return [];
    return [{ kind, ...(job ? { jobId: job.jobId } : {}), detail: version.key }];
  });
  const report = await settleSuspects(ports, { dryRun, suspects, found });
  return toPage({ ...report, objects: page.versions.length }, page);
}

/** Unfinished uploads into an archive of which no workflow knows. */
async function reconcileUploads(
  ports: Ports,
  { dryRun, cursor, store }: PageOrder & { store: ArchiveStoreName },
): Promise<ReconciledPage> {
  if (!ports.archives.deployed.includes(store)) return { report: emptyReport(dryRun) };
  const page = await ports.archives.of(store).openUploads(cursor);
  const rows = await rowsOf(
    ports,
    page.uploads.map(({ jobId }) => jobId),
  );
  const suspects: Suspect[] = [];
  const found: Finding[] = [];
  for (const { jobId, userId, uploadId: detail } of page.uploads) {
    if (jobId && userId && rows.has(jobId))
      suspects.push(suspect({ jobId, userId }, { kind: 'orphanedUpload', detail }));
    else found.push({ kind: 'foreign', detail });
  }
  const report = await settleSuspects(ports, { dryRun, suspects, found });
  return toPage({ ...report, uploads: page.uploads.length }, page);
}

/** Results whose writing was begun and never ended. One that is being annotated is its annotation's. */
async function reconcileWrites(ports: Ports, { dryRun, cursor }: PageOrder): Promise<ReconciledPage> {
  const { resultsBucket: bucket, keyPrefix } = ports.settings;
  const from = { bucket, prefix: `${keyPrefix}/`, ...(cursor ? { cursor } : {}) };
  const page = await ports.objects.openWrites(from);
  const named = page.writes.map(({ key }) => ({ key, job: jobOfKey(keyPrefix, key) }));
  const rows = await rowsOf(
    ports,
    named.map(({ job }) => job?.jobId),
  );
  const suspects = named.flatMap(({ key, job }) => {
    const row = job && rows.get(job.jobId);
    return job && row && isAtRest(row) ? [suspect(job, { kind: 'orphanedWrite', detail: key })] : [];
  });
  const report = await settleSuspects(ports, { dryRun, suspects, found: [] });
  return toPage({ ...report, uploads: page.writes.length }, page);
}

function toPage(report: ReconcileReport, { cursor }: { cursor?: string }): ReconciledPage {
  return { report, ...(cursor === undefined ? {} : { cursor }) };
}

/** Keeps the suspects of which no workflow runs: those are findings, and are swept unless this is a dry run. */
export async function settleSuspects(
  { movers }: Ports,
  { dryRun, suspects, found }: { dryRun: boolean; suspects: readonly Suspect[]; found: readonly Finding[] },
): Promise<ReconcileReport> {
  const idle = await movers.idle(suspects);
  const orders = new Map<JobId, SweepOrder>();
  for (const { jobId, userId, archives } of idle) {
    const before = orders.get(jobId)?.archives ?? [];
    orders.set(jobId, { jobId, userId, archives: [...before, ...archives] });
  }
  const woken = dryRun ? 0 : await movers.sweep([...orders.values()]);
  return { ...reportOf(dryRun, [...idle.map(({ finding }) => finding), ...found]), woken };
}

export function suspect(
  { jobId, userId }: { jobId: JobId; userId: UserId },
  finding: Pick<Finding, 'kind' | 'detail'>,
  archives: SweepOrder['archives'] = [],
): Suspect {
  return { jobId, userId, archives, finding: { ...finding, jobId } };
}

/** Consistent reads, each row once. */
export async function rowsOf({ jobs }: Ports, jobIds: readonly (JobId | undefined)[]): Promise<Map<JobId, JobRecord>> {
  const known = new Set(jobIds.filter((jobId) => jobId !== undefined));
  const rows = await jobs.getMany([...known]);
  return new Map(rows.map((row) => [row.jobId, row]));
}

async function plansOf({ users }: Ports, rows: readonly JobRecord[]): Promise<Map<UserId, Plan>> {
  const userIds = [...new Set(rows.map(({ userId }) => userId))];
  const plans = await pMap(userIds, async (userId) => [userId, (await users.get(userId)).plan] as const, {
    concurrency: AT_ONCE,
  });
  return new Map(plans);
}

/** Asked twice: a result that moves between the two reads is not missing. */
async function missingBytes({ jobs, objects }: Ports, row: JobRecord): Promise<Finding[]> {
  if (!row.result) return [];
  const versions = (await objects.versions(row.result)).filter(({ deleteMarker }) => !deleteMarker);
  const pinned = row.result.versionId;
  if (pinned === undefined ? versions.length > 0 : versions.some(({ versionId }) => versionId === pinned)) return [];
  const again = await jobs.get(row.jobId);
  return again?.version === row.version ? [{ kind: 'bytesMissing', jobId: row.jobId, detail: row.result.key }] : [];
}

/** A version is one too many where its job was deleted, or its row names another one, or an archive. */
function oneTooMany(version: ListedVersion, row: JobRecord | undefined): 'remains' | 'strayVersions' | undefined {
  if (row?.deletedAt !== undefined) return 'remains';
  if (row?.status !== 'COMPLETED' || version.key !== row.result?.key) return undefined;
  return isVouchedFor(version, row) || (!isHot(row) && !row.archive) ? undefined : 'strayVersions';
}

/** Only a person can tell whether these are of use to anybody. */
function unexplained({ key }: ListedVersion, row: JobRecord | undefined): 'bytesWithoutRow' | 'leftOver' | undefined {
  if (!row) return 'bytesWithoutRow';
  const ended = row.deletedAt === undefined && (row.status === 'FAILED' || row.status === 'CANCELLED');
  return ended && key !== row.input.key && key !== row.log?.key ? 'leftOver' : undefined;
}

function isVouchedFor({ versionId, deleteMarker }: ListedVersion, row: JobRecord): boolean {
  return isHot(row) && !deleteMarker && (row.result?.versionId ?? versionId) === versionId;
}
