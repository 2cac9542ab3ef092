// test/web/routes/deletion.test.ts — deleting a job, and an account.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { TemporalAway } from '../../../temporal/errors.ts';
import { type AWeb, aWeb } from '../support/a-web.ts';
import type { Browser } from '../support/browser.ts';

const close = (browser: Browser) => browser.delete('/api/profile', { confirm: 'ann' });

describe('DELETE /api/jobs/:jobId', () => {
  let web: AWeb;
  let ann: Browser;
  beforeEach(async () => {
    web = await aWeb();
    ann = await web.signedIn('ann');
  });
  afterEach(() => web.stop());

  it('hides the job everywhere at once', async () => {
    const job = web.row({ userId: 'ann', status: 'COMPLETED', hotKey: 'k', log: { bucket: 'results', key: 'log' } });
    const answer = await ann.delete(`/api/jobs/${job.jobId}`);
    assert.deepEqual([answer.status, answer.json], [202, { job_id: job.jobId, status: 'deleting' }]);
    for (const path of ['', '/log', '/input', '/result']) {
      assert.equal((await ann.get(`/api/jobs/${job.jobId}${path}`)).json.error.id, 'job-unknown', path);
    }
    for (const action of ['cancel', 'retry']) {
      assert.equal((await ann.post(`/api/jobs/${job.jobId}/${action}`)).json.error.id, 'job-unknown', action);
    }
    const again = { job_id: job.jobId, file_name: job.inputFileName };
    assert.equal((await ann.post('/api/jobs', again)).json.error.id, 'job-unknown');
    assert.deepEqual((await ann.get('/api/jobs')).json, { jobs: [] });
    assert.deepEqual((await ann.get('/api/storage')).json.places.hot, { results: 0, bytes: 0 });
  });

  it('is asked once, however often it is asked for', async () => {
    const { jobId } = web.row({ userId: 'ann' });
    const first = await ann.delete(`/api/jobs/${jobId}`);
    web.starters.temporal = new TemporalAway('down');
    const second = await ann.delete(`/api/jobs/${jobId}`);
    assert.deepEqual([second.status, second.json], [first.status, first.json]);
    assert.deepEqual(web.starters.deleted, [jobId]);
  });

  it('is 404 once nothing is left of the job, to its owner as to all', async () => {
    const job = web.row({ userId: 'ann' });
    await web.jobs.bury({ jobId: job.jobId, version: job.version, deletedAt: 1, expiresAt: Date.now() + 1000 });
    for (const browser of [ann, await web.signedIn('ben')]) {
      const { status, json } = await browser.delete(`/api/jobs/${job.jobId}`);
      assert.deepEqual([status, json.error.id], [404, 'job-unknown']);
      const again = { job_id: job.jobId, file_name: job.inputFileName };
      assert.equal((await browser.post('/api/jobs', again)).json.error.id, 'job-unknown');
    }
    assert.deepEqual(web.starters.deleted, []);
  });

  it('takes a submission that waits for its row', async () => {
    web.starters.worker = 'away';
    const { json: form } = await ann.post('/api/uploads', { file_name: 'a.vcf' });
    await web.put({ bucket: 'inputs', key: form.fields.key }, 'vcf');
    await ann.post('/api/jobs', { job_id: form.job_id, file_name: 'a.vcf' });

    const ben = await web.signedIn('ben');
    assert.equal((await ben.delete(`/api/jobs/${form.job_id}`)).json.error.id, 'job-unknown');
    assert.equal((await ann.delete(`/api/jobs/${form.job_id}`)).status, 202);
    assert.deepEqual(web.starters.deleted, [form.job_id]);
  });

  it('asks for patience while Temporal is away, and hides nothing', async () => {
    const { jobId } = web.row({ userId: 'ann' });
    web.starters.temporal = new TemporalAway('down');
    assert.equal((await ann.delete(`/api/jobs/${jobId}`)).json.error.id, 'workflows-away');
    assert.equal((await ann.get(`/api/jobs/${jobId}`)).status, 200);
  });

  it('refuses another’s job, and tells nothing of one that is being deleted', async () => {
    const there = web.row({ userId: 'ben' });
    const going = web.row({ userId: 'ben', deletedAt: 1 });
    assert.equal((await ann.delete(`/api/jobs/${there.jobId}`)).json.error.id, 'not-yours');
    assert.equal((await ann.delete(`/api/jobs/${going.jobId}`)).json.error.id, 'job-unknown');
    assert.deepEqual(web.starters.deleted, []);
  });

  it('is 404 for what nobody has, and for what is no id', async () => {
    for (const jobId of [randomUUID(), 'x', '%00']) {
      assert.equal((await ann.delete(`/api/jobs/${jobId}`)).json.error.id, 'job-unknown', jobId);
    }
  });

  it('is refused to strangers, to other sites, and with a body of another kind', async () => {
    const { jobId } = web.row({ userId: 'ann' });
    assert.equal((await web.anybody().delete(`/api/jobs/${jobId}`)).status, 401);
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' };
    const foreign = await ann.request(`/api/jobs/${jobId}`, { method: 'DELETE', headers });
    assert.equal(foreign.json.error.id, 'foreign-request');
    assert.equal((await ann.delete(`/api/jobs/${jobId}`, { user_id: 'ben' })).json.error.id, 'invalid-request');
    assert.deepEqual(web.starters.deleted, []);
  });
});

describe('DELETE /api/profile', () => {
  let web: AWeb;
  let ann: Browser;
  beforeEach(async () => {
    web = await aWeb();
    ann = await web.signedIn('ann');
  });
  afterEach(() => web.stop());

  for (const clockAheadMs of [0, 600_000, -600_000]) {
    it(`signs out everywhere, the worker’s clock being ${clockAheadMs} ms ahead`, async () => {
      const laptop = await web.signedIn('ann');
      const events = await laptop.events();
      await events.next();
      web.starters.clockAheadMs = clockAheadMs;

      const answer = await close(ann);
      assert.deepEqual([answer.status, answer.json], [202, { user_id: 'ann', status: 'deleting' }]);
      assert.equal(ann.cookies.has('gas'), false);
      assert.equal((await laptop.get('/api/profile')).status, 401);
      assert.equal((await events.next(({ event }) => event === 'signed-out'))?.event, 'signed-out');
      assert.equal(await events.next(), undefined);
    });
  }

  it('leaves the sessions of others alone', async () => {
    const ben = await web.signedIn('ben');
    await close(ann);
    assert.equal((await ben.get('/api/profile')).status, 200);
  });

  it('ends this browser’s session although no worker is there to record it', async () => {
    web.starters.worker = 'away';
    const token = ann.cookies.get('gas')!;
    await close(ann);
    ann.cookies.set('gas', token);
    assert.equal((await ann.get('/api/profile')).status, 401);
  });

  for (const clockAheadMs of [0, 600_000, -600_000]) {
    it(`lets one come back to an empty account, the worker’s clock being ${clockAheadMs} ms ahead`, async () => {
      await web.setPlan('ann', { role: 'premium_user', version: 3 });
      web.starters.clockAheadMs = clockAheadMs;
      await close(ann);
      const again = await web.signedIn('ann');
      const { status, json } = await again.get('/api/profile');
      assert.deepEqual([status, json.plan.role, json.plan.version], [200, 'free_user', 4]);
    });
  }

  for (const body of [{}, { confirm: '' }, { confirm: 'ben' }, { confirm: 'ann', user_id: 'ben' }, { confirm: true }]) {
    it(`refuses ${JSON.stringify(body)}`, async () => {
      const answer = await ann.delete('/api/profile', body);
      assert.deepEqual([answer.status, answer.json.error.id], [400, 'invalid-request']);
      assert.deepEqual(web.starters.closed, []);
    });
  }

  it('asks for patience while Temporal is away, and signs nobody out', async () => {
    web.starters.temporal = new TemporalAway('down');
    assert.equal((await close(ann)).json.error.id, 'workflows-away');
    assert.equal((await ann.get('/api/profile')).status, 200);
  });

  it('is refused to strangers', async () => {
    assert.equal((await close(web.anybody())).status, 401);
    assert.deepEqual(web.starters.closed, []);
  });
});
