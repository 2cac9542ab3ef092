// test/model/checker.ts — looks over the stores' shoulder: at every effect, whoever made it, it asserts what must always hold.
// It knows the stores and the model, and nothing of workflows and steps.
import { createHash } from 'node:crypto';
import type { JobRecord, JobResult } from '../../domain/job.ts';
import { treeHasher } from '../../domain/tree-hash.ts';
import type { Fakes } from '../support/fakes/index.ts';
import { explains } from './row-view.ts';

type Stores = Pick<Fakes, 'rows' | 'plans' | 'versions' | 'cold' | 'otherCold' | 'clock'>;

export interface Checker {
  /** Effects seen so far, and what was wrong, each with its job; numbers as in the table of invariants. */
  readonly effects: { rows: number; versions: number; archives: number };
  wrongOf(jobId: string): readonly string[];
}

const JOB_OF_KEY = /([0-9a-f-]{36})~/;

export function watchStores(stores: Stores, graceMs: number): Checker {
  const { rows, plans, versions, cold, otherCold, clock } = stores;
  const effects = { rows: 0, versions: 0, archives: 0 };
  const wrong = new Map<string, string[]>();
  /** Which job an archive was ever named by. */
  const named = new Map<string, string>();
  const blame = (jobId: string, what: string) => wrong.set(jobId, [...(wrong.get(jobId) ?? []), what]);
  const readable = (jobId: string) => {
    const row = rows.get(jobId);
    if (row && !isReadable(stores, row)) blame(jobId, `1: the bytes are not readable; ${sketch(row)}`);
  };

  observe(rows, (jobId, before, row) => {
    effects.rows += 1;
    if (!row) return blame(jobId, '12: the row is gone, and no tombstone in its place');
    if (row.archive) named.set(row.archive.id, jobId);
    const plan = plans.get(row.userId);
    for (const what of explains({ before, row, plan, now: clock(), graceMs }))
      blame(jobId, `${what}; ${sketch(before)} -> ${sketch(row)}`);
    readable(jobId);
  });
  observe(versions, (key) => {
    effects.versions += 1;
    const jobId = JOB_OF_KEY.exec(key)?.[1];
    if (jobId) readable(jobId);
  });
  for (const { archives } of [cold, otherCold])
    observe(archives, (archiveId) => {
      effects.archives += 1;
      const jobId = named.get(archiveId);
      if (jobId) readable(jobId);
    });
  return { effects, wrongOf: (jobId) => wrong.get(jobId) ?? [] };
}

/** Calls `seen` synchronously, right after each effect: nothing can happen between the two. */
function observe<Key, Value>(
  store: Map<Key, Value>,
  seen: (key: Key, before: Value | undefined, now: Value | undefined) => void,
): void {
  const [set, remove] = [store.set.bind(store), store.delete.bind(store)];
  store.set = (key, value) => {
    const before = store.get(key);
    set(key, value);
    seen(key, before, value);
    return store;
  };
  store.delete = (key) => {
    const before = store.get(key);
    const was = remove(key);
    if (was) seen(key, before, undefined);
    return was;
  };
}

/** Every byte of a completed result, in S3 or in the archive that its row names, with the hash that the row vouches for. */
function isReadable(stores: Stores, row: JobRecord): boolean {
  if (row.status !== 'COMPLETED' || row.deletedAt !== undefined || !row.result) return true;
  return row.hotKey === undefined ? isInArchive(stores, row) : isInS3(stores, row.result);
}

function isInS3({ versions }: Stores, { bucket, key, versionId, treeHash }: JobResult): boolean {
  const stored = versions.get(`${bucket}/${key}`) ?? [];
  const pinned = versionId === undefined ? stored[0] : stored.find((each) => each.versionId === versionId);
  return pinned !== undefined && (!treeHash || hashOf(pinned.bytes) === treeHash);
}

function isInArchive({ cold, otherCold }: Stores, { archive }: JobRecord): boolean {
  const bytes = archive && (cold.archives.get(archive.id) ?? otherCold.archives.get(archive.id));
  return bytes !== undefined && hashOf(bytes) === archive!.treeHash;
}

const hashes = new WeakMap<Buffer, string>();

function hashOf(bytes: Buffer): string {
  const known = hashes.get(bytes);
  if (known !== undefined) return known;
  const hasher = treeHasher(() => createHash('sha256'));
  hasher.update(bytes);
  const hash = hasher.digest();
  hashes.set(bytes, hash);
  return hash;
}

function sketch(row: JobRecord | undefined): string {
  if (!row) return 'no row';
  const { version, status, archiveStatus = 'still', hotKey, archive, deletedAt, timeline } = row;
  const where = [hotKey ? 'hot' : '', archive ? 'in an archive' : '', deletedAt === undefined ? '' : 'deleted'];
  return `v${version} ${status} ${archiveStatus} ${where.filter(Boolean).join(', ')} (${timeline.at(-1)?.event})`;
}
