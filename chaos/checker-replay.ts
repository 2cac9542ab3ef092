// chaos/checker-replay.ts — lives the run again from the event log: rows, versions and archives after every request, and
// whether each change was allowed at that moment.
import { only, type Event, type EventOf, type ItemWrite } from './events.ts';
import { checkArchiving, planHistory, type PlanState } from './checker-plan.ts';
import { checkPath } from './checker-path.ts';
import { isCompleted, type Row } from './rows.ts';

type Request = EventOf<'request'>;

/** What a replay finds, by the number of the invariant. */
type Problems = Map<number, string[]>;

export interface Replay {
  rows: Map<string, Row>;
  /** Writes to each row, in order. */
  writes: Map<string, { request: Request; write: ItemWrite }[]>;
  plans: Map<string, PlanState[]>;
  /** Tree hash of each version of a result, by version id; of those that are still there. */
  versions: Map<string, { key: string; treeHash: string }>;
  /** Archives that are there, by id, with their job. */
  archives: Map<string, string | undefined>;
  /** The tree hash of the bytes that each completed job was completed with. */
  promised: Map<string, string>;
  /** Transactions that were done, by their tokens. */
  transactions: Set<string>;
  problems: Problems;
  counts: { deletes: number; archiveDeletes: number; claims: number; rowWrites: number };
}

interface Rules {
  graceMs: number;
  /** How far the clock of the worker is ahead. */
  aheadMs: number;
}

/** Something takes effect: a deletion when it is asked for, everything else when it is answered. */
interface Effect {
  at: number;
  apply: () => void;
}

export function replay(events: readonly Event[]): Replay {
  const requests = only(events, 'request');
  const [run] = only(events, 'run');
  const world: Replay = {
    rows: new Map(),
    writes: new Map(),
    plans: planHistory(requests),
    versions: new Map(),
    archives: new Map(),
    promised: new Map(),
    transactions: new Set(),
    problems: new Map(),
    counts: { deletes: 0, archiveDeletes: 0, claims: 0, rowWrites: 0 },
  };
  const rules: Rules = { graceMs: run?.graceMs ?? 0, aheadMs: run?.clocks.worker ?? 0 };
  const effects = requests.flatMap((request) => effectsOf(world, request, rules));
  for (const { apply } of effects.toSorted((a, b) => a.at - b.at)) apply();
  return world;
}

function problem({ problems }: Pick<Replay, 'problems'>, invariant: number, text: string): void {
  problems.set(invariant, [...(problems.get(invariant) ?? []), text]);
}

function effectsOf(world: Replay, request: Request, rules: Rules): Effect[] {
  const { service, seq, began, status } = request;
  const done = status >= 200 && status < 300;
  const deletion = deletionOf(world, request, done);
  if (deletion) return [{ at: began, apply: deletion }];
  if (!done) return [];
  if (service === 's3') return isResultKey(request.key) ? [{ at: seq, apply: () => addVersion(world, request) }] : [];
  if (service === 'glacier') return [{ at: seq, apply: () => addArchive(world, request) }];
  const rows = (request.writes ?? []).filter(({ table }) => table.endsWith('annotations'));
  return rows.map((write) => ({ at: seq, apply: () => writeOnce(world, { request, write, rules }) }));
}

interface RowWrite {
  request: Request;
  write: ItemWrite;
  rules: Rules;
}

/** A transaction that is asked for again under its token is answered as before, and done once. */
function writeOnce(world: Replay, asked: RowWrite): void {
  const { transaction, key } = asked.write;
  const once = transaction && `${transaction} ${key}`;
  if (once && world.transactions.has(once)) return;
  if (once) world.transactions.add(once);
  writeRow(world, asked);
}

function deletionOf(world: Replay, request: Request, done: boolean): (() => void) | undefined {
  const { service, name, key } = request;
  if (service === 'glacier' && name === 'DeleteArchive') return () => deleteArchive(world, request, done);
  const isOfResult = service === 's3' && name.startsWith('DeleteObject') && isResultKey(key);
  return isOfResult ? () => deleteVersions(world, request, done) : undefined;
}

const isResultKey = (key = '') => key.endsWith('.annot.vcf.gz');

function addVersion({ versions }: Replay, { versionId, key = '', treeHash }: Request): void {
  if (versionId && treeHash) versions.set(versionId, { key, treeHash });
}

function addArchive({ archives }: Replay, { name, archiveId, jobId }: Request): void {
  if (archiveId && /^(CompleteMultipartUpload|UploadArchive)$/.test(name)) archives.set(archiveId, jobId);
}

function deleteVersions(world: Replay, request: Request, done: boolean): void {
  for (const versionId of request.versionIds ?? []) {
    world.counts.deletes += 1;
    const row = world.rows.get(request.jobId ?? '');
    if (row && isCompleted(row) && world.versions.has(versionId) && !isSafe(world, row, versionId)) {
      problem(
        world,
        2,
        `version ${versionId} of ${request.jobId} was deleted before a successor was recorded and verified`,
      );
    }
    if (done) world.versions.delete(versionId);
  }
}

function deleteArchive(world: Replay, { jobId, archiveId = '' }: Request, done: boolean): void {
  world.counts.archiveDeletes += 1;
  const row = world.rows.get(jobId ?? world.archives.get(archiveId) ?? '');
  if (row && isCompleted(row) && world.archives.has(archiveId) && !isSafe(world, row, archiveId)) {
    problem(
      world,
      2,
      `archive ${archiveId} of ${jobId} was deleted before a restored object was recorded and verified`,
    );
  }
  if (done) world.archives.delete(archiveId);
}

/** The row vouches for bytes that are there and are the promised ones, and they are not what is being deleted. */
function isSafe(world: Replay, row: Row, doomed: string): boolean {
  const named = row['s3_key_result_file'] === undefined ? row['results_file_archive_id'] : row['result_version_id'];
  return named !== doomed && vouched(world, row) === undefined;
}

/** What is wrong with the place that a completed row names; undefined where all is well. */
function vouched(world: Pick<Replay, 'versions' | 'archives' | 'promised'>, row: Row): string | undefined {
  const promised = world.promised.get(String(row['job_id']));
  if (row['s3_key_result_file'] !== undefined) {
    const version = world.versions.get(String(row['result_version_id']));
    if (!version) return `S3 has no version ${String(row['result_version_id'])}`;
    return version.treeHash === promised ? undefined : `version ${String(row['result_version_id'])} has other bytes`;
  }
  const archive = row['results_file_archive_id'];
  if (archive === undefined) return 'the row names no place';
  if (!world.archives.has(String(archive))) return `the vault has no archive ${String(archive)}`;
  return row['archive_tree_hash'] === promised ? undefined : `archive ${String(archive)} is recorded with another hash`;
}

interface RowWrite {
  request: Request;
  write: ItemWrite;
  rules: Rules;
}

function writeRow(world: Replay, { request, write, rules }: RowWrite): void {
  const { key: jobId } = write;
  const before = world.rows.get(jobId);
  const after = applied(before, write);
  world.counts.rowWrites += 1;
  world.writes.set(jobId, [...(world.writes.get(jobId) ?? []), { request, write }]);
  world.rows.set(jobId, after);
  for (const text of checkPath(before, after)) problem(world, 8, `${jobId}: ${text}`);
  if (isOtherUser(before, after)) problem(world, 9, `${jobId} changed its owner`);
  if (write.set['archive_status'] === 'ARCHIVING') claimed(world, { request, row: after, rules });
  if (isCompleted(after)) completed(world, before, after);
}

function isOtherUser(before: Row | undefined, after: Row): boolean {
  const [old, now] = [before?.['user_id'], after['user_id']];
  return old !== undefined && now !== undefined && old !== now;
}

function claimed(world: Replay, { request, row, rules }: { request: Request; row: Row; rules: Rules }): void {
  world.counts.claims += 1;
  const states = world.plans.get(String(row['user_id'])) ?? [];
  for (const text of checkArchiving({ request, row, states, ...rules }))
    problem(world, 4, `${String(row['job_id'])} ${text}`);
}

/** The bytes of the completion are the promise; from then on every row has to name bytes that are these. */
function completed(world: Replay, before: Row | undefined, row: Row): void {
  const jobId = String(row['job_id']);
  const version = world.versions.get(String(row['result_version_id']));
  if (before?.['job_status'] !== 'COMPLETED' && version) world.promised.set(jobId, version.treeHash);
  const wrong = vouched(world, row);
  if (wrong) problem(world, 1, `${jobId}, at version ${String(row['version'])}: ${wrong}`);
}

/** The item after a write; a deletion leaves nothing but its key. */
function applied(before: Row | undefined, { kind, set, remove, key }: ItemWrite): Row {
  if (kind === 'delete') return { job_id: key, gone: true };
  const after: Row = kind === 'put' ? { ...set } : { job_id: key, ...before, ...set };
  for (const name of remove) if (!(name in set)) delete after[name];
  return after;
}
