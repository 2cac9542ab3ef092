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

    it('answers each of those that are asked for at the same moment', async () => {
      const [one, other] = [aSession(now + 1000), aSession(now + 2000)];
      await Promise.all([sessions.put(one), sessions.put(other)]);
      const ids = [one, other, one].map(({ sessionId }) => sessionId);
      const found = await Promise.all([...ids, 'nobody'].map((id) => sessions.get(id)));
      assert.deepEqual(found, [one, other, one, undefined]);
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

    it('keeps what it is told of a personal token, of a record of use and of a browser', async () => {
      const token = { ...aSession(now + 1000), token: { name: 'laptop', scopes: ['read', 'write'] as const } };
      const use = { ...aSession(now + 1000), signInId: 'sign-in', agent: 'Firefox on Linux' };
      for (const session of [token, use]) {
        await sessions.put(session);
        assert.deepEqual(await sessions.get(session.sessionId), session);
      }
    });

    it('notes the use of a session, and brings none back by it', async () => {
      const [session, gone] = [aSession(now + 1000), aSession(now + 1000)];
      await sessions.put(session);
      await sessions.touch(session.sessionId, now);
      await sessions.touch(gone.sessionId, now);
      assert.deepEqual(await sessions.get(session.sessionId), { ...session, lastSeenAt: now });
      assert.equal(await sessions.get(gone.sessionId), undefined);
    });

    it('lists all that a user has and that has not expired', async () => {
      const userId = randomUUID();
      const mine = [1, 2].map(() => ({ ...aSession(now + 1000), userId }));
      for (const each of [...mine, { ...aSession(now), userId }, aSession(now + 1000)]) await sessions.put(each);
      const listed = await sessions.ofUser(userId);
      assert.deepEqual(
        listed.map(({ sessionId }) => sessionId).toSorted(),
        mine.map((each) => each.sessionId).toSorted(),
      );
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
