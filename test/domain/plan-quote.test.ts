// test/domain/plan-quote.test.ts — what a change of plan would do, said before.
import assert from 'node:assert/strict';
import { planQuote } from '../../domain/plan-quote.ts';
import type { Storage } from '../../domain/storage.ts';
import { emptyStorage } from '../../domain/storage.ts';

const rules = {
  graceMs: 300_000,
  tiers: { Expedited: { expectedMs: 1 }, Standard: { expectedMs: 2 }, Bulk: { expectedMs: 3 } },
};
const held = (places: Partial<Storage>): Storage => ({ ...emptyStorage(), ...places });

describe('the quote of a plan', () => {
  it('tells what comes back, by which tier, when and at what price', () => {
    const storage = held({ archived: { results: 3, bytes: 3e6 }, archiving: { results: 1, bytes: 1e6 } });
    assert.deepEqual(planQuote('premium_user', storage, rules), {
      role: 'premium_user',
      results: 4,
      bytes: 4e6,
      restore: {
        tier: 'Expedited',
        expectedMs: 1,
        microdollars: 4 * (10_000 + 30), // a cent for each request, and 3 cents for a GB
        otherwise: { tier: 'Standard', expectedMs: 2, microdollars: 4 * (50 + 10) },
      },
    });
  });

  it('does not promise Expedited for what is too large for it', () => {
    const quote = planQuote('premium_user', held({ archived: { results: 1, bytes: 3e8 } }), rules);
    assert.deepEqual([quote.restore?.tier, quote.restore?.otherwise], ['Standard', undefined]);
  });

  it('has nothing to restore where nothing is archived', () => {
    const quote = planQuote('premium_user', held({ hot: { results: 9, bytes: 9 } }), rules);
    assert.deepEqual(quote, { role: 'premium_user', results: 0, bytes: 0 });
  });

  it('tells those who leave how much goes to the archive, and how soon', () => {
    const storage = held({ hot: { results: 2, bytes: 20 }, restoring: { results: 1, bytes: 5 } });
    const quote = planQuote('free_user', storage, rules);
    assert.deepEqual(quote, { role: 'free_user', results: 3, bytes: 25, archivesAfterMs: 300_000 });
  });
});
