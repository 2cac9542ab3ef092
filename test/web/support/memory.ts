// test/web/support/memory.ts — the ports that web uses, kept in memory.
import { Buffer } from 'node:buffer';
import type { WebObjects } from '../../../web/services.ts';
import type { JobRecord, ObjectRef } from '../../../domain/job.ts';
import { type Plan, UNKNOWN_USER } from '../../../domain/plan.ts';
import type {
  Events,
  JobRecords,
  OutgoingEvent,
  Profile,
  Session,
  SessionRecords,
  UserRecords,
} from '../../../domain/ports.ts';

export function memoryJobs(rows = new Map<string, JobRecord>()): JobRecords & { rows: Map<string, JobRecord> } {
  return {
    rows,
    get: async (jobId) => rows.get(jobId),
    getMany: async (jobIds) => jobIds.flatMap((jobId) => rows.get(jobId) ?? []),
    async page({ userId, limit, cursor, status }) {
      const from = Number(cursor ?? 0);
      if (!Number.isInteger(from)) throw new RangeError('not a cursor');
      const mine = [...rows.values()]
        .filter((job) => job.userId === userId && (!status || job.status === status))
        .toSorted((a, b) => b.submittedAt - a.submittedAt);
      const jobs = mine.slice(from, from + limit);
      return from + limit < mine.length ? { jobs, cursor: String(from + limit) } : { jobs };
    },
    async insert(record) {
      if (rows.has(record.jobId)) return false;
      rows.set(record.jobId, record);
      return true;
    },
    async save({ jobId, version, set, clear = [] }) {
      const row = rows.get(jobId);
      if (row?.version !== version) return false;
      const next = { ...row, ...set, version: version + 1 };
      for (const field of clear) delete next[field];
      rows.set(jobId, next);
      return true;
    },
  };
}

export function memoryUsers(): UserRecords & { setPlan(userId: string, plan: Partial<Plan>): void } {
  const profiles = new Map<string, Profile>();
  const plans = new Map<string, Plan>();
  const planOf = (userId: string) => plans.get(userId) ?? UNKNOWN_USER;
  return {
    get: async (userId) => ({ profile: profiles.get(userId) ?? {}, plan: planOf(userId) }),
    async saveProfile(userId, profile) {
      profiles.set(userId, profile);
    },
    async savePlan(userId, { version, plan }) {
      if (planOf(userId).version !== version) return false;
      plans.set(userId, plan);
      return true;
    },
    setPlan(userId, plan) {
      plans.set(userId, { ...planOf(userId), ...plan });
    },
  };
}

export function memorySessions(): SessionRecords & { records: Map<string, Session> } {
  const records = new Map<string, Session>();
  return {
    records,
    async get(sessionId) {
      const session = records.get(sessionId);
      return session && session.expiresAt > Date.now() ? session : undefined;
    },
    async put(session) {
      records.set(session.sessionId, session);
    },
    async remove(sessionId) {
      records.delete(sessionId);
    },
  };
}

export function memoryObjects(): WebObjects & { put(ref: ObjectRef, body: string): void } {
  const objects = new Map<string, Buffer>();
  return {
    put: (ref, body) => void objects.set(at(ref), Buffer.from(body)),
    async head(ref) {
      const body = objects.get(at(ref));
      return body && { bytes: body.length, versionId: '1' };
    },
    async read(ref) {
      const body = objects.get(at(ref));
      if (!body) throw new Error('no such object');
      return (async function* chunks() {
        yield body;
      })();
    },
    presignUpload: async ({ bucket, key, maxBytes }) => ({
      url: `http://127.0.0.1:1/${bucket}`,
      fields: { key, 'x-max': String(maxBytes) },
    }),
    presignDownload: async ({ bucket, key, fileName }) =>
      `http://127.0.0.1:1/${bucket}/${key}?as=${encodeURIComponent(fileName)}`,
  };
}

function at({ bucket, key }: ObjectRef): string {
  return `${bucket}/${key}`;
}

export function memoryEvents(): Events & { published: OutgoingEvent[] } {
  const published: OutgoingEvent[] = [];
  return { published, publish: async (event) => void published.push(event) };
}
