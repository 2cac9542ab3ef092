import assert from 'node:assert/strict';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { JobRequest } from '../../domain/job.ts';
import { assertGone } from '../model/stage.ts';
import { assertHot } from '../support/at-rest.ts';
import { aCompletedJob, aJobRequest, minutes } from '../support/builders.ts';
import type { Service } from '../support/service.ts';
import { aServicePerTest } from '../support/service.ts';

type Job = Pick<JobRequest, 'jobId' | 'userId'>;

describe('deleting a job', () => {
  let env: TestWorkflowEnvironment;
  let service: Service;
  aServicePerTest((opened) => {
    service = opened;
    env = opened.env;
  });

  const remove = ({ jobId, userId }: Job) => service.starters.deleteJob({ jobId, userId });
  async function assertRemoved(job: Job): Promise<void> {
    await service.settled(job.jobId);
    await assertGone({ service }, job);
  }
  async function anUploadedInput(): Promise<JobRequest> {
    const request = aJobRequest();
    await service.objects.write({ ...request.input, bytes: 3, contentType: '', read: async () => Buffer.from('vcf') });
    return request;
  }

  it('hides it before it answers, and removes it then', async () => {
    const job = await service.completedJob();
    assert.equal(await remove(job), 'marked');
    assert.deepEqual((await service.jobs.page({ userId: job.userId, limit: 10 })).jobs, []);
    await assertRemoved(job);
  });

  it('stops its annotation first, and removes what that has stored', async () => {
    const request = await anUploadedInput();
    let stopped = false;
    const started = Promise.withResolvers<void>();
    service.annotator.annotate = ({ signal }) =>
      new Promise((_, reject) => {
        started.resolve();
        signal.addEventListener('abort', () => {
          stopped = true;
          reject(signal.reason as Error);
        });
      });
    await service.starters.submit(request, 'free_user');
    await started.promise;
    await remove(request);
    await assertRemoved(request);
    assert.equal(stopped, true);
    assert.deepEqual(service.published, []);
  });

  it('archives nothing any more where it is asked for during the grace', async () => {
    const job = await service.completedJob();
    await env.sleep(minutes(1));
    service.before('archive.begin', () => assert.fail('it is archived'));
    await remove(job);
    await assertRemoved(job);
  });

  for (const call of ['archive.begin', 'archive.upload', 'objects.removeVersions'] as const)
    it(`leaves no archive and no upload where it is asked for at ${call} of an archiving`, async () => {
      const job = await service.completedJob();
      service.before(call, () => remove(job));
      await assertRemoved(job);
    });

  it('deletes the archive of an archived result', async () => {
    const job = await service.archivedJob();
    await remove(job);
    await assertRemoved(job);
    assert.match(service.entries.get(`removed/${job.jobId}`)!.detail!, /the archive/);
  });

  it('does not wait for a thaw', async () => {
    const job = await service.archivedJob();
    await service.changePlan(job.userId, 'premium_user');
    await env.sleep(minutes(1));
    await remove(job);
    await assertRemoved(job);
  });

  it('removes the copy, too, that a restore is just writing', async () => {
    service.cold.startAs('succeeded');
    const job = await service.archivedJob();
    service.before('objects.write', () => remove(job));
    await service.changePlan(job.userId, 'premium_user');
    await assertRemoved(job);
  });

  it('keeps a submission out that arrives after it', async () => {
    const request = await anUploadedInput();
    await remove(request);
    await assertRemoved(request);
    assert.deepEqual(await service.starters.submit(request, 'free_user'), { kind: 'recorded', status: 'CANCELLED' });
    await assertGone({ service }, request);
  });

  it('is one deletion however often it is asked for, also after the end', async () => {
    const job = await service.archivedJob();
    await Promise.all([remove(job), remove(job)]);
    await assertRemoved(job);
    await remove(job);
    await assertRemoved(job);
  });

  it('deletes nothing of somebody else', async () => {
    const job = await service.completedJob();
    await service.changePlan(job.userId, 'premium_user');
    await service.settled(job.jobId);
    await remove({ jobId: job.jobId, userId: 'somebody-else' });
    await service.settled(job.jobId);
    assertHot(service, job);
    assert.deepEqual(await service.audit.of(`job/${job.jobId}`), []);
  });

  it('removes what other systems stored under keys of their own', async () => {
    const job = await service.completedJob();
    const log = { bucket: 'results', key: 'elsewhere.log' };
    await service.objects.write({ ...log, bytes: 3, contentType: '', read: async () => Buffer.from('log') });
    service.rows.set(job.jobId, { ...service.row(job.jobId), log });
    await remove(job);
    await assertRemoved(job);
    assert.deepEqual(service.versions.get('results/elsewhere.log'), []);
  });
});

describe('closing an account', () => {
  let env: TestWorkflowEnvironment;
  let service: Service;
  aServicePerTest((opened) => {
    service = opened;
    env = opened.env;
  });
  const closed = (userId: string): Promise<void> => env.client.workflow.getHandle(`account/${userId}`).result();
  const closedAt = async (userId: string) => (await service.users.get(userId)).closedAt!;

  it('deletes every job, hot or archived, and forgets who it was', async () => {
    const archived = await service.archivedJob();
    const { userId } = archived;
    const hot = await service.completedJob({
      userId,
      jobId: aJobRequest().jobId,
      result: aCompletedJob({ userId }).result!,
    });
    await service.users.saveProfile(userId, { email: 'ada@example.org' });
    await service.starters.closeAccount(userId);
    await closed(userId);
    for (const job of [archived, hot]) {
      await service.settled(job.jobId);
      await assertGone({ service }, job);
    }
    assert.deepEqual((await service.users.get(userId)).profile, {});
    assert.deepEqual(
      (await service.audit.of(`user/${userId}`)).map(({ action }) => action),
      ['account-deleted'],
    );
  });

  it('removes a job, too, that was marked by an attempt which died before it woke anybody', async () => {
    const job = await service.archivedJob();
    service.after('jobs.save', () => {
      throw new Error('killed when the row was marked');
    });
    await service.starters.closeAccount(job.userId);
    await closed(job.userId);
    await service.settled(job.jobId);
    await assertGone({ service }, job);
  });

  it('leaves no session and no token, but those of a later life', async () => {
    const { userId } = aJobRequest();
    const session = { userId, createdAt: 0, lastSeenAt: 0, expiresAt: Number.MAX_SAFE_INTEGER };
    await service.sessions.put({ ...session, sessionId: 'sign-in' });
    await service.sessions.put({ ...session, sessionId: 'token', token: { name: 'laptop', scopes: ['read'] } });
    await service.starters.closeAccount(userId);
    service.before('jobs.page', async () => {
      const accountClosedAt = await closedAt(userId);
      await service.sessions.put({ ...session, sessionId: 'later', accountClosedAt });
    });
    await closed(userId);
    assert.deepEqual(
      (await service.sessions.ofUser(userId)).map(({ sessionId }) => sessionId),
      ['later'],
    );
  });

  it('voids what was on its way, and nothing that comes later', async () => {
    const { userId, ...request } = aJobRequest();
    await service.starters.closeAccount(userId);
    await closed(userId);
    const at = await closedAt(userId);
    const change = { userId, role: 'premium_user', changeId: 'one', orderedAt: at - 1 } as const;
    await service.starters.changePlan(change);
    await env.client.workflow.getHandle(`plan/${userId}`).result();
    assert.equal((await service.users.get(userId)).plan.role, 'free_user');
    const early = { ...request, userId, submittedAt: at - 1 };
    assert.deepEqual(await service.starters.submit(early, 'free_user'), { kind: 'recorded', status: 'CANCELLED' });
    assert.equal(service.rows.size, 0);

    await service.starters.changePlan({ ...change, changeId: 'two', orderedAt: at + 1 });
    await env.client.workflow.getHandle(`plan/${userId}`).result();
    assert.equal((await service.users.get(userId)).plan.role, 'premium_user');
    const later = { ...aJobRequest({ userId }), submittedAt: at + 1 };
    assert.deepEqual(await service.starters.submit(later, 'free_user'), { kind: 'recorded', status: 'PENDING' });
    await env.client.workflow.getHandle(`annotate/${later.jobId}`).result();
  });

  it('deletes a job, too, whose submission is recorded while it closes', async () => {
    const late = aJobRequest();
    service.after('jobs.page', () => service.jobs.insert({ ...aCompletedJob(late), version: 1 }));
    await service.starters.closeAccount(late.userId);
    await closed(late.userId);
    await service.settled(late.jobId);
    await assertGone({ service }, late);
  });

  it('deletes more jobs than fit on a page', async () => {
    const { userId } = aJobRequest();
    const jobs = Array.from({ length: 101 }, (_, at) => aCompletedJob({ userId, submittedAt: at, status: 'FAILED' }));
    for (const job of jobs) await service.jobs.insert(job);
    await service.starters.closeAccount(userId);
    await closed(userId);
    for (const { jobId } of jobs) await service.settled(jobId);
    assert.ok([...service.rows.values()].every(({ expiresAt }) => expiresAt !== undefined));
  });
});
