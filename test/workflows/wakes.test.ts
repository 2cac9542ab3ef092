import assert from 'node:assert/strict';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { assertArchived, assertHot } from '../support/at-rest.ts';
import { aCompletedJob, minutes } from '../support/builders.ts';
import type { Service } from '../support/service.ts';
import { aServicePerTest } from '../support/service.ts';

describe('the movers of a result', () => {
  let env: TestWorkflowEnvironment;
  let service: Service;
  aServicePerTest((opened) => {
    service = opened;
    env = opened.env;
  });
  beforeEach(() => {
    service.cold.startAs('succeeded');
  });

  it('look once more where the plan changes while the last look is under way', async () => {
    const job = await service.archivedJob();
    service.after('users.get', () => service.changePlan(job.userId, 'premium_user'));
    await service.starters.annotationCompleted(job);
    await service.settled(job.jobId);
    assertHot(service, job);
  });

  it('ask again at once where the thaw is notified while they ask', async () => {
    const job = await service.archivedJob();
    service.cold.startAs('inProgress');
    service.after('archive.describe', () => {
      service.cold.settle();
      return service.starters.archiveThawed(job.jobId);
    });
    await service.changePlan(job.userId, 'premium_user');
    await service.starters.archiveThawed(job.jobId); // too early
    await service.settled(job.jobId);
    assertHot(service, job);
    const [restored, retrieving] = service.row(job.jobId).timeline.toReversed();
    assert.ok(restored!.at - retrieving!.at < minutes(10), 'the fallback timer was waited for');
  });

  it('are woken by a change of plan that a stale one follows', async () => {
    const job = await service.archivedJob();
    const { userId } = job;
    const change = { userId, role: 'premium_user', changeId: 'new', planVersion: 2, orderedAt: 2 } as const;
    service.before('users.savePlan', () =>
      service.starters.changePlan({ ...change, role: 'free_user', changeId: 'old', planVersion: 1 }),
    );
    await service.starters.changePlan(change);
    await env.client.workflow.getHandle(`plan/${userId}`).result();
    await service.settled(job.jobId);
    assertHot(service, job);
  });

  it('are woken from the first page on by a change of plan that comes while they are being woken', async () => {
    const job = await service.archivedJob();
    const { userId } = job;
    for (let older = 1; older <= 100; older++)
      await service.jobs.insert(aCompletedJob({ userId, submittedAt: -older, status: 'FAILED', version: 1 }));
    const change = { userId, role: 'free_user', changeId: 'one', planVersion: 1, orderedAt: 1 } as const;
    service.after('jobs.getMany', () =>
      service.starters.changePlan({ ...change, role: 'premium_user', changeId: 'two', planVersion: 2 }),
    );
    await service.starters.changePlan(change);
    await env.client.workflow.getHandle(`plan/${userId}`).result();
    await service.settled(job.jobId);
    assertHot(service, job);
  });

  it('ask for another retrieval where the output expires before it is copied', async () => {
    const job = await service.archivedJob();
    service.after('archive.describe', () => {
      for (const retrieval of service.cold.retrievals.values()) retrieval.state = 'gone';
    });
    await service.changePlan(job.userId, 'premium_user');
    await service.settled(job.jobId);
    assertHot(service, job);
    assert.equal(service.cold.retrievals.size, 2);
  });

  it('leave a result archived, and no claim on it, where the user downgrades before the bytes are copied', async () => {
    const job = await service.archivedJob();
    service.cold.startAs('inProgress');
    service.after('archive.describe', () => service.changePlan(job.userId, 'free_user'));
    await service.changePlan(job.userId, 'premium_user');
    await service.settled(job.jobId);
    assertArchived(service, job);
    assert.equal(service.row(job.jobId).claimToken, undefined);
  });
});
