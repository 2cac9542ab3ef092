// web/job-feed.ts — live changes of one's jobs and plan: one loop per process looks at all that is watched once a second.
import type { ServerResponse } from 'node:http';
import type { JobId, UserId } from '../domain/job.ts';
import { type FeedPorts, feedRound, newWatch, type Watch } from './feed-round.ts';
import { follower, type Follower } from './follower.ts';
import { problem } from './problem.ts';
import { repeat } from './repeat.ts';
import type { OpenSession } from './session-keeper.ts';

const STREAMS_PER_USER = 10;
const EVERY_MS = 1000;

export interface JobFeed {
  /** Makes the answer a stream of events that begins with a snapshot. Problem `too-many-streams`, before anything is written. */
  open(answer: ServerResponse, session: OpenSession): void;
  /** Follows a job that was submitted just now, before any list has it. */
  watch(userId: UserId, jobId: JobId): void;
  /** Ends the streams of a session that has been signed out. */
  endSession(signInId: string): void;
  close(): void;
}

export function jobFeed(ports: FeedPorts): JobFeed {
  const watches = new Map<UserId, Watch>();
  const loop = repeat(() => feedRound(watches, ports), {
    everyMs: ports.settings.feedEveryMs ?? EVERY_MS,
    // A table that is away for a while ends no stream: the next round tells what was missed.
    onError: (error) => ports.logger.warn({ err: error }, 'a round of the job feed failed'),
  });

  function leave(userId: UserId, { watch, left }: { watch: Watch; left: Follower }): void {
    watch.followers.delete(left);
    if (watch.followers.size === 0 && watches.get(userId) === watch) watches.delete(userId);
    if (watches.size === 0) loop.stop();
  }

  return {
    open(answer, session) {
      const { userId } = session;
      const watch = watches.get(userId) ?? newWatch();
      if (watch.followers.size >= STREAMS_PER_USER) throw problem('too-many-streams');
      watches.set(userId, watch);
      const opened = follower(answer, session, () => leave(userId, { watch, left: opened }));
      watch.followers.add(opened);
      loop.start();
    },
    watch(userId, jobId) {
      watches.get(userId)?.submitted.add(jobId);
    },
    endSession(signInId) {
      for (const each of allFollowers(watches)) if (each.session.signInId === signInId) each.signOut();
    },
    close() {
      loop.stop();
      for (const each of allFollowers(watches)) each.end();
    },
  };
}

function allFollowers(watches: ReadonlyMap<UserId, Watch>): Follower[] {
  return [...watches.values()].flatMap((watch) => [...watch.followers]);
}
