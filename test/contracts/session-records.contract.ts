// test/contracts/session-records.contract.ts — what every SessionRecords does, whatever keeps the sessions.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { SessionRecords } from '../../domain/ports.ts';

const now = 1_700_000_000_500;

/** `open` answers records whose clock stands still at the given time. */
export function describeSessionRecords(name: string, open: (clock: () => number) => Promise<SessionRecords>): void {
  describe(`SessionRecords: ${name}`, () => {
    let sessions: SessionRecords;
    before(async () => {
      sessions = await open(() => now);
    });

    it('answers a session until it expires, and not a millisecond longer', async () => {
      const alive = aSession(now + 1);
      const expired = aSession(now);
      await sessions.put(alive);
      await sessions.put(expired);
      assert.deepEqual(await sessions.get(alive.sessionId), alive);
      assert.equal(await sessions.get(expired.sessionId), undefined);
    });

    it('keeps which closing of the account a session knows of', async () => {
      const session = { ...aSession(now + 1000), accountClosedAt: now - 5000 };
      await sessions.put(session);
      assert.deepEqual(await sessions.get(session.sessionId), session);
    });

    it('replaces a session', async () => {
      const session = aSession(now + 1000);
      await sessions.put(session);
      await sessions.put({ ...session, lastSeenAt: now });
      assert.equal((await sessions.get(session.sessionId))?.lastSeenAt, now);
    });

    it('forgets a session that is removed, and does not mind one it never knew', async () => {
      const session = aSession(now + 1000);
      await sessions.put(session);
      await sessions.remove(session.sessionId);
      await sessions.remove(session.sessionId);
      assert.equal(await sessions.get(session.sessionId), undefined);
    });
  });
}

const aSession = (expiresAt: number) => ({
  sessionId: randomUUID(),
  userId: 'user',
  createdAt: now - 10,
  lastSeenAt: now - 1,
  expiresAt,
});
