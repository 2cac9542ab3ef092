// test/chaos/a-run.ts — the log and the stores of a small sound run, made to be broken in one place.
import type { Event, EventKind, EventOf, ItemWrite } from '../../chaos/events.ts';
import type { Row } from '../../chaos/rows.ts';
import type { Stores } from '../../chaos/stores.ts';

type Facts<K extends EventKind> = Omit<EventOf<K>, 'seq' | 'at' | 'kind'>;
interface Entry {
  label: string;
  kind: EventKind;
  facts: Record<string, unknown>;
}

export const FREE = 'free-user';
export const PREMIUM = 'premium-user';
export const [ARCHIVED, RESTORED, DELETED] = ['a', 'b', 'c'].map((letter) =>
  '00000000-0000-4000-8000-00000000000x'.replace('x', letter),
) as [string, string, string];

export interface ARun {
  stores: Stores;
  events(): Event[];
  /** Changes facts of the entry with this label. */
  change(label: string, facts: Record<string, unknown>): void;
  /** Changes an attribute that the entry's write sets. */
  set(label: string, attribute: string, value: string | number): void;
  /** Puts one entry right before another. */
  moveBefore(label: string, other: string): void;
  drop(label: string): void;
  add<K extends EventKind>(label: string, kind: K, facts: Partial<Facts<K>>): void;
}

export function aRun(): ARun {
  let entries: Entry[] = [
    ...opening(),
    ...archived(ARCHIVED, FREE),
    ...archived(RESTORED, PREMIUM),
    ...restored(),
    ...deleted(),
  ];
  const index = (label: string) => {
    const at = entries.findIndex((entry) => entry.label === label);
    if (at < 0) throw new Error(`There is no entry "${label}".`);
    return at;
  };
  return {
    stores: soundStores(),
    events: () => entries.map(numbered),
    change(label, facts) {
      entries[index(label)]!.facts = { ...entries[index(label)]!.facts, ...facts };
    },
    set(label, attribute, value) {
      const [write] = entries[index(label)]!.facts['writes'] as [ItemWrite];
      write.set[attribute] = value;
    },
    moveBefore(label, other) {
      const [moved] = entries.splice(index(label), 1);
      entries.splice(index(other), 0, moved!);
    },
    drop: (label) => void (entries = entries.filter((entry) => entry.label !== label)),
    add: (label, kind, facts) => void entries.push({ label, kind, facts }),
  };
}

/** A second between two events; a request arrives just before its answer. */
function numbered({ kind, facts }: Entry, index: number): Event {
  const at = 1_000_000 + index * 1000;
  const began = { began: index * 2, beganAt: at };
  return { seq: index * 2 + 1, at, kind, ...(kind === 'request' && began), ...facts } as unknown as Event;
}

const entry = <K extends EventKind>(label: string, kind: K, facts: Partial<Facts<K>>): Entry => ({
  label,
  kind,
  facts,
});

function opening(): Entry[] {
  const clocks = { worker: 0, bridge: 0, web: 0 };
  return [
    entry('run', 'run', { seed: 1, minutes: 1, jobs: 3, armed: ['kill-worker'], graceMs: 1000, clocks }),
    entry('fault', 'fault', { fault: 'kill-worker', times: 2 }),
    entry('poison', 'message', { queue: 'gas-thaws', what: 'poison', poison: true, body: 'poison' }),
    entry('probe', 'probe', { person: FREE, jobId: RESTORED, owner: PREMIUM, status: 403 }),
  ];
}

const keyOf = (jobId: string, user: string) => `gas/${user}/${jobId}~x.annot.vcf.gz`;

function writes(label: string, jobId: string, change: { set: Row; remove?: string[]; kind?: 'put' }): Entry {
  const { set, remove = [], kind = 'update' } = change;
  const write: ItemWrite = { table: 'annotations', key: jobId, kind, set, remove };
  return entry(label, 'request', { service: 'dynamodb', name: 'UpdateItem', status: 200, jobId, writes: [write] });
}

function archived(jobId: string, user: string): Entry[] {
  const key = keyOf(jobId, user);
  const object = { service: 's3', bucket: 'results', key, jobId, userId: user, status: 200 } as const;
  const upload = { service: 'glacier', name: 'CompleteMultipartUpload', jobId, status: 201 } as const;
  const place = { s3_key_result_file: key, result_version_id: `v-${jobId}` };
  const archive = { results_file_archive_id: `arc-${jobId}`, archive_tree_hash: `hash-${jobId}` };
  return [
    entry(`asked ${jobId}`, 'asked', { act: 'submit', user, jobId }),
    writes(`pending ${jobId}`, jobId, {
      kind: 'put',
      set: { job_id: jobId, user_id: user, job_status: 'PENDING', version: 1 },
    }),
    entry(`accepted ${jobId}`, 'acknowledged', { act: 'submit', user, jobId }),
    writes(`running ${jobId}`, jobId, { set: { job_status: 'RUNNING', version: 2 } }),
    entry(`put ${jobId}`, 'request', {
      ...object,
      name: 'PutObject',
      versionId: `v-${jobId}`,
      treeHash: `hash-${jobId}`,
      sha256: 'sha',
    }),
    writes(`completed ${jobId}`, jobId, { set: { job_status: 'COMPLETED', complete_time: 900, ...place, version: 3 } }),
    entry(`download ${jobId}`, 'acknowledged', { act: 'download', user, jobId, sha256: 'sha' }),
    writes(`claim ${jobId}`, jobId, { set: { archive_status: 'ARCHIVING', version: 4 } }),
    entry(`upload ${jobId}`, 'request', { ...upload, archiveId: `arc-${jobId}` }),
    writes(`archived ${jobId}`, jobId, {
      set: { archive_status: 'ARCHIVED', ...archive, version: 5 },
      remove: ['s3_key_result_file'],
    }),
    entry(`delete hot ${jobId}`, 'request', { ...object, name: 'DeleteObjects', versionIds: [`v-${jobId}`] }),
  ];
}

/** The premium user upgrades, and the result comes back as another version. */
function restored(): Entry[] {
  const [jobId, key] = [RESTORED, keyOf(RESTORED, PREMIUM)];
  const plan = {
    table: 'users',
    key: PREMIUM,
    kind: 'update' as const,
    set: { role: 'premium_user', plan_version: 1, plan_since: 1 },
    remove: [],
  };
  const object = { service: 's3', bucket: 'results', key, jobId, userId: PREMIUM, status: 200 } as const;
  return [
    entry('upgrade accepted', 'acknowledged', { act: 'plan', user: PREMIUM, role: 'premium_user', planVersion: 1 }),
    entry('upgrade', 'request', { service: 'dynamodb', name: 'UpdateItem', status: 200, writes: [plan] }),
    writes('restoring', jobId, { set: { archive_status: 'RESTORING', version: 6 } }),
    entry('retrieval', 'request', { service: 'glacier', name: 'InitiateJob', status: 202, jobId, tier: 'Expedited' }),
    entry('put back', 'request', {
      ...object,
      name: 'PutObject',
      versionId: 'v-back',
      treeHash: `hash-${jobId}`,
      sha256: 'sha',
    }),
    writes('restored', jobId, {
      set: { s3_key_result_file: key, result_version_id: 'v-back', version: 7 },
      remove: ['archive_status', 'results_file_archive_id', 'archive_tree_hash'],
    }),
    entry('delete archive', 'request', {
      service: 'glacier',
      name: 'DeleteArchive',
      status: 204,
      jobId,
      archiveId: `arc-${jobId}`,
    }),
  ];
}

function deleted(): Entry[] {
  const jobId = DELETED;
  return [
    entry(`asked ${jobId}`, 'asked', { act: 'submit', user: FREE, jobId }),
    entry(`accepted ${jobId}`, 'acknowledged', { act: 'submit', user: FREE, jobId }),
    writes(`pending ${jobId}`, jobId, {
      kind: 'put',
      set: { job_id: jobId, user_id: FREE, job_status: 'PENDING', version: 1 },
    }),
    entry('delete asked', 'asked', { act: 'delete', user: FREE, jobId }),
    writes('deleted', jobId, { set: { deleted_at: 5, version: 2 } }),
    entry('delete accepted', 'acknowledged', { act: 'delete', user: FREE, jobId }),
    writes('buried', jobId, { kind: 'put', set: tombstone() }),
  ];
}

const tombstone = (): Row => ({ job_id: DELETED, user_id: FREE, version: 3, deleted_at: 5, expires_at: 6 });

function soundStores(): Stores {
  const row = { job_status: 'COMPLETED', complete_time: 900 };
  const key = keyOf(RESTORED, PREMIUM);
  const retrieval = {
    JobId: 'r1',
    ArchiveId: `arc-${RESTORED}`,
    Action: 'ArchiveRetrieval',
    Tier: 'Expedited',
    StatusCode: 'Succeeded',
  };
  return {
    objects: [
      { bucket: 'results', key, versionId: 'v-back', deleteMarker: false, sha256: 'sha', treeHash: `hash-${RESTORED}` },
    ],
    openWrites: [],
    jobs: [
      {
        ...row,
        job_id: ARCHIVED,
        user_id: FREE,
        version: 5,
        archive_status: 'ARCHIVED',
        results_file_archive_id: `arc-${ARCHIVED}`,
      },
      { ...row, job_id: RESTORED, user_id: PREMIUM, version: 7, s3_key_result_file: key, result_version_id: 'v-back' },
      tombstone(),
    ],
    users: [{ user_id: PREMIUM, role: 'premium_user', plan_version: 1 }],
    others: [{ table: 'audit', item: { subject: `job/${DELETED}` } }],
    vault: {
      archives: [{ id: `arc-${ARCHIVED}`, description: ARCHIVED, size: 1, treeHash: `hash-${ARCHIVED}` }],
      uploads: [],
      jobs: [{ ...retrieval, CreationDate: '2026-01-01T00:00:00.000Z' }],
    },
    queues: { 'gas-thaws': 0 },
    deadLetters: [{ queue: 'gas-thaws', body: 'poison', reason: 'not JSON' }],
    workflows: [
      {
        id: `result/${ARCHIVED}`,
        type: 'archiveResult',
        runId: 'r',
        status: 'COMPLETED',
        events: 30,
        bytes: 1000,
        failedTasks: [],
      },
    ],
    shown: [
      { user: FREE, jobId: ARCHIVED, status: 'COMPLETED', place: 'archived' },
      { user: PREMIUM, jobId: RESTORED, status: 'COMPLETED', place: 'hot' },
    ],
    deletedLooks: [{ jobId: DELETED, status: 404 }],
    mails: [{ jobId: ARCHIVED, subject: 'Annotated: x' }],
    leaks: [],
    searched: 1000,
    before: [{ name: 'worker', residentMb: 200, descriptors: 40 }],
    after: [{ name: 'worker', residentMb: 230, descriptors: 44 }],
  };
}
