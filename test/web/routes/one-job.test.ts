// test/web/routes/one-job.test.ts — what the owner of a job sees of it, and can do with it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type AWeb, aWeb } from '../support/a-web.ts';

describe('GET /api/jobs/:jobId', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  const result = { bucket: 'results', key: 'gas/u/j~s.annot.vcf.gz', bytes: 9, treeHash: 'ab'.repeat(32), records: 3 };
  const archive = { id: 'secret-archive', store: 'glacier-vault', bytes: 9, treeHash: 'ab'.repeat(32) } as const;
  const completed = { status: 'COMPLETED', completedAt: 5000, result } as const;

  it('shows when a free user’s result goes to the archive', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ ...completed, userId: 'ann', hotKey: result.key });
    const { json } = await ann.get(`/api/jobs/${jobId}`);
    assert.deepEqual([json.place, json.archives_at], ['hot', '1970-01-01T00:05:05.000Z']);
    assert.deepEqual([json.records, json.bytes, json.sha256_tree_hash], [3, 9, 'ab'.repeat(32)]);
  });

  it('shows that a premium user’s result stays', async () => {
    const ann = await web.signedIn('premium');
    await web.setPlan('premium', { role: 'premium_user' });
    const { jobId } = web.row({ ...completed, userId: 'premium', hotKey: result.key });
    const { json } = await ann.get(`/api/jobs/${jobId}`);
    assert.deepEqual([json.place, json.archives_at], ['hot', undefined]);
  });

  it('shows the places of a result on its way', async () => {
    const ann = await web.signedIn('ann');
    const placed = async (fields: Parameters<AWeb['row']>[0]) => {
      const { jobId } = web.row({ ...completed, userId: 'ann', ...fields });
      return (await ann.get(`/api/jobs/${jobId}`)).json.place;
    };
    assert.equal(await placed({ hotKey: result.key, archiveStatus: 'ARCHIVING' }), 'archiving');
    assert.equal(await placed({ archive, archiveStatus: 'ARCHIVED' }), 'archived');
    assert.equal(await placed({ archive, archiveStatus: 'RESTORING' }), 'restoring');
    assert.equal(await placed({ status: 'RUNNING' }), 'none');
  });

  it('shows the tier of a restore, why it was taken, and when it is expected', async () => {
    const ann = await web.signedIn('ann');
    const restore = { tier: 'Standard', reason: 'no capacity', startedAt: 0, expectedAt: 60_000 } as const;
    const { jobId } = web.row({ ...completed, userId: 'ann', archive, archiveStatus: 'RESTORING', restore });
    assert.deepEqual((await ann.get(`/api/jobs/${jobId}`)).json.restore, {
      tier: 'Standard',
      reason: 'no capacity',
      started_at: '1970-01-01T00:00:00.000Z',
      expected_at: '1970-01-01T00:01:00.000Z',
    });
  });

  it('shows in which archive a result is, and that its restore waits for the budget of another day', async () => {
    const ann = await web.signedIn('ann');
    const restorePostponedUntil = Date.UTC(2026, 10, 23);
    const row = { ...completed, userId: 'ann', archive, restorePostponedUntil };
    const shown = async (archiveStatus: 'ARCHIVED' | 'RESTORING') => {
      const { json } = await ann.get(`/api/jobs/${web.row({ ...row, archiveStatus }).jobId}`);
      return [json.place, json.archived_in, json.restore_postponed_until];
    };
    assert.deepEqual(await shown('RESTORING'), ['restoring', 'glacier-vault', '2026-11-23T00:00:00.000Z']);
    assert.deepEqual(await shown('ARCHIVED'), ['archived', 'glacier-vault', undefined]); // called off since
  });

  it('tells nothing of keys, archives and claims', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({
      ...completed,
      userId: 'ann',
      archive,
      archiveStatus: 'ARCHIVING',
      claimToken: 'claim-7',
    });
    const { text } = await ann.get(`/api/jobs/${jobId}`);
    assert.doesNotMatch(text, /secret-archive|claim-7|annot\.vcf\.gz/);
  });

  it('is refused for another’s job', async () => {
    const { jobId } = web.row({ userId: 'ann' });
    const { status, json } = await (await web.signedIn('ben')).get(`/api/jobs/${jobId}`);
    assert.equal(status, 403);
    assert.deepEqual(json.error, { id: 'not-yours', message: 'You are not authorized to view this job.' });
  });

  it('is 404 for what nobody has, what is deleted, and what is no id', async () => {
    const ann = await web.signedIn('ann');
    const deleted = web.row({ userId: 'ann', deletedAt: 1 });
    for (const jobId of [randomUUID(), deleted.jobId, 'x', '%00', `${randomUUID()}'`]) {
      const { status, json } = await ann.get(`/api/jobs/${jobId}`);
      assert.deepEqual([status, json.error.id], [404, 'job-unknown'], jobId);
    }
  });
});

describe('cancelling and running again', () => {
  let web: AWeb;
  beforeEach(async () => {
    web = await aWeb();
  });
  afterEach(() => web.stop());

  it('asks for the cancellation of a running job', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann', status: 'RUNNING' });
    assert.equal((await ann.post(`/api/jobs/${jobId}/cancel`)).status, 202);
    assert.deepEqual(web.starters.cancelled, [jobId]);
  });

  it('cancels nothing that is over', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann', status: 'COMPLETED' });
    assert.equal((await ann.post(`/api/jobs/${jobId}/cancel`)).json.error.id, 'job-not-cancellable');
    assert.deepEqual(web.starters.cancelled, []);
  });

  it('runs a failed job again as its next attempt', async () => {
    const ann = await web.signedIn('ann');
    const job = web.row({ userId: 'ann', status: 'FAILED', attempt: 2 });
    await web.put(job.input, 'vcf');
    const answer = await ann.post(`/api/jobs/${job.jobId}/retry`);
    assert.deepEqual([answer.status, answer.json.attempt, answer.json.status], [201, 3, 'PENDING']);
    assert.deepEqual(web.starters.submitted[0]?.input, job.input);
  });

  it('runs nothing again that has not failed', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann', status: 'COMPLETED' });
    assert.equal((await ann.post(`/api/jobs/${jobId}/retry`)).json.error.id, 'job-not-retryable');
    assert.deepEqual(web.starters.submitted, []);
  });

  for (const action of ['cancel', 'retry']) {
    it(`refuses to ${action} another’s job, and a stranger’s request`, async () => {
      const { jobId } = web.row({ userId: 'ann', status: 'FAILED' });
      const ben = await web.signedIn('ben');
      assert.equal((await ben.post(`/api/jobs/${jobId}/${action}`)).json.error.id, 'not-yours');
      assert.equal((await web.anybody().post(`/api/jobs/${jobId}/${action}`)).status, 401);
      assert.deepEqual([web.starters.submitted, web.starters.cancelled], [[], []]);
    });
  }
});
