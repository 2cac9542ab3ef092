import assert from 'node:assert/strict';
import { dayOf, isCapped, retrievalMicrodollars } from '../../domain/retrieval-cost.ts';

describe('the cost of a retrieval', () => {
  const cases = [
    { tier: 'Expedited', bytes: 1e9, microdollars: 40_000 },
    { tier: 'Standard', bytes: 1e9, microdollars: 10_050 },
    { tier: 'Bulk', bytes: 1e12, microdollars: 25 },
    { tier: 'Standard', bytes: 1, microdollars: 51 },
  ] as const;
  for (const { tier, bytes, microdollars } of cases)
    it(`is ${microdollars} millionths of a dollar for ${bytes} bytes by ${tier}`, () =>
      assert.equal(retrievalMicrodollars(tier, bytes), microdollars));

  it('counts for a day that begins at midnight, UTC', () => {
    const midnight = Date.UTC(2026, 1, 28);
    const day = { day: '2026-02-28', endsAt: midnight + 86_400_000 };
    for (const at of [midnight, day.endsAt - 1]) assert.deepEqual(dayOf(at), day);
    assert.equal(dayOf(day.endsAt).day, '2026-03-01');
  });

  it('is counted only where there is a cap', () => {
    assert.deepEqual([{}, { bytes: 0 }, { microdollars: 1 }].map(isCapped), [false, true, true]);
  });
});
