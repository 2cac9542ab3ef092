// chaos/checker-jobs.ts — invariants 4, 6, 8, 9 and 12: what became of each job, and for whom.
import { only, type Event } from './events.ts';
import { isDeleted, type Row } from './rows.ts';
import type { Replay } from './checker-replay.ts';
import type { Stores } from './stores.ts';
import { verdict, type Verdict } from './verdict.ts';

export function checkJobs(events: readonly Event[], stores: Stores, world: Replay): Verdict[] {
  return [
    grace(world),
    once(events, stores, world),
    paths(stores, world),
    owners(events, stores, world),
    gone(events, stores),
  ];
}

function grace(world: Replay): Verdict {
  const states = [...world.plans.values()].reduce((sum, plans) => sum + plans.length, 0);
  return verdict('4', 'nothing archived after an upgrade, or before its grace is over', {
    counted: `${world.counts.claims} claims against ${states} plans`,
    problems: world.problems.get(4) ?? [],
    something: world.counts.claims,
  });
}

/** One row per submission, completed at most once, told about at most once for each way an attempt ended. */
function once(events: readonly Event[], { jobs, mails }: Stores, { writes }: Replay): Verdict {
  const submitted = new Set(
    only(events, 'acknowledged').flatMap(({ act, jobId }) => (act === 'submit' && jobId ? [jobId] : [])),
  );
  // What was under way while its owner closed the account is void, though it may have been accepted meanwhile.
  const left = new Set(only(events, 'asked').flatMap(({ act, user }) => (act === 'close-account' ? [user] : [])));
  const ofLeaver = new Set(
    only(events, 'asked').flatMap(({ act, jobId, user }) =>
      act === 'submit' && jobId && left.has(user) ? [jobId] : [],
    ),
  );
  const asked = new Set(only(events, 'asked').flatMap(({ act, jobId }) => (act === 'submit' && jobId ? [jobId] : [])));
  const rows = new Set(jobs.map((row) => String(row['job_id'])));
  const forgotten = [...submitted].filter((jobId) => !rows.has(jobId) && !writes.has(jobId) && !ofLeaver.has(jobId));
  const uncalled = [...rows].filter((jobId) => !asked.has(jobId));
  const twice = [...writes].filter(([, list]) => completions(list) > 1).map(([jobId]) => jobId);
  // Of its grace a result is told again with each change of plan; of its annotation once.
  const ends = mails.filter(({ subject }) => /annotat/i.test(subject));
  const told = ends.filter((mail, index) => ends.findIndex((other) => sameMail(mail, other)) < index);
  return verdict('6', 'one submission, one annotation', {
    counted: `${submitted.size} submissions, ${rows.size} rows, ${mails.length} mails`,
    problems: [
      ...forgotten.map((jobId) => `${jobId} was accepted and has no row`),
      ...uncalled.map((jobId) => `${jobId} has a row that nobody asked for`),
      ...twice.map((jobId) => `${jobId} was completed more than once`),
      ...told
        .filter(({ jobId }) => attempts(writes.get(jobId) ?? []) < 2)
        .map(({ jobId }) => `${jobId} was mailed about twice`),
    ],
    something: submitted.size,
  });
}

type Writes = Replay['writes'] extends Map<string, infer List> ? List : never;
const completions = (list: Writes) => list.filter(({ write }) => write.set['job_status'] === 'COMPLETED').length;
const attempts = (list: Writes) => list.filter(({ write }) => write.set['job_status'] === 'PENDING').length;
const sameMail = (a: Stores['mails'][number], b: Stores['mails'][number]) =>
  a.jobId === b.jobId && a.subject === b.subject;

const COMPARED = [
  'version',
  'job_status',
  'archive_status',
  's3_key_result_file',
  'results_file_archive_id',
  'deleted_at',
];

/** The log is complete only if the rows it leads to are those in the table. */
function paths({ jobs }: Stores, world: Replay): Verdict {
  const differing = jobs.flatMap((row): string[] => {
    const seen = world.rows.get(String(row['job_id']));
    const names = COMPARED.filter((name) => seen?.[name] !== row[name]);
    return names.length > 0 ? [`${String(row['job_id'])}: log and table differ in ${names.join(', ')}`] : [];
  });
  return verdict('8', 'states are a path of the model, versions rise by one', {
    counted: `${world.counts.rowWrites} writes to ${world.writes.size} rows`,
    problems: [...(world.problems.get(8) ?? []), ...differing],
    something: world.counts.rowWrites,
  });
}

function owners(events: readonly Event[], { jobs }: Stores, { rows, problems }: Replay): Verdict {
  const submitters = new Map(
    only(events, 'asked').flatMap(({ jobId, user }) => (jobId ? [[jobId, user] as const] : [])),
  );
  const requests = only(events, 'request').filter(({ jobId, userId, presigned }) => jobId && userId && !presigned);
  const strange = requests.filter(
    ({ jobId = '', userId }) => submitters.has(jobId) && submitters.get(jobId) !== userId,
  );
  const misplaced = jobs.filter((row) => row['user_id'] !== undefined && submitters.get(idOf(row)) !== row['user_id']);
  const probes = only(events, 'probe');
  const seen = probes.filter(({ status }) => status >= 200 && status < 300);
  return verdict('9', "nobody's work touches another's", {
    counted: `${requests.length} requests for objects, ${rows.size} rows, ${probes.length} looks at the jobs of others`,
    problems: [
      ...(problems.get(9) ?? []),
      ...strange.map(({ name, jobId, userId }) => `${name} for ${jobId} went to a key of ${userId}`),
      ...misplaced.map((row) => `${idOf(row)} belongs to ${String(row['user_id'])}, who did not submit it`),
      ...seen.map(({ jobId, person }) => `${person} was shown ${jobId}`),
    ],
    something: requests.length,
  });
}

/** Tokens are random numbers by which a write recognises itself. */
const TOMBSTONE = /^(job_id|version|deleted_at|expires_at|user_id|write_token_\d)$/;

/** Of a deleted job nothing is left but its tombstone and what the audit log says. */
function gone(events: readonly Event[], stores: Stores): Verdict {
  const acknowledged = only(events, 'acknowledged');
  const closed = new Set(acknowledged.flatMap(({ act, user }) => (act === 'close-account' ? [user] : [])));
  const mine = new Set(
    only(events, 'asked').flatMap(({ act, user, jobId }) =>
      act === 'submit' && jobId && closed.has(user) ? [jobId] : [],
    ),
  );
  const ordered = acknowledged.flatMap(({ act, jobId }) => (act === 'delete' && jobId ? [jobId] : []));
  const rows = new Map(stores.jobs.map((row) => [idOf(row), row]));
  const deleted = new Set([...ordered, ...mine, ...stores.jobs.filter(isDeleted).map(idOf)]);
  const audited = new Set(
    stores.others.filter(({ table }) => table.endsWith('audit')).map(({ item }) => String(item['subject'])),
  );
  const problems = [...deleted].flatMap((jobId) => [
    ...remains(jobId, rows.get(jobId), stores),
    ...(rows.has(jobId) && !audited.has(`job/${jobId}`)
      ? [`the audit log does not tell of the deletion of ${jobId}`]
      : []),
  ]);
  const people = [...closed].flatMap((user) => traces(user, stores, audited));
  return verdict('12', 'a deleted job or account leaves nothing', {
    counted: `${deleted.size} deleted jobs, ${closed.size} closed accounts, ${audited.size} subjects in the audit log`,
    problems: [...problems, ...people],
    something: deleted.size,
  });
}

function remains(jobId: string, row: Row | undefined, { objects, vault, shown, deletedLooks }: Stores): string[] {
  const kept = Object.keys(row ?? {}).filter((name) => !TOMBSTONE.test(name));
  return [
    ...(row && (!isDeleted(row) || row['expires_at'] === undefined) ? [`${jobId} has no tombstone`] : []),
    ...(row && kept.length > 0 && isDeleted(row) ? [`the tombstone of ${jobId} keeps ${kept.join(', ')}`] : []),
    ...objects.filter(({ key }) => key.includes(jobId)).map(({ key }) => `${key} is still in S3`),
    ...vault.archives
      .filter(({ description }) => description.includes(jobId))
      .map(({ id }) => `archive ${id} of ${jobId} is still there`),
    ...vault.uploads
      .filter(({ description }) => description.includes(jobId))
      .map(({ id }) => `upload ${id} of ${jobId} is still open`),
    ...shown.filter((job) => job.jobId === jobId).map(() => `the API still lists ${jobId}`),
    ...deletedLooks
      .filter((look) => look.jobId === jobId && look.status < 400)
      .map(() => `the API still shows ${jobId}`),
  ];
}

const PERSONAL = /^(name|email|institution|role|change_id)$/;

function traces(user: string, { users, objects, others }: Stores, audited: ReadonlySet<string>): string[] {
  const item = users.find((each) => each['user_id'] === user) ?? {};
  const kept = Object.keys(item).filter((name) => PERSONAL.test(name));
  const sessions = others.filter(({ item: each }) => each['user_id'] === user && each['expires_at'] === undefined);
  return [
    ...(kept.length > 0 ? [`the item of closed account ${user} keeps ${kept.join(', ')}`] : []),
    ...objects
      .filter(({ key }) => key.includes(`/${user}/`))
      .map(({ key }) => `${key} of a closed account is still in S3`),
    ...(sessions.length > 0 ? [`closed account ${user} has ${sessions.length} items that never expire`] : []),
    ...(audited.has(`user/${user}`) ? [] : [`the audit log does not tell of the deletion of account ${user}`]),
  ];
}

const idOf = (row: Row) => String(row['job_id']);
