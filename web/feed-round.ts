// web/feed-round.ts — one round of the job feed: what has changed of all that is watched, and the streams are told.
import pMap from 'p-map';
import type { Logger } from 'pino';
import type { JobId, JobRecord, UserId } from '../domain/job.ts';
import type { User } from '../domain/ports.ts';
import { type Follower, frame } from './follower.ts';
import { jobView, profileView } from './job-view.ts';
import type { WebJobs, WebSettings, WebUsers } from './services.ts';
import type { SessionKeeper } from './session-keeper.ts';
import { isVoid } from './session-void.ts';

/** The newest of a user's jobs are followed; of older ones a page asks itself. */
const FOLLOWED = 100;
/** Heartbeats, renewed lists and checks of the session come once in this many rounds. */
const ROUNDS_BETWEEN_CHECKS = 15;
const LISTS_AT_ONCE = 8;

export interface FeedPorts {
  jobs: WebJobs;
  users: WebUsers;
  sessions: SessionKeeper;
  settings: WebSettings;
  logger: Logger;
}

/** What one user's streams have been told. Of the jobs that they know only versions are kept: there may be many users. */
export interface Watch {
  followers: Set<Follower>;
  known: Map<JobId, number>;
  listed: readonly JobId[];
  submitted: Set<JobId>;
  /** Rounds until the next check. */
  checkIn: number;
  planVersion?: number;
}

/** What a round has found for one user. */
interface Look {
  watch: Watch;
  user: WatchedUser;
  /** Streams that were open when it was looked; one that has opened meanwhile waits for the next round. */
  fresh: ReadonlySet<Follower>;
  /** Of the followed jobs that are there. */
  versions: ReadonlyMap<JobId, number>;
  /** The rows that somebody is told of. */
  wanted: readonly JobId[];
}

interface WatchedUser extends User {
  userId: UserId;
}

export function newWatch(): Watch {
  return { followers: new Set(), known: new Map(), listed: [], submitted: new Set(), checkIn: 0 };
}

/**
 * Users and versions of all are read by a few batches, whole rows only of what is told, so that a round costs little
 * where nothing happens, however many pages are open.
 */
export async function feedRound(watches: ReadonlyMap<UserId, Watch>, ports: FeedPorts): Promise<void> {
  const due = [...watches];
  await pMap(due, ([userId, watch]) => checkWhereDue(userId, watch, ports), { concurrency: LISTS_AT_ONCE });
  const followed = due.flatMap(([, watch]) => [...followedBy(watch)]);
  const [users, versions] = await Promise.all([
    Promise.all(due.map(([userId]) => ports.users.get(userId))),
    followed.length > 0 ? ports.jobs.versions(followed) : new Map<JobId, number>(),
  ]);
  const looks = due.map(([userId, watch], at) => look(watch, { userId, ...users[at]! }, versions));
  const wanted = looks.flatMap((each) => each.wanted);
  const found = wanted.length > 0 ? await ports.jobs.getMany(wanted) : [];
  const rows = new Map(found.map((row) => [row.jobId, row]));
  for (const each of looks) tell(each, rows, ports.settings);
}

/** Known jobs that have left the list are looked for once more: a deleted one leaves it too. */
function followedBy({ listed, submitted, known }: Watch): Set<JobId> {
  return new Set([...listed, ...submitted, ...known.keys()]);
}

/** Now and then: the list of jobs, the sessions behind the streams, and a heartbeat. */
async function checkWhereDue(userId: UserId, watch: Watch, { jobs, sessions }: FeedPorts): Promise<void> {
  const isFirst = watch.planVersion === undefined;
  if (watch.checkIn > 0) {
    watch.checkIn -= 1;
    return;
  }
  const { jobs: newest } = await jobs.page({ userId, limit: FOLLOWED });
  watch.listed = newest.map((job) => job.jobId);
  for (const jobId of watch.listed) watch.submitted.delete(jobId);
  // The streams of one browser have one session; those that are asked for at once are read together.
  const open = new Map([...watch.followers].map(({ session }) => [session.useId, session]));
  const live = await Promise.all([...open.values()].map((session) => sessions.isLive(session)));
  const ended = new Set([...open.keys()].filter((_, at) => !live[at]));
  for (const each of watch.followers)
    if (ended.has(each.session.useId)) each.signOut();
    else each.beat();
  // Users whose pages were opened together, after a restart, are not all checked in the same round for ever.
  const rounds = isFirst ? 1 + Math.floor(Math.random() * ROUNDS_BETWEEN_CHECKS) : ROUNDS_BETWEEN_CHECKS;
  watch.checkIn = rounds - 1;
}

/** What each of a user's streams misses: everything, where it has just opened or the plan has changed. */
function look(watch: Watch, user: WatchedUser, found: ReadonlyMap<JobId, number>): Look {
  for (const each of watch.followers) if (isVoid(each.session, user)) each.signOut();
  const fresh = new Set([...watch.followers].filter(({ greeted }) => !greeted));
  const there = [...followedBy(watch)].filter((jobId) => found.has(jobId));
  const everything = fresh.size > 0 || watch.planVersion !== user.plan.version;
  return {
    watch,
    user,
    fresh,
    versions: new Map(there.map((jobId) => [jobId, found.get(jobId)!])),
    wanted: everything ? there : there.filter((jobId) => watch.known.get(jobId) !== found.get(jobId)),
  };
}

/** Each event is written down once for all the streams of its user. */
function tell(it: Look, rows: ReadonlyMap<JobId, JobRecord>, settings: WebSettings): void {
  const { watch, user, fresh, versions } = it;
  const told = it.wanted
    .map((jobId) => rows.get(jobId))
    .filter((row) => row !== undefined)
    .filter((row) => row.userId === user.userId && row.deletedAt === undefined);
  const framesOf = (some: readonly JobRecord[]) => some.map((row) => frame('job', jobView(row, user.plan, settings)));
  const profile = () => frame('profile', profileView(user, settings));

  if (fresh.size > 0) send([...fresh], [profile(), ...framesOf(told)]);
  const newPlan = watch.planVersion !== user.plan.version;
  const changed = told.filter((row) => newPlan || watch.known.get(row.jobId) !== row.version);
  const gone = [...watch.known.keys()].filter((jobId) => !versions.has(jobId));
  const others = [...watch.followers].filter((each) => each.greeted);
  if (others.length > 0)
    send(others, [
      ...(newPlan ? [profile()] : []),
      ...framesOf(changed),
      ...gone.map((jobId) => frame('gone', { job_id: jobId })),
    ]);
  for (const each of fresh) each.greeted = true;
  remember(it, told);
}

function send(followers: readonly Follower[], frames: readonly string[]): void {
  if (frames.length === 0) return;
  const bytes = Buffer.from(frames.join(''));
  for (const each of followers) each.send(bytes);
}

/** A row that was deleted between the looks at its version and at itself keeps what was told of it: it is gone next time. */
function remember({ watch, user, versions }: Look, told: readonly JobRecord[]): void {
  const followed = new Set([...watch.listed, ...watch.submitted]);
  const now = new Map(told.map((row) => [row.jobId, row.version]));
  const known = [...versions.keys()]
    .filter((jobId) => followed.has(jobId))
    .map((jobId) => [jobId, now.get(jobId) ?? watch.known.get(jobId)] as const)
    .filter((entry): entry is [JobId, number] => entry[1] !== undefined);
  watch.known = new Map(known);
  watch.planVersion = user.plan.version;
}
