// test/contracts/retrieval-budget.contract.ts — what every RetrievalBudget does, whatever keeps the count.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { RetrievalBudget } from '../../domain/ports.ts';

type Request = Parameters<RetrievalBudget['reserve']>[0];

export function describeRetrievalBudget(name: string, open: () => Promise<RetrievalBudget>): void {
  describe(`RetrievalBudget: ${name}`, () => {
    let budget: RetrievalBudget;
    let day: string;
    before(async () => {
      budget = await open();
    });
    beforeEach(() => {
      day = aDay();
    });

    const reserve = (over: Partial<Request> = {}) =>
      budget.reserve({ id: randomUUID(), day, bytes: 40, microdollars: 4, caps: { bytes: 100 }, ...over });

    it('takes from a day what fits under its cap, and refuses what does not', async () => {
      assert.deepEqual([await reserve(), await reserve(), await reserve()], [true, true, false]);
      assert.equal(await reserve({ bytes: 20 }), true);
      assert.equal(await reserve({ bytes: 1 }), false);
    });

    it('counts every day for itself', async () => {
      await reserve({ bytes: 100 });
      assert.equal(await reserve(), false);
      assert.equal(await reserve({ day: aDay() }), true);
    });

    it('takes once for each id, also on a day that is full by it', async () => {
      const id = randomUUID();
      assert.equal(await reserve({ id, bytes: 60 }), true);
      assert.equal(await reserve({ id, bytes: 60 }), true);
      assert.equal(await reserve({ bytes: 40 }), true);
      assert.equal(await reserve({ id, bytes: 60 }), true);
      assert.equal(await reserve({ id, bytes: 60, day: aDay() }), true);
    });

    it('lets a request that was refused try again', async () => {
      const id = randomUUID();
      await reserve({ bytes: 90 });
      assert.equal(await reserve({ id }), false);
      assert.equal(await reserve({ id }), false);
      assert.equal(await reserve({ id, caps: { bytes: 200 } }), true);
    });

    it('admits what alone exceeds the cap on a day on which nothing was taken', async () => {
      assert.equal(await reserve({ bytes: 1000 }), true);
      assert.equal(await reserve({ bytes: 1 }), false);
    });

    it('caps money, or both, or neither', async () => {
      await reserve({ caps: {} });
      assert.equal(await reserve({ caps: { microdollars: 7 } }), false);
      assert.equal(await reserve({ caps: { microdollars: 8, bytes: 79 } }), false);
      assert.equal(await reserve({ caps: { microdollars: 8, bytes: 80 } }), true);
      assert.equal(await reserve({ bytes: 1e12, microdollars: 1e9, caps: {} }), true);
    });

    it('tells what was taken of a day', async () => {
      assert.deepEqual(await budget.spent(day), { bytes: 0, microdollars: 0 });
      await reserve();
      await reserve({ bytes: 100 });
      assert.deepEqual(await budget.spent(day), { bytes: 40, microdollars: 4 });
    });

    it('lets no more through where many ask at once', async () => {
      const asked = await Promise.all(Array.from({ length: 8 }, () => reserve({ bytes: 25 })));
      assert.equal(asked.filter(Boolean).length, 4);
    });
  });
}

/** A day of its own for every test: the table is shared. */
let days = 0;
function aDay(): string {
  days += 1;
  return new Date(Date.UTC(2030, 0, 1) + (days + Math.floor(Math.random() * 1e6) * 100) * 86_400_000)
    .toISOString()
    .slice(0, -14);
}
