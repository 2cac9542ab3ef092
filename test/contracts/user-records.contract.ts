// test/contracts/user-records.contract.ts — what every UserRecords does, whatever keeps the users.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Plan } from '../../domain/plan.ts';
import { UNKNOWN_USER } from '../../domain/plan.ts';
import type { UserRecords } from '../../domain/ports.ts';

const premium: Plan = { role: 'premium_user', since: 1_700_000_000_123, version: 1, changeId: 'c1', orderedAt: 5 };

const closing = { closedAt: 2e12, expiresAt: 2e12 + 30 * 86_400_000 };

export function describeUserRecords(name: string, open: () => Promise<UserRecords>): void {
  describe(`UserRecords: ${name}`, () => {
    let users: UserRecords;
    before(async () => {
      users = await open();
    });

    it('takes a user who is not known as free, with an empty profile', async () => {
      assert.deepEqual(await users.get(randomUUID()), { profile: {}, plan: UNKNOWN_USER });
    });

    it('keeps profile and plan beside each other', async () => {
      const userId = randomUUID();
      const profile = { name: 'Ada', email: 'ada@example.org', institution: 'Analytical Engines' };
      await users.saveProfile(userId, profile);
      assert.equal(await users.savePlan(userId, { version: 0, plan: premium }), true);
      assert.deepEqual(await users.get(userId), { profile, plan: premium });

      await users.saveProfile(userId, { name: 'Ada L.' });
      assert.deepEqual(await users.get(userId), { profile: { name: 'Ada L.' }, plan: premium });
    });

    it('empties a profile', async () => {
      const userId = randomUUID();
      await users.saveProfile(userId, { name: 'Ada' });
      await users.saveProfile(userId, {});
      assert.deepEqual((await users.get(userId)).profile, {});
    });

    it('replaces a plan at its version only', async () => {
      const userId = randomUUID();
      await users.savePlan(userId, { version: 0, plan: premium });
      const free: Plan = { role: 'free_user', since: 9, version: 2 };
      assert.equal(await users.savePlan(userId, { version: 0, plan: free }), false);
      assert.equal(await users.savePlan(userId, { version: 2, plan: free }), false);
      assert.deepEqual((await users.get(userId)).plan, premium);

      assert.equal(await users.savePlan(userId, { version: 1, plan: free }), true);
      assert.deepEqual((await users.get(userId)).plan, free);
    });

    it('forgets profile and plan of an account that is closed, and lets no older change of plan revive it', async () => {
      const userId = randomUUID();
      await users.saveProfile(userId, { name: 'Ada', email: 'ada@example.org' });
      await users.savePlan(userId, { version: 0, plan: premium });
      await users.close(userId, closing);

      const closed = {
        profile: {},
        plan: { ...UNKNOWN_USER, version: 2, orderedAt: closing.closedAt },
        closedAt: 2e12,
      };
      assert.deepEqual(await users.get(userId), closed);
      assert.equal(await users.savePlan(userId, { version: 1, plan: { ...premium, version: 2 } }), false);

      await users.close(userId, closing);
      assert.deepEqual(await users.get(userId), closed);
    });

    it('closes the account of a user who is not known', async () => {
      const userId = randomUUID();
      await users.close(userId, closing);
      const { plan, closedAt } = await users.get(userId);
      assert.deepEqual([plan.version, closedAt], [1, closing.closedAt]);
    });

    it('keeps what somebody writes who comes back', async () => {
      const userId = randomUUID();
      await users.close(userId, closing);
      await users.saveProfile(userId, { name: 'Ada' });
      assert.equal(await users.savePlan(userId, { version: 1, plan: { ...premium, version: 2 } }), true);
      const { profile, plan } = await users.get(userId);
      assert.deepEqual([profile, plan], [{ name: 'Ada' }, { ...premium, version: 2 }]);
    });

    it('lets one of two changes at the same version win', async () => {
      const userId = randomUUID();
      const changes = ['a', 'b'].map((changeId) =>
        users.savePlan(userId, { version: 0, plan: { ...premium, changeId } }),
      );
      assert.equal((await Promise.all(changes)).filter(Boolean).length, 1);
    });
  });
}
