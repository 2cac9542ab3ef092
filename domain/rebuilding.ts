// domain/rebuilding.ts — the row of a job, as far as its files, its archive and the audit log still tell it.
import type { ArchiveRef, Instant, JobId, JobRecord, JobResult, UserId } from './job.ts';
import { objectKeys } from './job.ts';
import type { FileNotes } from './file-notes.ts';
import type { ListedVersion } from './ports.ts';

/** What there is of a job. Versions are those under its prefix, the newest of a key first. */
export interface Remains {
  jobId: JobId;
  userId: UserId;
  inputs: readonly ListedVersion[];
  results: readonly ListedVersion[];
  archive?: ArchiveRef & { createdAt: Instant };
  notes: FileNotes;
  /** Its owner has had it deleted, or their account. */
  deletedAt?: Instant;
}

export interface Places {
  inputsBucket: string;
  resultsBucket: string;
  keyPrefix: string;
}

export const REBUILT = ['hot', 'archived', 'failed', 'deleted'] as const;
export const NOT_REBUILT = {
  unfinished: 'an input without a log: never submitted, or not annotated yet; its owner submits it again',
  notListed: 'annotated, but its archive is in no inventory yet: run it again when there is a newer one (a day)',
  nameless: 'an archive whose description names no user: complete its row by hand',
  noHash: 'an archive of which no tree hash is known: complete its row by hand',
} as const;
export type NotRebuilt = keyof typeof NOT_REBUILT;

export type Rebuilding =
  | { kind: (typeof REBUILT)[number]; row: JobRecord; estimated: boolean }
  | { kind: 'not'; why: NotRebuilt };

const RESULT = '.annot.vcf.gz';
const LOG = '.vcf.count.log';
const BESIDE = ['.annot.vcf.gz.tbi', '.summary.json', '.annot.tsv.gz'];

/** Bytes in S3 go before an archive: an inventory may be a day old, what S3 lists is there now. */
export function rebuild(remains: Remains, places: Places, now: Instant): Rebuilding {
  const found = foundIn(remains);
  const { hot, log } = found;
  const base = rowOf(remains, found, { places, now });
  const estimated = remains.notes.submittedAt === undefined;
  if (remains.deletedAt !== undefined) {
    return { kind: 'deleted', row: { ...base, deletedAt: remains.deletedAt }, estimated };
  }
  const result = resultOf(remains, found, places);
  const completedAt = log?.modifiedAt ?? hot?.modifiedAt ?? remains.archive?.createdAt ?? now;
  if (hot)
    return { kind: 'hot', row: { ...base, status: 'COMPLETED', completedAt, result, hotKey: hot.key }, estimated };
  if (remains.archive) {
    if (!remains.archive.treeHash) return { kind: 'not', why: 'noHash' };
    const { createdAt: _createdAt, ...archive } = remains.archive;
    const row = { ...base, status: 'COMPLETED', completedAt, result, archive, archiveStatus: 'ARCHIVED' } as const;
    return { kind: 'archived', row, estimated };
  }
  if (found.isAnnotated) return { kind: 'not', why: 'notListed' };
  return log ? { kind: 'failed', row: { ...base, failure: FAILED }, estimated } : { kind: 'not', why: 'unfinished' };
}

const FAILED = 'The record of this job was lost, and made again from its files. Its log tells why it had failed.';

interface Found {
  input: ListedVersion | undefined;
  hot: ListedVersion | undefined;
  log: ListedVersion | undefined;
  /** Something lies beside a result: there was one. */
  isAnnotated: boolean;
}

function foundIn({ inputs, results }: Pick<Remains, 'inputs' | 'results'>): Found {
  const there = results.filter(({ deleteMarker }) => !deleteMarker);
  const ending = (end: string) => there.find(({ key }) => key.endsWith(end));
  return {
    input: inputs.find(({ deleteMarker }) => !deleteMarker),
    hot: ending(RESULT),
    log: ending(LOG),
    isAnnotated: BESIDE.some((end) => ending(end) !== undefined),
  };
}

/** Above every version that the lost row can have had: what was begun with that one is refused. */
const versionAt = (now: Instant) => Math.floor(now / 1000);

function rowOf(
  { jobId, userId, inputs, notes, archive }: Remains,
  { input, log, hot }: Found,
  { places, now }: { places: Places; now: Instant },
): JobRecord {
  const inputFileName = notes.inputFileName ?? nameIn(input?.key) ?? `${stemOf(log ?? hot)}.vcf`;
  const key = input?.key ?? objectKeys(places.keyPrefix, { jobId, userId, inputFileName }).input;
  const oldest = inputs.at(-1)?.modifiedAt ?? log?.modifiedAt ?? hot?.modifiedAt ?? archive?.createdAt ?? now;
  const { name, genome, submittedAt = oldest } = notes;
  return {
    jobId,
    userId,
    version: versionAt(now),
    ...(name === undefined ? {} : { name }),
    ...(genome === undefined ? {} : { genome }),
    inputFileName,
    input: { bucket: places.inputsBucket, key },
    ...(input ? { inputBytes: input.bytes } : {}),
    submittedAt,
    status: 'FAILED',
    attempt: 1,
    ...(log ? { log: { bucket: places.resultsBucket, key: log.key } } : {}),
    timeline: [
      { at: submittedAt, event: 'submitted' },
      { at: now, event: 'rebuilt', ...(archive && !hot ? { detail: madeAt(archive.createdAt) } : {}) },
    ],
  };
}

function resultOf({ jobId, userId, archive, notes }: Remains, { hot, log, input }: Found, places: Places): JobResult {
  const stem = `${stemOf(log ?? input)}.vcf`;
  const key = hot?.key ?? objectKeys(places.keyPrefix, { jobId, userId, inputFileName: stem }).result;
  const bytes = hot?.bytes ?? archive?.bytes;
  // The notes vouch for bytes of their size alone.
  const noted = notes.resultBytes === bytes ? notes.resultTreeHash : undefined;
  const treeHash = archive && !hot ? archive.treeHash : noted;
  return {
    bucket: places.resultsBucket,
    key,
    ...(hot ? { versionId: hot.versionId } : {}),
    ...(bytes === undefined ? {} : { bytes }),
    ...(treeHash ? { treeHash } : {}),
    ...(notes.records === undefined ? {} : { records: notes.records }),
  };
}

/** What a key has for a name: `<prefix>/<user_id>/<job_id>~<name>`. */
function nameIn(key: string | undefined): string | undefined {
  return key?.slice(key.indexOf('~') + 1);
}

function stemOf(version: ListedVersion | undefined): string {
  const name = nameIn(version?.key) ?? 'recovered';
  return name
    .replace(/\.vcf\.count\.log$|\.annot\.vcf\.gz$/, '')
    .replace(/\.gz$|\.bgz$/i, '')
    .replace(/\.vcf$|\.bcf$/i, '');
}

const MADE = 'archive of ';
const madeAt = (createdAt: Instant) => `${MADE}${new Date(createdAt).toISOString()}`;

/** When the archive was made that a rebuilt row names, which nobody has touched since; a newer one may take its place. */
export function namedArchiveAt({ timeline, archiveStatus }: JobRecord): Instant | undefined {
  const last = timeline.at(-1);
  if (last?.event !== 'rebuilt' || archiveStatus !== 'ARCHIVED') return undefined;
  return Date.parse(last.detail?.replace(MADE, '') ?? '') || 0;
}

/** A row made from an inventory, whose archive has not been read since: another archive of the job may be the true one. */
export function isUnproven(row: JobRecord): boolean {
  if (row.hotKey !== undefined) return false;
  const rebuiltAt = row.timeline.findLastIndex(({ event }) => event === 'rebuilt');
  const provenAt = row.timeline.findLastIndex(({ event }) => event === 'restored' || event === 'archived');
  return rebuiltAt > provenAt;
}

export interface RebuildReport {
  dryRun: boolean;
  /** Rows made, by what they are. */
  rebuilt: Partial<Record<(typeof REBUILT)[number], number>>;
  /** Rows whose archive was replaced by a newer one. */
  renewed: number;
  /** Rows that were there. */
  kept: number;
  /** Of the rows made: names and times are those of files, since nothing better is known. */
  estimated: number;
  notRebuilt: Partial<Record<NotRebuilt, number>>;
  samples: readonly { why: NotRebuilt; jobId?: JobId }[];
}

const SAMPLES = 20;

export function emptyRebuild(dryRun: boolean): RebuildReport {
  return { dryRun, rebuilt: {}, renewed: 0, kept: 0, estimated: 0, notRebuilt: {}, samples: [] };
}

export function addRebuilds(a: RebuildReport, b: RebuildReport): RebuildReport {
  return {
    dryRun: a.dryRun,
    rebuilt: summed(a.rebuilt, b.rebuilt),
    renewed: a.renewed + b.renewed,
    kept: a.kept + b.kept,
    estimated: a.estimated + b.estimated,
    notRebuilt: summed(a.notRebuilt, b.notRebuilt),
    samples: [...a.samples, ...b.samples].slice(0, SAMPLES),
  };
}

function summed<Name extends string>(a: Partial<Record<Name, number>>, b: Partial<Record<Name, number>>) {
  const sum = { ...a };
  for (const [name, count] of Object.entries(b) as [Name, number][]) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
