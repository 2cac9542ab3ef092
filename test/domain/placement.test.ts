import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JOB_STATUSES } from '../../domain/job.ts';
import { graceEnds, placement } from '../../domain/placement.ts';
import { ROLES } from '../../domain/plan.ts';
import { aCompletedJob, aPlan, anArchivedJob, minutes } from '../support/builders.ts';

const graceMs = minutes(5);
const premium = aPlan({ role: 'premium_user' });
const at = (now: number) => ({ now, graceMs });

describe('placement', () => {
  const cases = [
    {
      what: 'waits out the grace of a free result',
      job: aCompletedJob(),
      plan: aPlan(),
      now: 0,
      need: { kind: 'wait', waitMs: graceMs },
    },
    {
      what: 'waits one millisecond before the end',
      job: aCompletedJob(),
      plan: aPlan(),
      now: graceMs - 1,
      need: { kind: 'wait', waitMs: 1 },
    },
    {
      what: 'archives a free result at the end of its grace',
      job: aCompletedJob(),
      plan: aPlan(),
      now: graceMs,
      need: { kind: 'archive' },
    },
    {
      what: 'counts the grace anew after a downgrade',
      job: aCompletedJob(),
      plan: aPlan({ since: minutes(60) }),
      now: minutes(61),
      need: { kind: 'wait', waitMs: minutes(4) },
    },
    {
      what: 'leaves a free archived result',
      job: anArchivedJob(),
      plan: aPlan(),
      now: graceMs,
      need: { kind: 'nothing' },
    },
    { what: 'leaves a premium result', job: aCompletedJob(), plan: premium, now: graceMs, need: { kind: 'nothing' } },
    {
      what: 'restores an archived premium result',
      job: anArchivedJob(),
      plan: premium,
      now: 0,
      need: { kind: 'restore' },
    },
    {
      what: 'removes what its owner has deleted',
      job: aCompletedJob({ deletedAt: 1 }),
      plan: aPlan(),
      now: graceMs,
      need: { kind: 'remove' },
    },
    {
      what: 'leaves a tombstone alone',
      job: aCompletedJob({ deletedAt: 1, expiresAt: 2 }),
      plan: aPlan(),
      now: graceMs,
      need: { kind: 'nothing' },
    },
  ] as const;
  for (const { what, job, plan, now, need } of cases) {
    it(what, () => assert.deepEqual(placement(job, plan, at(now)), need));
  }

  it('moves nothing that has not completed', () => {
    for (const status of JOB_STATUSES.filter((each) => each !== 'COMPLETED')) {
      assert.deepEqual(placement(aCompletedJob({ status }), aPlan(), at(graceMs)), { kind: 'nothing' });
    }
  });

  it('never archives before the later of completion and plan change plus the grace', () => {
    const time = fc.integer({ min: 0, max: 1e13 });
    fc.assert(
      fc.property(time, time, time, fc.constantFrom(...ROLES), (completedAt, since, now, role) => {
        const job = aCompletedJob({ completedAt });
        const plan = aPlan({ role, since });
        const need = placement(job, plan, at(now));
        assert.equal(need.kind === 'archive', role === 'free_user' && now >= graceEnds(job, plan, graceMs));
        if (need.kind === 'wait') assert.deepEqual(placement(job, plan, at(now + need.waitMs)), { kind: 'archive' });
      }),
    );
  });
});
