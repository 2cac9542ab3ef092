import assert from 'node:assert/strict';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { JobRecord } from '../../domain/job.ts';
import { dayOf } from '../../domain/retrieval-cost.ts';
import { assertArchived, assertHot } from '../support/at-rest.ts';
import type { Service } from '../support/service.ts';
import { aServicePerTest } from '../support/service.ts';
import { until } from '../support/until.ts';

describe('the daily budget of retrievals', () => {
  let env: TestWorkflowEnvironment;
  let service: Service;
  let first: JobRecord;
  let second: JobRecord;
  // What is left open would be told on to the next test's workers.
  afterEach(async () => {
    for (const { jobId } of [first, second]) await service.settled(jobId);
  });
  aServicePerTest((opened) => {
    service = opened;
    env = opened.env;
  });
  beforeEach(async () => {
    service.cold.startAs('succeeded');
    first = await service.archivedJob();
    second = await service.archivedJob();
  });

  const upgrade = ({ userId }: JobRecord) => service.changePlan(userId, 'premium_user');
  const postponed = ({ jobId }: JobRecord) => until(() => service.row(jobId).restorePostponedUntil);
  /** The first one takes the whole budget of the day. No time is skipped meanwhile: it could be the next day then. */
  async function firstTakesAll(): Promise<void> {
    await upgrade(first);
    await until(() => service.row(first.jobId).restore);
  }
  async function secondWaits(): Promise<number> {
    await firstTakesAll();
    await upgrade(second);
    return postponed(second);
  }

  for (const cap of ['bytes', 'microdollars'] as const)
    it(`makes a restore wait for the next day where the ${cap} of this one are used up`, async () => {
      service.caps[cap] = 1;
      const endsAt = await secondWaits();
      assert.equal(endsAt, dayOf(await env.currentTimeMs()).endsAt);
      for (const { jobId } of [first, second]) await service.settled(jobId);
      for (const job of [first, second]) assertHot(service, job);
      const restored = service.row(second.jobId);
      assert.ok(restored.timeline.findLast(({ event }) => event === 'retrieving')!.at >= endsAt);
      assert.equal(restored.restorePostponedUntil, undefined);
    });

  it('lets each day’s first retrieval through, however large: it would never come back otherwise', async () => {
    service.caps.bytes = 1;
    await upgrade(first);
    await service.settled(first.jobId);
    assertHot(service, first);
  });

  it('takes once from it where the answer is lost', async () => {
    service.caps.bytes = 1;
    service.after('budget.reserve', () => {
      throw new Error('the answer is lost');
    });
    await upgrade(first);
    await service.settled(first.jobId);
    assertHot(service, first);
    assert.ok(!service.row(first.jobId).timeline.some(({ event }) => event === 'postponed'));
  });

  it('waits for nobody who has left premium meanwhile', async () => {
    service.caps.bytes = 1;
    const endsAt = await secondWaits();
    await service.changePlan(second.userId, 'free_user');
    await until(() => service.row(second.jobId).archiveStatus === 'ARCHIVED');
    await service.settled(second.jobId);
    assertArchived(service, second);
    const { claimToken, restorePostponedUntil } = service.row(second.jobId);
    assert.deepEqual([claimToken, restorePostponedUntil], [undefined, undefined]);
    assert.ok(service.row(second.jobId).timeline.at(-1)!.at < endsAt);
  });

  it('hears of a deletion that comes while it is asked', async () => {
    service.caps.bytes = 1;
    await firstTakesAll();
    service.after('budget.reserve', () => service.starters.deleteJob(second));
    await upgrade(second);
    await until(() => service.row(second.jobId).expiresAt);
    await service.settled(second.jobId);
  });

  it('goes on waiting where the user upgrades again, and restores once', async () => {
    service.caps.bytes = 1;
    await secondWaits();
    await service.changePlan(second.userId, 'free_user');
    await upgrade(second);
    await service.settled(second.jobId);
    assertHot(service, second);
    const ofSecond = [...service.cold.retrievals.values()].filter(({ description }) =>
      description.endsWith(second.jobId),
    );
    assert.equal(ofSecond.length, 1);
  });

  it('counts nothing where nobody has set a cap', async () => {
    service.before('budget.reserve', () => assert.fail('somebody counts'));
    await upgrade(first);
    await service.settled(first.jobId);
    assertHot(service, first);
  });
});
