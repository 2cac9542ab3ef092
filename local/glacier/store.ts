// local/glacier/store.ts — the records of the server in one SQLite file: what was put is on the disk when put returns.
import { DatabaseSync } from 'node:sqlite';
import type { Archive, Due, Job, Notice, Piece, RetrievalPolicy, Upload, Vault } from './records.ts';

/** Records of one kind under printable ASCII keys, listed in key order. */
export interface Records<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  delete(key: string): void;
  /** The records whose key begins with `prefix`, after (excluding) or from (including) a key, at most `limit`. */
  list(range?: { prefix?: string; after?: string; from?: string; limit?: number }): { key: string; value: T }[];
}

export interface Store {
  vaults: Records<Vault>;
  /** Keys of archives, uploads and jobs: `vault/id`. */
  archives: Records<Archive>;
  uploads: Records<Upload>;
  jobs: Records<Job>;
  /** `owner/start`, see `pieceKey`. */
  pieces: Records<Piece>;
  /** `owner/holder`: pieces are kept as long as an archive, an upload or a job holds them. */
  holds: Records<true>;
  /** `time/key`, see `timeKey`. */
  agenda: Records<Due>;
  notices: Records<Notice>;
  policies: Records<RetrievalPolicy>;
  /** `time/jobId` of each Standard retrieval: its bytes, for the data retrieval policy. */
  retrievals: Records<number>;
  /** Runs `change` as one transaction: all of it is durable when this returns, or none. */
  atomically<T>(change: () => T): T;
  close(): void;
}

// Sixteen digits hold every offset and every instant, so that the order of keys is the order of numbers.
const digits = (value: number): string => String(value).padStart(16, '0');
export const pieceKey = (owner: string, start: number): string => `${owner}/${digits(start)}`;
export const timeKey = (at: number, key: string): string => `${digits(at)}/${key}`;
export const timeOf = (key: string): number => Number(key.slice(0, 16));

/** Opens (or makes) the store in `file`; throws where another process has it. */
export function openStore(file: string): Store {
  const db = new DatabaseSync(file);
  // EXCLUSIVE: one server per folder. FULL: a commit is synced, so it outlives a power cut, not only a kill.
  db.exec('PRAGMA busy_timeout = 1000; PRAGMA locking_mode = EXCLUSIVE');
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  db.exec('CREATE TABLE IF NOT EXISTS record (kind TEXT, key TEXT, body TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID');

  return {
    vaults: recordsOf(db, 'vault'),
    archives: recordsOf(db, 'archive'),
    uploads: recordsOf(db, 'upload'),
    jobs: recordsOf(db, 'job'),
    pieces: recordsOf(db, 'piece'),
    holds: recordsOf(db, 'hold'),
    agenda: recordsOf(db, 'due'),
    notices: recordsOf(db, 'notice'),
    policies: recordsOf(db, 'policy'),
    retrievals: recordsOf(db, 'retrieval'),
    atomically: (change) => transaction(db, change),
    close: () => db.close(),
  };
}

function recordsOf<T>(db: DatabaseSync, kind: string): Records<T> {
  const get = db.prepare('SELECT body FROM record WHERE kind = ? AND key = ?');
  const put = db.prepare('INSERT OR REPLACE INTO record (kind, key, body) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM record WHERE kind = ? AND key = ?');
  const list = db.prepare(
    'SELECT key, body FROM record WHERE kind = ? AND key > ? AND key >= ? AND key < ? ORDER BY key LIMIT ?',
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `put` below writes this kind
  const parse = (row: Record<string, unknown>): T => JSON.parse(String(row['body'])) as T;

  return {
    get: (key) => {
      const row = get.get(kind, key);
      return row && parse(row);
    },
    put: (key, value) => void put.run(kind, key, JSON.stringify(value)),
    delete: (key) => void remove.run(kind, key),
    list: ({ prefix = '', after = '', from = '', limit = -1 } = {}) =>
      list
        .all(kind, after, from > prefix ? from : prefix, `${prefix}\u007f`, limit)
        .map((row) => ({ key: String(row['key']), value: parse(row) })),
  };
}

function transaction<T>(db: DatabaseSync, change: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = change();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
