// chaos/checker-flow.ts — invariants 7, 10, 11 and 13, and liveness: messages, retrievals, histories, secrets, rest.
import { only, type Event } from './events.ts';
import { isDeleted, placeOf, roleOf } from './rows.ts';
import type { Replay } from './checker-replay.ts';
import type { Retrieval, Stores } from './stores.ts';
import { isMeantToRun } from './settle.ts';
import { verdict, type Verdict } from './verdict.ts';

export function checkFlow(events: readonly Event[], stores: Stores, world: Replay): Verdict[] {
  return [
    messages(events, stores, world),
    retrievals(events, stores),
    histories(stores),
    secrets(stores),
    liveness(events, stores),
  ];
}

/** Every change of plan that was accepted is in force, or a later one is; dead letters are the poison, with a reason. */
function messages(events: readonly Event[], { deadLetters, queues }: Stores, { plans }: Replay): Verdict {
  const sent = only(events, 'message');
  const poison = new Set(sent.filter((message) => message.poison).map(({ body }) => body));
  const dead = new Set(deadLetters.map(({ body }) => body));
  const closed = new Set(only(events, 'asked').flatMap(({ act, user }) => (act === 'close-account' ? [user] : [])));
  const accepted = only(events, 'acknowledged').filter(
    ({ act, planVersion, user }) => act === 'plan' && planVersion && !closed.has(user),
  );
  const unheard = accepted.filter(({ user, role, planVersion = 0 }) => {
    const states = plans.get(user) ?? [];
    return !states.some(({ version, role: now }) => version > planVersion || (version === planVersion && now === role));
  });
  const waiting = Object.entries(queues).filter(([, depth]) => depth > 0);
  return verdict('7', 'no message lost, the dead letters are the poison', {
    counted: `${sent.length} messages sent past the web, ${accepted.length} changes of plan accepted, ${poison.size} poisons, ${dead.size} dead letters`,
    problems: [
      ...unheard.map(
        ({ user, role, planVersion }) => `the change of ${user} to ${role}, version ${planVersion}, was lost`,
      ),
      ...[...poison]
        .filter((body) => !dead.has(body))
        .map((body) => `this poison is no dead letter: ${body.slice(0, 100)}`),
      ...deadLetters
        .filter(({ body }) => !poison.has(body))
        .map(({ queue, body }) => `a good message is a dead letter of ${queue}: ${body.slice(0, 300)}`),
      ...deadLetters.filter(({ reason }) => !reason).map(({ queue }) => `a dead letter of ${queue} has no reason`),
      ...waiting.map(([name, depth]) => `${depth} messages are left in ${name}`),
    ],
    something: accepted.length,
  });
}

const ROUNDS = 3;

/** A retrieval that could still be used is adopted: a new one follows only one that failed or expired. */
function retrievals(events: readonly Event[], { vault }: Stores): Verdict {
  const jobs = vault.jobs.filter(({ Action }) => Action === 'ArchiveRetrieval');
  const byArchive = Map.groupBy(jobs, ({ ArchiveId = '' }) => ArchiveId);
  const doubled = [...byArchive].flatMap(([archive, list]) => {
    const inOrder = list.toSorted((a, b) => a.CreationDate.localeCompare(b.CreationDate));
    return inOrder
      .slice(0, -1)
      .filter(isUsable)
      .map((job) => `${job.Tier} ${job.JobId} of archive ${archive} was started again`);
  });
  return verdict('10', 'retrievals: adopted, bounded, one of a tier in a round', {
    counted: `${jobs.length} retrievals of ${byArchive.size} archives`,
    problems: [...doubled, ...unbounded(events)],
    something: jobs.length,
  });
}

const isUsable = ({ StatusCode }: Retrieval) => StatusCode !== 'Failed';

/** Those that were recorded: one that failed before its starter could record it is no round. */
function unbounded(events: readonly Event[]): string[] {
  const recorded = new Map<string, Set<unknown>>();
  const problems: string[] = [];
  for (const { status, writes = [] } of only(events, 'request')) {
    if (status < 200 || status >= 300) continue;
    for (const { key, set } of writes) {
      const retrieval = set['restore_retrieval_id'];
      if (set['archive_status'] === 'RESTORING') recorded.delete(key);
      if (retrieval === undefined) continue;
      const ids = (recorded.get(key) ?? new Set()).add(retrieval);
      recorded.set(key, ids);
      if (ids.size > ROUNDS) problems.push(`${key} was retrieved more than ${ROUNDS} times under one claim`);
    }
  }
  return problems;
}

const MOST_EVENTS = 10_240;
const MOST_BYTES = 10 * 1024 * 1024;

function histories({ workflows }: Stores): Verdict {
  const events = workflows.reduce((most, { events: count }) => Math.max(most, count), 0);
  return verdict('11', 'no failed workflow task, no history too long', {
    counted: `${workflows.length} histories, the longest of ${events} events`,
    problems: workflows.flatMap(({ id, failedTasks, events: count, bytes }) => [
      ...failedTasks.map((said) => `a task of ${id} failed: ${said.slice(0, 200)}`),
      ...(count > MOST_EVENTS || bytes > MOST_BYTES
        ? [`the history of ${id} has ${count} events, ${bytes} bytes`]
        : []),
    ]),
    something: workflows.length,
  });
}

function secrets({ leaks, searched }: Stores): Verdict {
  return verdict('13', 'no secret, address or genomic line in logs and histories', {
    counted: `${Math.round(searched / 1000)} thousand characters searched`,
    problems: leaks.map(({ where, what, excerpt }) => `${where} holds ${what}: ${excerpt}`),
    something: searched,
  });
}

const MORE_MB = 300;
const MORE_DESCRIPTORS = 60;

function liveness(events: readonly Event[], stores: Stores): Verdict {
  const { jobs, users, shown, workflows, before, after } = stores;
  const unsettled = only(events, 'phase').flatMap(({ phase, detail }) =>
    phase === 'settled' && detail ? [detail] : [],
  );
  const retried = only(events, 'operator').filter(({ what }) => what.startsWith('retry'));
  const standing = jobs.filter((row) => !isDeleted(row));
  const elsewhere = standing.flatMap((row): string[] => {
    const [place, role] = [placeOf(row), roleOf(users, String(row['user_id']))];
    const wanted = row['job_status'] !== 'COMPLETED' ? 'none' : role === 'premium_user' ? 'hot' : 'archived';
    const ended = /^(COMPLETED|FAILED|CANCELLED)$/.test(String(row['job_status']));
    if (!ended) return [`${String(row['job_id'])} is still ${String(row['job_status'])}`];
    return place === wanted ? [] : [`${String(row['job_id'])} of a ${role} is ${place}`];
  });
  const open = workflows.filter(({ status, id }) => status === 'RUNNING' && !isMeantToRun(id));
  const grown = after.filter((now) => {
    const then = before.find(({ name }) => name === now.name);
    return (
      then && (now.residentMb > then.residentMb + MORE_MB || now.descriptors > then.descriptors + MORE_DESCRIPTORS)
    );
  });
  return verdict('live', 'everything has come to rest where it belongs', {
    counted: `${standing.length} jobs, ${shown.length} shown by the API, ${open.length} workflows open, ${retried.length} retried by hand, ${after.map(({ name, residentMb, descriptors }) => `${name} ${residentMb} MB ${descriptors} fds`).join(', ')}`,
    problems: [
      ...unsettled,
      ...elsewhere,
      ...mismatches(stores),
      ...open.map(({ id, type }) => `${type} ${id} still runs`),
      ...grown.map(
        ({ name, residentMb, descriptors }) => `${name} has grown to ${residentMb} MB and ${descriptors} descriptors`,
      ),
    ],
    something: standing.length,
  });
}

/** What the API shows against what the rows say. */
function mismatches({ jobs, shown }: Stores): string[] {
  const rows = new Map(jobs.map((row) => [String(row['job_id']), row]));
  const people = new Set(shown.map(({ user }) => user));
  const wrong = shown.filter(({ jobId, status, place }) => {
    const row = rows.get(jobId);
    return !row || row['job_status'] !== status || placeOf(row) !== place;
  });
  const listed = new Set(shown.map(({ jobId }) => jobId));
  const missing = jobs.filter(
    (row) => !isDeleted(row) && people.has(String(row['user_id'])) && !listed.has(String(row['job_id'])),
  );
  return [
    ...wrong.map(({ jobId, status, place }) => `the API shows ${jobId} as ${status}, ${place}`),
    ...missing.map((row) => `the API does not list ${String(row['job_id'])}`),
  ];
}
