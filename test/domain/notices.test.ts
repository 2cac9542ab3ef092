// test/domain/notices.test.ts — who is told of what, and when a result's way to the archive is told ahead.
import assert from 'node:assert/strict';
import { beforeArchiving, channelsOf, stillHolds } from '../../domain/notices.ts';
import { aCompletedJob, aPlan, anArchivedJob, hours } from '../support/builders.ts';

const webhook = { id: 'a'.repeat(32), url: 'https://example.org', events: ['failed'], createdAt: 0 } as const;
const email = 'ada@example.org';

describe('channelsOf', () => {
  const told = [
    ['nobody without address and webhooks', { profile: {} }, 'completed', []],
    ['by mail of what is mailed to everybody', { profile: { email } }, 'completed', ['mail']],
    ['of nothing else', { profile: { email } }, 'archived', []],
    ['as one wishes', { profile: { email }, mail: { archived: true } }, 'archived', ['mail']],
    ['not of what one has ended', { profile: { email }, mail: { completed: false } }, 'completed', []],
    ['by the webhooks that listen', { profile: {}, webhooks: [webhook] }, 'failed', [webhook.id]],
    ['by no webhook that listens to something else', { profile: {}, webhooks: [webhook] }, 'completed', []],
    ['by no webhook that is off', { profile: {}, webhooks: [{ ...webhook, disabledAt: 1 }] }, 'failed', []],
  ] as const;
  for (const [words, user, kind, channels] of told)
    it(`tells ${words}`, () => assert.deepEqual(channelsOf(user, kind), channels));
});

describe('beforeArchiving', () => {
  const rules = { graceMs: hours(72), notices: { leadMs: hours(24) } };
  const job = aCompletedJob({ completedAt: hours(10) + 1 });

  it('is a day before the end of the grace, by the hour', () => {
    assert.equal(beforeArchiving(job, aPlan(), rules)!.at, hours(58));
  });
  it('counts from a downgrade', () => {
    assert.equal(beforeArchiving(job, aPlan({ since: hours(100) }), rules)!.at, hours(148));
  });
  it('is another fact after another downgrade', () => {
    const [first, second] = [0, hours(100)].map((since) => beforeArchiving(job, aPlan({ since }), rules)!.key);
    assert.notEqual(first, second);
  });
  for (const [words, gone, plan] of [
    ['a premium user’s result', job, aPlan({ role: 'premium_user' })],
    ['a result in the archive', anArchivedJob(), aPlan()],
    ['a job that failed', aCompletedJob({ status: 'FAILED' }), aPlan()],
    ['a deleted job', aCompletedJob({ deletedAt: 1 }), aPlan()],
  ] as const)
    it(`is not for ${words}`, () => assert.equal(beforeArchiving(gone, plan, rules), undefined));
});

describe('stillHolds', () => {
  const [hot, cold, free] = [aCompletedJob(), anArchivedJob(), aPlan()];
  const cases = [
    ['completed', hot, true],
    ['completed', aCompletedJob({ status: 'RUNNING' }), false],
    ['failed', aCompletedJob({ status: 'FAILED' }), true],
    ['failed', hot, false],
    ['archiving_soon', hot, true],
    ['archiving_soon', cold, false],
    ['archived', cold, true],
    ['archived', hot, false],
    ['restore_begun', anArchivedJob({ archiveStatus: 'RESTORING' }), true],
    ['restore_begun', cold, false],
    ['restored', hot, true],
    ['restored', cold, false],
    ['restored', aCompletedJob({ deletedAt: 1 }), false],
  ] as const;
  for (const [kind, job, holds] of cases)
    it(`${kind} ${holds ? 'holds' : 'no longer holds'} for a ${job.archiveStatus ?? job.status} job${job.deletedAt ? ' that is deleted' : ''}`, () =>
      assert.equal(stillHolds(kind, job, free), holds));
});
