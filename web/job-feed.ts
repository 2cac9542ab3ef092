// web/job-feed.ts — live changes of one's jobs and plan: one loop per process reads all watched rows once a second.
import type { Readable } from 'node:stream';
import pMap from 'p-map';
import type { Logger } from 'pino';
import type { JobId, JobRecord, UserId } from '../domain/job.ts';
import type { User } from '../domain/ports.ts';
import { follower, type Follower } from './follower.ts';
import { jobView, profileView } from './job-view.ts';
import { problem } from './problem.ts';
import { repeat } from './repeat.ts';
import type { WebJobs, WebSettings, WebUsers } from './services.ts';
import type { OpenSession, SessionKeeper } from './session-keeper.ts';
import { isVoid } from './session-void.ts';

const STREAMS_PER_USER = 10;
const EVERY_MS = 1000;
/** Heartbeats, renewed lists and checks of the session come once in this many rounds. */
const ROUNDS_BETWEEN_CHECKS = 15;
const READS_AT_ONCE = 8;

export interface JobFeed {
  /** A stream of events that begins with a snapshot. Problem `too-many-streams`. */
  open(session: OpenSession): Readable;
  /** Follows a job that was submitted just now, before any list has it. */
  watch(userId: UserId, jobId: JobId): void;
  /** Ends the streams of a session that has been signed out. */
  endSession(signInId: string): void;
  close(): void;
}

export interface FeedPorts {
  jobs: WebJobs;
  users: WebUsers;
  sessions: SessionKeeper;
  settings: WebSettings;
  logger: Logger;
}

/** What one user's streams have been told; `rows` are the jobs that they know of, as they were. */
interface Watch {
  followers: Set<Follower>;
  rows: Map<JobId, JobRecord>;
  listed: readonly JobId[];
  submitted: Set<JobId>;
  round: number;
  user?: WatchedUser;
}

interface WatchedUser extends User {
  userId: UserId;
}

export function jobFeed(ports: FeedPorts): JobFeed {
  const watches = new Map<UserId, Watch>();
  const loop = repeat(() => lookAtAll(watches, ports), {
    everyMs: ports.settings.feedEveryMs ?? EVERY_MS,
    // A table that is away for a while ends no stream: the next round tells what was missed.
    onError: (error) => ports.logger.warn({ err: error }, 'a round of the job feed failed'),
  });

  return {
    open(session) {
      const watch = watches.get(session.userId) ?? newWatch();
      if (watch.followers.size >= STREAMS_PER_USER) throw problem('too-many-streams');
      watches.set(session.userId, watch);
      const opened = follower(session, () => {
        watch.followers.delete(opened);
        if (watch.followers.size === 0 && watches.get(session.userId) === watch) watches.delete(session.userId);
        if (watches.size === 0) loop.stop();
      });
      watch.followers.add(opened);
      loop.start();
      return opened.stream;
    },
    watch(userId, jobId) {
      watches.get(userId)?.submitted.add(jobId);
    },
    endSession(signInId) {
      for (const each of allFollowers(watches)) if (each.session.signInId === signInId) signOut(each);
    },
    close() {
      loop.stop();
      for (const each of allFollowers(watches)) each.end();
    },
  };
}

function newWatch(): Watch {
  return { followers: new Set(), rows: new Map(), listed: [], submitted: new Set(), round: 0 };
}

function allFollowers(watches: ReadonlyMap<UserId, Watch>): Follower[] {
  return [...watches.values()].flatMap((watch) => [...watch.followers]);
}

function signOut(reader: Follower): void {
  reader.send('signed-out', {});
  reader.end();
}

/** One round: rows of all users by one batch, so that the cost does not grow with the number of pages open. */
async function lookAtAll(watches: ReadonlyMap<UserId, Watch>, ports: FeedPorts): Promise<void> {
  const due = [...watches];
  const users = new Map(
    await pMap(due, async ([userId, watch]) => [userId, await prepare(userId, watch, ports)] as const, {
      concurrency: READS_AT_ONCE,
    }),
  );
  const wanted = due.flatMap(([, watch]) => [...wantedBy(watch)]);
  const found = wanted.length > 0 ? await ports.jobs.getMany([...new Set(wanted)]) : [];
  const rows = new Map(found.map((row) => [row.jobId, row]));
  for (const [userId, watch] of due) tell(watch, { user: { userId, ...users.get(userId)! }, rows }, ports.settings);
}

/** Known jobs that have left the list are read once more: a deleted one leaves it too. */
function wantedBy({ listed, submitted, rows }: Watch): Set<JobId> {
  return new Set([...listed, ...submitted, ...rows.keys()]);
}

/** The user's plan; and now and then the list of jobs, the sessions behind the streams, and a heartbeat. */
async function prepare(userId: UserId, watch: Watch, { jobs, users, sessions }: FeedPorts) {
  if (watch.round % ROUNDS_BETWEEN_CHECKS === 0) {
    const { jobs: newest } = await jobs.page({ userId, limit: 100 });
    watch.listed = newest.map((job) => job.jobId);
    for (const jobId of watch.listed) watch.submitted.delete(jobId);
    for (const each of watch.followers) {
      if (await sessions.isLive(each.session)) each.beat();
      else signOut(each);
    }
  }
  watch.round += 1;
  const user = await users.get(userId);
  for (const each of watch.followers) if (isVoid(each.session, user)) signOut(each);
  return user;
}

/** Sends each stream what is new to it: everything, where it has just opened. */
function tell(
  watch: Watch,
  { user, rows }: { user: WatchedUser; rows: ReadonlyMap<JobId, JobRecord> },
  settings: WebSettings,
) {
  const newPlan = watch.user?.plan.version !== user.plan.version;
  const there = [...wantedBy(watch)]
    .map((jobId) => rows.get(jobId))
    .filter((row) => row !== undefined)
    .filter((row) => row.userId === user.userId && row.deletedAt === undefined);
  const now = new Map(there.map((row) => [row.jobId, row]));
  const gone = [...watch.rows.keys()].filter((jobId) => !now.has(jobId));
  const changed = there.filter((row) => newPlan || watch.rows.get(row.jobId)?.version !== row.version);
  for (const each of watch.followers) {
    const fresh = !each.greeted;
    each.greeted = true;
    if (fresh || newPlan) each.send('profile', profileView(user, settings));
    for (const row of fresh ? there : changed) each.send('job', jobView(row, user.plan, settings));
    for (const jobId of fresh ? [] : gone) each.send('gone', { job_id: jobId });
  }

  const followed = new Set([...watch.listed, ...watch.submitted]);
  watch.user = user;
  watch.rows = new Map([...now].filter(([jobId]) => followed.has(jobId)));
}
