// test/support/fakes/job-records.ts — rows in memory, with the conditions of the real table.
import type { JobRecord } from '../../../domain/job.ts';
import type { Plan } from '../../../domain/plan.ts';
import type { JobChange, JobQuery, JobRecords, UserRecords } from '../../../domain/ports.ts';

export function fakeJobRecords(users: UserRecords): { port: JobRecords; rows: Map<string, JobRecord> } {
  const rows = new Map<string, JobRecord>();
  const copyOf = (jobId: string) => structuredClone(rows.get(jobId));

  const holds = ({ jobId, version, plan }: JobChange, current: Plan | undefined): boolean =>
    rows.get(jobId)?.version === version && current?.role === plan?.role && current?.version === plan?.version;

  const port: JobRecords = {
    get: async (jobId) => copyOf(jobId),
    getMany: async (jobIds) => [...new Set(jobIds)].flatMap((jobId) => copyOf(jobId) ?? []),
    page: async (query) => pageOf([...rows.values()], query),

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
  };
  return { port, rows };
}

function pageOf(
  rows: JobRecord[],
  { userId, limit, cursor, status }: JobQuery,
): { jobs: JobRecord[]; cursor?: string } {
  const all = rows
    .filter((job) => job.userId === userId && job.deletedAt === undefined && (!status || job.status === status))
    .toSorted((a, b) => b.submittedAt - a.submittedAt);
  const from = cursor === undefined ? 0 : startOf(cursor, userId);
  const jobs = structuredClone(all.slice(from, from + limit));
  return from + limit < all.length ? { jobs, cursor: `${userId}/${from + limit}` } : { jobs };
}

function startOf(cursor: string, userId: string): number {
  const [owner, from] = cursor.split('/');
  if (owner !== userId || !/^\d+$/.test(from ?? '')) throw new RangeError('This cursor does not belong to this list.');
  return Number(from);
}
