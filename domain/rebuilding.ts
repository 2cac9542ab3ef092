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

type Rebuilt = 'hot' | 'archived' | 'failed' | 'deleted';
export const NOT_REBUILT = {
  unfinished: 'an input without a log: never submitted, or not annotated yet; its owner submits it again',
  notListed: 'annotated, but its archive is in no inventory yet: run it again when there is a newer one (a day)',
  nameless: 'an archive whose description names no user: complete its row by hand',
  noHash: 'an archive of which no tree hash is known: complete its row by hand',
} as const;
export type NotRebuilt = keyof typeof NOT_REBUILT;

export type Rebuilding = { kind: Rebuilt; row: JobRecord; estimated: boolean } | { kind: 'not'; why: NotRebuilt };

const RESULT = '.annot.vcf.gz';
const LOG = '.vcf.count.log';
const BESIDE = ['.annot.vcf.gz.tbi', '.summary.json', '.annot.tsv.gz'];

/** Bytes in S3 go before an archive: an inventory may be a day old, what S3 lists is there now. */
export function rebuild(remains: Remains, places: Places, now: Instant): Rebuilding {
  const found = foundIn(remains);
  const base = rowOf(remains, found, { places, now });
  const estimated = remains.notes.submittedAt === undefined;
  const { deletedAt } = remains;
  if (deletedAt !== undefined) return { kind: 'deleted', row: { ...base, deletedAt }, estimated };
  if (found.hot ?? remains.archive) return completed(remains, found, { base, places, estimated });
  if (found.isAnnotated) return { kind: 'not', why: 'notListed' };
  if (found.log) return { kind: 'failed', row: { ...base, failure: FAILED }, estimated };
  return { kind: 'not', why: 'unfinished' };
}

function completed(
  remains: Remains,
  { hot, log, input }: Found,
  { base, places, estimated }: { base: JobRecord; places: Places; estimated: boolean },
): Rebuilding {
  const completedAt = first(log?.modifiedAt, hot?.modifiedAt, remains.archive?.createdAt) ?? 0;
  const row = { ...base, status: 'COMPLETED', completedAt } as const;
  if (hot) {
    return { kind: 'hot', row: { ...row, result: hotResult(remains, hot, places), hotKey: hot.key }, estimated };
  }
  const { createdAt: _, ...archive } = remains.archive!;
  if (!archive.treeHash) return { kind: 'not', why: 'noHash' };
  const inputFileName = `${stemOf(log ?? input)}.vcf`;
  const key = objectKeys(places.keyPrefix, { ...remains, inputFileName }).result;
  const { bytes, treeHash } = archive;
  const result = { bucket: places.resultsBucket, key, bytes, treeHash, ...given({ records: remains.notes.records }) };
  return { kind: 'archived', row: { ...row, result, archive, archiveStatus: 'ARCHIVED' }, estimated };
}

/** The notes vouch for bytes of their size alone. */
function hotResult({ notes }: Remains, { key, versionId, bytes }: ListedVersion, { resultsBucket }: Places): JobResult {
  const treeHash = notes.resultBytes === bytes ? notes.resultTreeHash : undefined;
  return { bucket: resultsBucket, key, versionId, bytes, ...given({ treeHash, records: notes.records }) };
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
  const inputFileName = first(notes.inputFileName, nameIn(input), `${stemOf(first(log, hot))}.vcf`)!;
  const guessed = objectKeys(places.keyPrefix, { jobId, userId, inputFileName }).input;
  const files = [inputs.at(-1), log, hot].map((version) => version?.modifiedAt);
  const submittedAt = first(notes.submittedAt, ...files, archive?.createdAt, now)!;
  const detail = hot ? undefined : madeAt(archive?.createdAt);
  return {
    jobId,
    userId,
    version: versionAt(now),
    inputFileName,
    input: { bucket: places.inputsBucket, key: first(input?.key, guessed)! },
    submittedAt,
    status: 'FAILED',
    attempt: 1,
    timeline: [
      { at: submittedAt, event: 'submitted' },
      { at: now, event: 'rebuilt', ...given({ detail }) },
    ],
    ...given({
      name: notes.name,
      genome: notes.genome,
      inputBytes: input?.bytes,
      log: log && { bucket: places.resultsBucket, key: log.key },
    }),
  };
}

function first<Value>(...values: readonly (Value | undefined)[]): Value | undefined {
  return values.find((value) => value !== undefined);
}

type Given<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

function given<Fields extends object>(fields: Fields): Given<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<Fields>;
}

/** What a key has for a name: `<prefix>/<user_id>/<job_id>~<name>`. */
function nameIn(version: ListedVersion | undefined): string | undefined {
  return version?.key.slice(version.key.indexOf('~') + 1);
}

function stemOf(version: ListedVersion | undefined): string {
  const name = nameIn(version) ?? 'recovered';
  return name
    .replace(/\.vcf\.count\.log$|\.annot\.vcf\.gz$/, '')
    .replace(/\.gz$|\.bgz$/i, '')
    .replace(/\.vcf$|\.bcf$/i, '');
}

const MADE = 'archive of ';
const madeAt = (createdAt: Instant | undefined) =>
  createdAt === undefined ? undefined : `${MADE}${new Date(createdAt).toISOString()}`;

/** When the archive was made that a rebuilt row names, which nobody has touched since; a newer one may take its place. */
export function namedArchiveAt({ timeline, archiveStatus }: JobRecord): Instant | undefined {
  const last = timeline.at(-1);
  if (last?.event !== 'rebuilt' || archiveStatus !== 'ARCHIVED') return undefined;
  return Date.parse(last.detail?.replace(MADE, '') ?? '') || 0;
}

/** A row made from an inventory, whose archive has not been read since: another archive of the job may be the true one. */
export function isUnproven(row: JobRecord): boolean {
  if (row.hotKey !== undefined || row.deletedAt !== undefined) return false;
  const rebuiltAt = row.timeline.findLastIndex(({ event }) => event === 'rebuilt');
  const provenAt = row.timeline.findLastIndex(({ event }) => event === 'restored' || event === 'archived');
  return rebuiltAt > provenAt;
}

export interface RebuildReport {
  dryRun: boolean;
  /** Rows made, by what they are. */
  rebuilt: Partial<Record<Rebuilt, number>>;
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
