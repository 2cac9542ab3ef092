import assert from 'node:assert/strict';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { JobRecord } from '../../domain/job.ts';
import { minutes } from '../support/builders.ts';
import { assertArchived, assertHot } from '../support/at-rest.ts';
import type { Service } from '../support/service.ts';
import { aServicePerTest } from '../support/service.ts';
import { GRACE_MS } from '../support/steps-in-memory.ts';

describe('archiveResult', () => {
  let env: TestWorkflowEnvironment;
  let service: Service;
  aServicePerTest((opened) => {
    service = opened;
    env = opened.env;
  });

  it('archives a free result when its grace of five minutes is over, and not before', async () => {
    const job = await service.completedJob();
    await env.sleep(GRACE_MS - minutes(1));
    assertHot(service, job);

    await service.settled(job.jobId);
    assertArchived(service, job);
    assert.ok(service.row(job.jobId).timeline.at(-1)!.at - job.completedAt! >= GRACE_MS);
  });

  it('tells other systems that a result is archived', async () => {
    const { jobId, userId } = await service.archivedJob();
    const archiveId = service.row(jobId).archive!.id;
    const [event] = service.published;
    assert.deepEqual({ ...event, at: 0 }, { kind: 'result-archived', jobId, userId, archiveId, at: 0 });
  });

  it('keeps the result of a user who upgrades during the grace', async () => {
    const job = await service.completedJob();
    await env.sleep(minutes(1));
    await service.changePlan(job.userId, 'premium_user');
    await service.settled(job.jobId);
    assertHot(service, job);
    assert.deepEqual([...service.cold.archives], []);
  });

  it('counts the grace anew for a user who upgrades and downgrades during it', async () => {
    const job = await service.completedJob();
    await env.sleep(minutes(3));
    await service.changePlan(job.userId, 'premium_user');
    await service.changePlan(job.userId, 'free_user');
    const downgradedAt = await env.currentTimeMs();
    await service.settled(job.jobId);
    assertArchived(service, job);
    const archivedAt = service.row(job.jobId).timeline.at(-1)!.at;
    assert.ok(
      archivedAt >= downgradedAt - 1000 + GRACE_MS,
      `archived ${archivedAt - downgradedAt} ms after the downgrade`,
    );
  });

  it('does nothing for a job that is not known, or has not completed', async () => {
    await service.starters.annotationCompleted({ jobId: 'unknown', userId: 'u' });
    await service.settled('unknown');
    const job = await service.completedJob({ status: 'FAILED' });
    await service.settled(job.jobId);
    assertHot(service, job);
  });

  it('archives once, however often the annotation is said to be complete', async () => {
    const job = await service.completedJob();
    await service.starters.annotationCompleted(job);
    service.before('archive.upload', () => service.starters.annotationCompleted(job));
    await service.settled(job.jobId);
    await service.starters.annotationCompleted(job);
    await service.settled(job.jobId);
    assertArchived(service, job);
    assert.equal(service.cold.archives.size, 1);
  });

  it('archives the version that the row vouches for, and deletes every other too', async () => {
    const job = await service.completedJob();
    const late = Buffer.from('a frozen annotation writes late');
    await service.objects.write({ ...job.result!, bytes: late.length, contentType: '', read: async () => late });
    await service.settled(job.jobId);
    assertArchived(service, job);
  });

  it('begins again where the archive has forgotten the upload', async () => {
    const job = await service.completedJob();
    service.after('archive.begin', () => service.cold.forgetUploads());
    await service.settled(job.jobId);
    assertArchived(service, job);
  });

  it('keeps the bytes and says so where they are not the ones that were annotated', async () => {
    const job = await service.completedJob({});
    const row = service.row(job.jobId);
    service.rows.set(job.jobId, { ...row, result: { ...row.result!, treeHash: '0'.repeat(64) } });
    await assert.rejects(service.settled(job.jobId));
    assertHot(service, job);
    assert.match(service.row(job.jobId).timeline.at(-1)!.detail!, /operator/);
    assert.deepEqual([service.cold.archives.size, service.cold.uploads().length], [0, 0]);
  });

  const steps = [
    'jobs.get',
    'objects.versions',
    'jobs.save',
    'archive.begin',
    'archive.upload',
    'events.publish',
    'objects.removeVersions',
  ] as const;

  for (const step of steps) {
    it(`ends in the same place where the reply of ${step} is lost`, async () => {
      const job = await service.completedJob();
      service.after(step, () => {
        throw new Error('the reply is lost');
      });
      await service.settled(job.jobId);
      assertArchived(service, job);
      assert.equal(service.cold.archives.size, 1);
    });

    for (const when of ['before', 'after'] as const) {
      it(`brings the result of a user back who upgrades ${when} ${step}`, async () => {
        service.cold.startAs('succeeded');
        const job = await upgradedDuringArchiving(() => service[when](step, upgrade));
        await service.settled(job.jobId);
        assertHot(service, job);
        assert.equal(service.cold.archives.size, 0);

        async function upgrade() {
          await service.changePlan(job.userId, 'premium_user');
        }
      });
    }
  }

  it('brings the result of a user back who upgrades before and after it is recorded', async () => {
    service.cold.startAs('succeeded');
    for (const when of ['before', 'after'] as const) {
      const job = await upgradedDuringArchiving(() =>
        service.after('archive.upload', () =>
          service[when]('jobs.save', () => service.changePlan(job.userId, 'premium_user')),
        ),
      );
      await service.settled(job.jobId);
      assertHot(service, job);
      assert.equal(service.cold.archives.size, 0);
    }
  });

  /** The grace is over when the hook is set, so that it strikes the archiving itself. */
  async function upgradedDuringArchiving(arm: () => void): Promise<JobRecord> {
    const job = await service.completedJob();
    queueMicrotask(arm);
    return job;
  }
});
