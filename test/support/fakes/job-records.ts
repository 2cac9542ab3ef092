// test/support/fakes/job-records.ts — rows in memory, with the conditions of the real table.
import type { JobRecord } from '../../../domain/job.ts';
import type { JobOrder } from '../../../domain/job-list.ts';
import { byName, isListed, NAMES_SORTED, TooManyToSort } from '../../../domain/job-list.ts';
import type { Plan } from '../../../domain/plan.ts';
import type { JobChange, JobQuery, JobRecords, Page, Tombstone, UserRecords } from '../../../domain/ports.ts';
import { countJob, emptyStorage } from '../../../domain/storage.ts';

export function fakeJobRecords(
  users: UserRecords,
  namesSorted = NAMES_SORTED,
): { port: JobRecords; rows: Map<string, JobRecord> } {
  const rows = new Map<string, JobRecord>();
  const copyOf = (jobId: string) => structuredClone(rows.get(jobId));

  const holds = ({ jobId, version, plan }: JobChange, current: Plan | undefined): boolean =>
    rows.get(jobId)?.version === version && current?.role === plan?.role && current?.version === plan?.version;

  const port: JobRecords = {
    get: async (jobId) => copyOf(jobId),
    getMany: async (jobIds) => [...new Set(jobIds)].flatMap((jobId) => copyOf(jobId) ?? []),
    async versions(jobIds) {
      const found = jobIds.flatMap((jobId) => rows.get(jobId) ?? []).filter((row) => row.deletedAt === undefined);
      return new Map(found.map(({ jobId, version }) => [jobId, version]));
    },
    page: async (query) => pageOf([...rows.values()], query, namesSorted),
    all: async (page) => pageOfAll([...rows.values()], page),

    async insert(record) {
      if (rows.has(record.jobId)) return false;
      rows.set(record.jobId, structuredClone(record));
      return true;
    },

    async save(change) {
      const current = change.plan && (await users.get(change.plan.userId)).plan;
      // No await from here on: the check and the write are one step.
      if (!holds(change, current)) return false;
      const row: JobRecord = { ...copyOf(change.jobId)!, ...structuredClone(change.set), version: change.version + 1 };
      for (const field of change.clear ?? []) if (change.set?.[field] === undefined) delete row[field];
      rows.set(change.jobId, row);
      return true;
    },

    async bury(tombstone) {
      if (rows.get(tombstone.jobId)?.version !== tombstone.version) return false;
      rows.set(tombstone.jobId, buried(tombstone));
      return true;
    },

    async storage(userId) {
      const storage = emptyStorage();
      for (const job of rows.values()) if (job.userId === userId && job.deletedAt === undefined) countJob(storage, job);
      return storage;
    },
  };
  return { port, rows };
}

/** What a reader of the real table makes of a row with nothing else in it; its expiry is kept in whole seconds. */
function buried({ jobId, version, deletedAt, expiresAt }: Tombstone): JobRecord {
  return {
    jobId,
    userId: '',
    version: version + 1,
    inputFileName: '',
    input: { bucket: '', key: '' },
    submittedAt: 0,
    status: 'PENDING',
    attempt: 1,
    timeline: [],
    deletedAt,
    expiresAt: Math.ceil(expiresAt / 1000) * 1000,
  };
}

function pageOf(rows: JobRecord[], query: JobQuery, namesSorted: number): { jobs: JobRecord[]; cursor?: string } {
  const { userId, limit, cursor, sort = 'newest' } = query;
  const all = rows.filter((job) => job.userId === userId && isListed(job, query)).toSorted(ORDERS[sort]);
  if (sort === 'name' && all.length > namesSorted) throw new TooManyToSort();
  const from = cursor === undefined ? 0 : startOf(cursor, { userId, sort });
  const jobs = structuredClone(all.slice(from, from + limit));
  return from + limit < all.length ? { jobs, cursor: `${userId}/${sort}/${from + limit}` } : { jobs };
}

const ORDERS: Record<JobOrder, (a: JobRecord, b: JobRecord) => number> = {
  newest: (a, b) => b.submittedAt - a.submittedAt,
  oldest: (a, b) => a.submittedAt - b.submittedAt,
  name: byName,
};

/** The cursor is the last row's id: rows that come and go meanwhile move no others. */
function pageOfAll(rows: JobRecord[], { limit, cursor = '' }: Page): { jobs: JobRecord[]; cursor?: string } {
  const rest = rows.filter(({ jobId }) => jobId > cursor).toSorted((a, b) => (a.jobId < b.jobId ? -1 : 1));
  const jobs = structuredClone(rest.slice(0, limit));
  return rest.length > limit ? { jobs, cursor: jobs.at(-1)!.jobId } : { jobs };
}

function startOf(cursor: string, { userId, sort }: { userId: string; sort: JobOrder }): number {
  const [owner, order = '', from = ''] = cursor.split('/');
  const fits = (order === 'name') === (sort === 'name');
  if (owner === userId && fits && /^\d+$/.test(from)) return Number(from);
  throw new RangeError('This cursor does not belong to this list.');
}
