// test/web/routes/queue.test.ts — where a job stands, as its owner asks.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type AWeb, aWeb } from '../support/a-web.ts';

describe('GET /api/jobs/:jobId/queue', () => {
  let web: AWeb;
  beforeEach(async () => {
    web = await aWeb();
  });
  afterEach(() => web.stop());

  it('tells place, reason, words and an estimate', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann' });
    const [first, second] = [randomUUID(), randomUUID()].map((id, startedAt) => ({
      jobId: id,
      userId: 'ben',
      premium: false,
      startedAt,
    }));
    const open = [first!, second!, { jobId, userId: 'ann', premium: false, startedAt: 9 }];
    web.queue.snapshot = { ...web.queue.snapshot, open, running: 1 };
    web.queue.states.set(jobId, { kind: 'queued' });
    const timeline = [
      { at: 0, event: 'annotating' },
      { at: 5000, event: 'completed' },
    ] as const;
    web.queue.recent = [web.row({ timeline }).jobId];

    const { status, json } = await ann.get(`/api/jobs/${jobId}/queue`);
    const { expected_start_at: expected, ...told } = json;
    assert.equal(status, 200);
    assert.deepEqual(told, {
      job_id: jobId,
      reason: 'workers-busy',
      message: 'All workers are busy with other annotations. One annotation is before it.',
      position: 2,
      ahead: 1,
    });
    assert.ok(Date.parse(expected) > Date.now());
  });

  it('asks Temporal about the queue once, however many pages ask', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann' });
    web.queue.states.set(jobId, { kind: 'queued' });
    await Promise.all(Array.from({ length: 10 }, () => ann.get(`/api/jobs/${jobId}/queue`)));
    assert.equal(web.queue.asked, 1);
  });

  it('says when a failed attempt is repeated, in UTC', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann', status: 'RUNNING' });
    web.queue.states.set(jobId, { kind: 'retrying', at: Date.UTC(2030, 0, 1, 12, 34) });
    const { json } = await ann.get(`/api/jobs/${jobId}/queue`);
    assert.deepEqual([json.reason, json.retry_at], ['retry-after-failure', '2030-01-01T12:34:00.000Z']);
    assert.match(json.message, /at 12:34 UTC/);
  });

  it('says of a job that is over that it waits for nothing', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann', status: 'COMPLETED' });
    assert.equal((await ann.get(`/api/jobs/${jobId}/queue`)).json.reason, 'over');
    assert.equal(web.queue.asked, 0);
  });

  it('tells of a submission whose row is not recorded yet, to its user alone', async () => {
    const ann = await web.signedIn('ann');
    web.starters.worker = 'away';
    const { json } = await ann.post('/api/uploads', { file_name: 'a.vcf' });
    await web.put({ bucket: 'inputs', key: json.fields.key }, 'text');
    await ann.post('/api/jobs', { job_id: json.job_id, file_name: 'a.vcf' });
    web.queue.states.set(json.job_id, { kind: 'recording' });
    web.queue.snapshot = { ...web.queue.snapshot, recorders: 0 };
    assert.equal((await ann.get(`/api/jobs/${json.job_id}/queue`)).json.reason, 'no-worker');
    assert.equal((await (await web.signedIn('ben')).get(`/api/jobs/${json.job_id}/queue`)).status, 404);
  });

  it('admits that the queue cannot be seen', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann' });
    web.queue.away = true;
    const { status, json } = await ann.get(`/api/jobs/${jobId}/queue`);
    assert.deepEqual([status, json.reason], [200, 'unknown']);
  });

  it('is refused to others and to strangers', async () => {
    const { jobId } = web.row({ userId: 'ann' });
    assert.equal((await (await web.signedIn('ben')).get(`/api/jobs/${jobId}/queue`)).json.error.id, 'not-yours');
    assert.equal((await web.anybody().get(`/api/jobs/${jobId}/queue`)).status, 401);
  });
});
