import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PlanChange } from '../../domain/plan.ts';
import { UNKNOWN_USER, decidePlanChange, inputLimit } from '../../domain/plan.ts';

const change = (over: Partial<PlanChange> = {}): PlanChange => ({
  userId: 'u',
  role: 'premium_user',
  changeId: 'c1',
  orderedAt: 10,
  ...over,
});

describe('decidePlanChange', () => {
  it('applies a newer version and begins the role now', () => {
    assert.deepEqual(decidePlanChange(UNKNOWN_USER, change({ planVersion: 1 }), 99), {
      kind: 'apply',
      plan: { role: 'premium_user', since: 99, version: 1, changeId: 'c1', orderedAt: 10 },
    });
  });

  it('keeps the beginning of a role that is named again', () => {
    const decision = decidePlanChange({ ...UNKNOWN_USER, since: 5 }, change({ role: 'free_user', planVersion: 1 }), 99);
    assert.equal(decision.kind === 'apply' && decision.plan.since, 5);
  });

  it('recognises its own write by the id of the change', () => {
    const current = { role: 'premium_user', since: 99, version: 1, changeId: 'c1' } as const;
    assert.deepEqual(decidePlanChange(current, change({ planVersion: 1 }), 100), { kind: 'ours' });
  });

  it('finds a version stale that is not newer', () => {
    const current = { role: 'free_user', since: 0, version: 2, changeId: 'c2' } as const;
    assert.deepEqual(decidePlanChange(current, change({ planVersion: 2 }), 100), { kind: 'stale' });
    assert.deepEqual(decidePlanChange(current, change({ planVersion: 1 }), 100), { kind: 'stale' });
  });

  it('orders changes without a version by their time', () => {
    const current = { role: 'free_user', since: 0, version: 2, changeId: 'c2', orderedAt: 10 } as const;
    assert.deepEqual(decidePlanChange(current, change({ orderedAt: 10 }), 100), { kind: 'stale' });
    assert.equal(decidePlanChange(current, change({ orderedAt: 11 }), 100).kind, 'apply');
  });

  it('ends in the newest change whatever the order and however often each arrives', () => {
    const history = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(history, fc.integer(), (versions, salt) => {
        const changes = [...versions, ...versions].map((planVersion) =>
          change({ planVersion, changeId: `c${planVersion}`, role: planVersion % 2 ? 'premium_user' : 'free_user' }),
        );
        changes.sort((a, b) => ((a.planVersion! * 31 + salt) % 7) - ((b.planVersion! * 31 + salt) % 7));
        let plan = UNKNOWN_USER;
        for (const each of changes) {
          const decision = decidePlanChange(plan, each, 1);
          if (decision.kind === 'apply') plan = decision.plan;
        }
        assert.equal(plan.version, Math.max(...versions));
        assert.equal(plan.role, plan.version % 2 ? 'premium_user' : 'free_user');
      }),
    );
  });
});

describe('inputLimit', () => {
  it('gives each role its own', () => {
    const limits = { freeInputBytes: 1, premiumInputBytes: 2 };
    assert.equal(inputLimit('free_user', limits), 1);
    assert.equal(inputLimit('premium_user', limits), 2);
  });
});
