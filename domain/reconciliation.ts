// domain/reconciliation.ts — what a comparison of table, buckets and archives can find, and the report of one.
import type { JobId, JobRecord } from './job.ts';
import { PLACES, countJob, emptyStorage, type Storage } from './storage.ts';

export const FINDINGS = {
  /** Repaired: nobody works on a result that needs something, or that is claimed. */
  unattended: 'claimed, or needs a move, and no workflow works on it',
  strayVersions: 'versions in S3 that the row does not name',
  remains: 'something is left of a deleted job',
  orphanedArchive: 'an old archive that the row does not name',
  orphanedUpload: 'an unfinished upload that nobody works on',
  orphanedWrite: 'an unfinished write of a result that nobody works on',
  /** Reported: only a person can tell what is right. */
  bytesMissing: 'the row vouches for a version that S3 does not have',
  archiveMissing: 'the row names an archive that the inventory does not list',
  leftOver: 'an old result of an annotation that ended without one',
  bytesWithoutRow: 'an object of a job of which there is no row',
  archiveWithoutRow: 'an archive of a job of which there is no row',
  archiveBeside: 'an archive beside the one that a rebuilt row names: run `gas rebuild` again',
  foreign: 'an archive, upload or object that names no job of ours',
} as const;
export type FindingKind = keyof typeof FINDINGS;

export const REPAIRED: readonly FindingKind[] = [
  'unattended',
  'strayVersions',
  'remains',
  'orphanedArchive',
  'orphanedUpload',
  'orphanedWrite',
];

export interface Finding {
  kind: FindingKind;
  /** Missing where the thing names no job. */
  jobId?: JobId;
  /** A key, an archive id, an upload id. */
  detail: string;
}

/** What was looked at and what was found; `woken` sweeps were started, none in a dry run. */
export interface ReconcileReport {
  dryRun: boolean;
  rows: number;
  objects: number;
  uploads: number;
  archives: number;
  findings: Partial<Record<FindingKind, number>>;
  /** The first of each kind. */
  samples: readonly Finding[];
  woken: number;
  /** Where the results were when their rows were read. */
  places?: Storage;
}

/** Samples kept of each kind: a report travels through history. */
const SAMPLES = 20;

export function emptyReport(dryRun: boolean): ReconcileReport {
  return { dryRun, rows: 0, objects: 0, uploads: 0, archives: 0, findings: {}, samples: [], woken: 0 };
}

/** Both reports in one. */
export function addReports(a: ReconcileReport, b: ReconcileReport): ReconcileReport {
  const findings = { ...a.findings };
  for (const [kind, count] of Object.entries(b.findings) as [FindingKind, number][])
    findings[kind] = (findings[kind] ?? 0) + count;
  return {
    dryRun: a.dryRun,
    rows: a.rows + b.rows,
    objects: a.objects + b.objects,
    uploads: a.uploads + b.uploads,
    archives: a.archives + b.archives,
    findings,
    samples: firstOfEach([...a.samples, ...b.samples]),
    woken: a.woken + b.woken,
    ...placesOf([a, b]),
  };
}

function placesOf(reports: readonly ReconcileReport[]): Pick<ReconcileReport, 'places'> {
  const counted = reports.flatMap(({ places }) => (places ? [places] : []));
  if (counted.length === 0) return {};
  const places = emptyStorage();
  for (const each of counted)
    for (const place of PLACES) {
      places[place].results += each[place].results;
      places[place].bytes += each[place].bytes;
    }
  return { places };
}

/** How many of these rows' results are in each place. */
export function countPlaces(rows: readonly JobRecord[]): Storage {
  const places = emptyStorage();
  for (const row of rows) if (row.deletedAt === undefined) countJob(places, row);
  return places;
}

/** A report of findings alone. */
export function reportOf(dryRun: boolean, found: readonly Finding[]): ReconcileReport {
  const findings: ReconcileReport['findings'] = {};
  for (const { kind } of found) findings[kind] = (findings[kind] ?? 0) + 1;
  return { ...emptyReport(dryRun), findings, samples: firstOfEach(found) };
}

function firstOfEach(found: readonly Finding[]): Finding[] {
  const kept = new Map<FindingKind, number>();
  return found.filter(({ kind }) => {
    const before = kept.get(kind) ?? 0;
    kept.set(kind, before + 1);
    return before < SAMPLES;
  });
}
