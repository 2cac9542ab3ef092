// web/browser-sessions.ts — the browsers in which somebody is signed in, and how each is signed out from another.
import { isoTime } from '../domain/iso-time.ts';
import type { UserId } from '../domain/job.ts';
import type { Session, SessionRecords } from '../domain/ports.ts';
import { SessionView } from './contract.ts';
import { problem } from './problem.ts';
import type { WebUsers } from './services.ts';
import type { OpenSession } from './session-keeper.ts';
import { listedId } from './session-ids.ts';
import { isVoid } from './session-void.ts';

export interface BrowserSessions {
  /** Last seen first. */
  list(asking: OpenSession): Promise<SessionView[]>;
  /** Ends one; answers its sign-in. Problem `session-unknown`. */
  end(userId: UserId, id: string): Promise<string>;
  /** Ends all but the one that asks; answers their sign-ins. */
  endOthers(asking: OpenSession): Promise<string[]>;
}

/** A sign-in with the record of its use: without either a session is over. */
interface Live {
  signIn: Session;
  use: Session;
}

export function browserSessions({ sessions, users }: { sessions: SessionRecords; users: WebUsers }): BrowserSessions {
  async function liveOf(userId: UserId): Promise<Live[]> {
    const [records, user] = await Promise.all([sessions.ofUser(userId), users.get(userId)]);
    const uses = new Map(records.map((record) => [record.signInId, record]));
    return records.flatMap((signIn) => {
      const use = signIn.token || signIn.signInId ? undefined : uses.get(signIn.sessionId);
      return use && !isVoid(signIn, user) ? [{ signIn, use }] : [];
    });
  }

  async function end({ signIn, use }: Live): Promise<string> {
    await sessions.remove(signIn.sessionId);
    await sessions.remove(use.sessionId);
    return signIn.sessionId;
  }

  return {
    async list({ userId, signInId }) {
      const live = (await liveOf(userId)).toSorted((a, b) => b.use.lastSeenAt - a.use.lastSeenAt);
      return live.map((each) => viewOf(each, signInId));
    },
    async end(userId, id) {
      const found = (await liveOf(userId)).find(({ signIn }) => listedId(signIn.sessionId) === id);
      if (!found) throw problem('session-unknown');
      return end(found);
    },
    async endOthers({ userId, signInId }) {
      const others = (await liveOf(userId)).filter(({ signIn }) => signIn.sessionId !== signInId);
      return Promise.all(others.map(end));
    },
  };
}

function viewOf({ signIn, use }: Live, current: string): SessionView {
  return SessionView.parse({
    id: listedId(signIn.sessionId),
    begun_at: isoTime(signIn.createdAt),
    last_seen_at: isoTime(use.lastSeenAt),
    agent: signIn.agent,
    current: signIn.sessionId === current,
  });
}
