import assert from 'node:assert/strict';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { JobRecord } from '../../domain/job.ts';
import { assertArchived, assertHot } from '../support/at-rest.ts';
import { hours, minutes } from '../support/builders.ts';
import type { Service } from '../support/service.ts';
import { aServicePerTest } from '../support/service.ts';

describe('restoreResult', () => {
  let env: TestWorkflowEnvironment;
  let service: Service;
  let job: JobRecord;
  aServicePerTest((opened) => {
    service = opened;
    env = opened.env;
  });
  beforeEach(async () => {
    job = await service.archivedJob();
  });

  const upgrade = () => service.changePlan(job.userId, 'premium_user');
  const downgrade = () => service.changePlan(job.userId, 'free_user');
  const thawed = async () => {
    service.cold.settle();
    await service.starters.archiveThawed(job.jobId);
  };
  const tiers = () => [...service.cold.retrievals.values()].map(({ tier }) => tier);

  function assertRestored() {
    assertHot(service, job);
    assert.equal(service.cold.archives.size, 0);
  }

  it('brings a result back by Expedited when its archive has thawed', async () => {
    await upgrade();
    await env.sleep(minutes(2));
    assert.equal(service.row(job.jobId).archiveStatus, 'RESTORING');
    await thawed();
    await service.settled(job.jobId);
    assertRestored();
    assert.deepEqual(tiers(), ['Expedited']);
  });

  it('waits five hours for Standard where Expedited is refused, and says so', async () => {
    service.cold.refusals.set('Expedited', 'no capacity');
    await upgrade();
    await env.sleep(hours(5));
    const { restore } = service.row(job.jobId);
    assert.deepEqual([restore?.tier, restore?.reason], ['Standard', 'no capacity']);
    assert.equal(restore!.expectedAt - restore!.startedAt, hours(5));
    await thawed();
    await service.settled(job.jobId);
    assertRestored();
    assert.equal(service.row(job.jobId).restore, undefined);
  });

  it('asks by itself where the notification is lost', async () => {
    await upgrade();
    await env.sleep(minutes(1));
    service.cold.settle();
    await service.settled(job.jobId);
    assertRestored();
  });

  it('waits on where a notification is early, doubled or foreign', async () => {
    await upgrade();
    await env.sleep(minutes(1));
    for (let times = 0; times < 3; times++) await service.starters.archiveThawed(job.jobId);
    await env.sleep(minutes(1));
    assert.equal(service.row(job.jobId).archiveStatus, 'RESTORING');
    await thawed();
    await service.starters.archiveThawed(job.jobId);
    await service.settled(job.jobId);
    assertRestored();
    assert.deepEqual(tiers(), ['Expedited']);
  });

  it('knows of nobody who waits for a thaw when nothing is being restored', async () => {
    assert.equal(await service.starters.archiveThawed(job.jobId), false);
  });

  for (const state of ['failed', 'gone'] as const) {
    it(`starts a new round where a retrieval is ${state}`, async () => {
      await upgrade();
      await env.sleep(minutes(1));
      service.cold.settle(state);
      service.cold.startAs('succeeded');
      await service.starters.archiveThawed(job.jobId);
      await service.settled(job.jobId);
      assertRestored();
      assert.equal(tiers().length, 2);
    });
  }

  it('gives up after three rounds, keeps the archive, and lets a new upgrade try again', async () => {
    service.cold.startAs('failed');
    await upgrade();
    await assert.rejects(service.settled(job.jobId));
    assertArchived(service, job);
    assert.match(service.row(job.jobId).restoreFailure!, /Nothing is lost/);
    assert.equal(tiers().length, 3);

    service.cold.startAs('succeeded');
    await downgrade();
    await upgrade();
    await service.settled(job.jobId);
    assertRestored();
    assert.equal(service.row(job.jobId).restoreFailure, undefined);
  });

  it('starts one retrieval in a round, though it fails before the attempt that recorded it has ended', async () => {
    service.cold.startAs('failed');
    for (let times = 0; times < 2; times++)
      service.before('events.publish', () => {
        throw new Error('the topic is away');
      });
    await upgrade();
    await assert.rejects(service.settled(job.jobId));
    assert.equal(tiers().length, 3); // the rounds
  });

  it('says so where the archive is not where it was put, and leaves the row as it is', async () => {
    const { archive: kept } = service.row(job.jobId);
    service.cold.archives.clear();
    await upgrade();
    await assert.rejects(service.settled(job.jobId));
    const { archive, archiveStatus, restoreFailure } = service.row(job.jobId);
    assert.deepEqual([archive, archiveStatus], [kept, 'ARCHIVED']);
    assert.match(restoreFailure!, /was not found where it was put/);
  });

  it('gives up where every tier is refused, and keeps the archive', async () => {
    service.cold.refusals.set('Expedited', 'by policy').set('Standard', 'by policy');
    await upgrade();
    await assert.rejects(service.settled(job.jobId));
    assertArchived(service, job);
  });

  it('leaves the result archived where the user downgrades during the thaw', async () => {
    await upgrade();
    await env.sleep(minutes(1));
    await downgrade();
    await thawed();
    await service.settled(job.jobId);
    assertArchived(service, job);
    assert.equal(service.row(job.jobId).restore, undefined);
  });

  it('adopts the retrieval that runs already where the user upgrades again', async () => {
    await upgrade();
    await env.sleep(minutes(1));
    await downgrade();
    await upgrade();
    await thawed();
    await service.settled(job.jobId);
    assertRestored();
    assert.deepEqual(tiers(), ['Expedited']);
  });

  it('leaves the result archived, and no claim on it, where an operator cancels the restore', async () => {
    await upgrade();
    await env.sleep(minutes(1));
    await env.client.workflow.getHandle(`result/${job.jobId}`).cancel();
    await assert.rejects(service.settled(job.jobId));
    assertArchived(service, job);
    assert.equal(service.row(job.jobId).claimToken, undefined);
  });

  it('fails visibly, and leaves the row as it is, where another system archived the result without its hash', async () => {
    const row = service.row(job.jobId);
    service.rows.set(job.jobId, { ...row, archive: { ...row.archive!, treeHash: '' } });
    await upgrade();
    await assert.rejects(service.settled(job.jobId));
    assertArchived(service, job);
  });

  it('fetches bytes again that came back wrong', async () => {
    service.cold.startAs('succeeded');
    service.cold.flipBit();
    await upgrade();
    await service.settled(job.jobId);
    assertRestored();
  });

  it('deletes the archive only when the row vouches for the hot copy', async () => {
    service.cold.startAs('succeeded');
    let hotKey: string | undefined;
    service.before('archive.remove', () => void (hotKey = service.row(job.jobId).hotKey));
    await upgrade();
    await service.settled(job.jobId);
    assert.equal(hotKey, job.result!.key);
  });

  const steps = [
    'jobs.save',
    'archive.findRetrieval',
    'archive.retrieve',
    'archive.describe',
    'objects.write',
    'archive.remove',
  ] as const;
  for (const step of steps) {
    it(`ends in the same place, with one retrieval, where the reply of ${step} is lost`, async () => {
      service.cold.startAs('succeeded');
      service.after(step, () => {
        throw new Error('the reply is lost');
      });
      await upgrade();
      await service.settled(job.jobId);
      const { hotKey, archive } = service.row(job.jobId);
      assert.deepEqual([hotKey, archive], [job.result!.key, undefined]);
      assert.equal(service.cold.archives.size, 0);
      assert.deepEqual(tiers(), ['Expedited']);
    });

    for (const when of ['before', 'after'] as const) {
      it(`ends archived, in one place, where the user downgrades ${when} ${step}`, async () => {
        service.cold.startAs('succeeded');
        const downgraded = Promise.withResolvers<void>();
        service[when](step, () => downgrade().then(downgraded.resolve, downgraded.reject));
        await upgrade();
        await service.starters.archiveThawed(job.jobId); // no time is skipped before somebody waits for the end
        await downgraded.promise;
        await service.settled(job.jobId);
        assertArchived(service, job);
        assert.equal(service.cold.archives.size, 1);
      });
    }
  }
});
