import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { PlanChange } from '../../domain/plan.ts';
import { assertArchived, assertHot } from '../support/at-rest.ts';
import { aCompletedJob, minutes } from '../support/builders.ts';
import type { Service } from '../support/service.ts';
import { aServicePerTest } from '../support/service.ts';

describe('applyPlan', () => {
  let env: TestWorkflowEnvironment;
  let service: Service;
  let userId: string;
  aServicePerTest((opened) => {
    service = opened;
    env = opened.env;
  });
  beforeEach(() => {
    userId = randomUUID();
  });

  const plan = async () => (await service.users.get(userId)).plan;
  const applied = (): Promise<void> => env.client.workflow.getHandle(`plan/${userId}`).result();
  const change = (planVersion: number, over: Partial<PlanChange> = {}): PlanChange => ({
    userId,
    role: planVersion % 2 ? 'premium_user' : 'free_user',
    changeId: `change-${planVersion}`,
    planVersion,
    orderedAt: planVersion,
    ...over,
  });

  it('records the role with its version', async () => {
    await service.starters.changePlan(change(1));
    await applied();
    const { role, version, changeId } = await plan();
    assert.deepEqual({ role, version, changeId }, { role: 'premium_user', version: 1, changeId: 'change-1' });
  });

  it('ends at the newest change where they arrive doubled and out of order', async () => {
    for (const version of [2, 1, 3, 3, 1, 2]) await service.starters.changePlan(change(version));
    await applied();
    assert.deepEqual([(await plan()).version, (await plan()).role], [3, 'premium_user']);
  });

  it('recognises its own write whose reply was lost, and still wakes the results', async () => {
    const job = await service.completedJob({ userId });
    service.after('users.savePlan', () => {
      throw new Error('the reply is lost');
    });
    await service.starters.changePlan(change(1));
    await applied();
    await service.settled(job.jobId);
    assertHot(service, job);
    assert.equal((await plan()).version, 1);
  });

  it('brings back a result that is not on the first page of the user’s jobs', async () => {
    const job = await service.completedJob({ userId });
    await service.settled(job.jobId);
    for (let newer = 1; newer <= 100; newer++) {
      await service.jobs.insert(aCompletedJob({ userId, jobId: randomUUID(), submittedAt: newer, status: 'FAILED' }));
    }
    service.cold.startAs('succeeded');
    await service.starters.changePlan(change(1));
    await applied();
    await service.settled(job.jobId);
    assertHot(service, job);
  });

  it('archives the results of a user who leaves premium, after a new grace', async () => {
    await service.changePlan(userId, 'premium_user');
    const job = await service.completedJob({ userId });
    await service.settled(job.jobId);
    await env.sleep(minutes(60));
    assertHot(service, job);

    await service.changePlan(userId, 'free_user');
    await env.sleep(minutes(4));
    assertHot(service, job);
    await service.settled(job.jobId);
    assertArchived(service, job);
  });

  it('leaves other users’ results alone', async () => {
    const other = await service.archivedJob();
    await service.changePlan(userId, 'premium_user');
    assertArchived(service, other);
    assert.equal((await service.users.get(other.userId)).plan.role, 'free_user');
  });
});
