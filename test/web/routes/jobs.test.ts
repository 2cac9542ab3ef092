// test/web/routes/jobs.test.ts — submitting, listing and looking at jobs.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { TemporalAway } from '../../../temporal/errors.ts';
import { type AWeb, aWeb } from '../support/a-web.ts';
import type { Browser } from '../support/browser.ts';

describe('POST /api/jobs', () => {
  let web: AWeb;
  beforeEach(async () => {
    web = await aWeb();
  });
  afterEach(() => web.stop());

  /** Uploads `body` as a browser would, and answers what to submit. */
  async function upload(browser: Browser, body = '##fileformat=VCFv4.2\n') {
    const { json } = await browser.post('/api/uploads', { file_name: 'sample.vcf' });
    web.objects.put({ bucket: 'inputs', key: json.fields.key }, body);
    return { job_id: json.job_id, file_name: 'sample.vcf' };
  }

  it('starts the annotation of what was uploaded', async () => {
    const ann = await web.signedIn('ann');
    const wanted = await upload(ann);
    const { status, headers, json } = await ann.post('/api/jobs', { ...wanted, name: 'My first' });
    assert.equal(status, 201);
    assert.equal(headers.get('location'), `/api/jobs/${wanted.job_id}`);
    assert.deepEqual([json.status, json.name, json.place, json.user_id], ['PENDING', 'My first', 'none', 'ann']);
    const [{ submittedAt, ...request }] = web.starters.submitted as [(typeof web.starters.submitted)[0]];
    assert.ok(Math.abs(submittedAt - Date.now()) < 60_000);
    assert.deepEqual(request, {
      jobId: wanted.job_id,
      userId: 'ann',
      name: 'My first',
      inputFileName: 'sample.vcf',
      input: { bucket: 'inputs', key: `gas/ann/${wanted.job_id}~sample.vcf` },
      attempt: 1,
      role: 'free_user',
    });
  });

  it('makes one job of a submission that comes twice', async () => {
    const ann = await web.signedIn();
    const wanted = await upload(ann);
    const first = await ann.post('/api/jobs', wanted);
    const second = await ann.post('/api/jobs', wanted);
    assert.deepEqual(second.json, first.json);
    assert.equal(web.starters.submitted.length, 1);
  });

  it('says ACCEPTED until a worker has recorded the job', async () => {
    const ann = await web.signedIn('ann');
    web.starters.worker = 'away';
    const wanted = await upload(ann);
    const { status, json } = await ann.post('/api/jobs', wanted);
    assert.deepEqual([status, json.status], [202, 'ACCEPTED']);
    assert.equal((await ann.get(`/api/jobs/${wanted.job_id}`)).json.status, 'ACCEPTED');
    assert.equal((await (await web.signedIn('ben')).get(`/api/jobs/${wanted.job_id}`)).status, 404);

    web.row({ jobId: wanted.job_id, userId: 'ann', status: 'RUNNING' });
    assert.equal((await ann.get(`/api/jobs/${wanted.job_id}`)).json.status, 'RUNNING');
  });

  it('refuses what was not uploaded', async () => {
    const ann = await web.signedIn();
    const answer = await ann.post('/api/jobs', { job_id: randomUUID(), file_name: 'sample.vcf' });
    assert.deepEqual([answer.status, answer.json.error.id], [409, 'upload-missing']);
  });

  it('refuses an empty file', async () => {
    const ann = await web.signedIn();
    assert.equal((await ann.post('/api/jobs', await upload(ann, ''))).json.error.id, 'upload-empty');
  });

  it('refuses a file that is larger than the plan allows, whatever the form said', async () => {
    const ann = await web.signedIn();
    const answer = await ann.post('/api/jobs', await upload(ann, 'x'.repeat(1001)));
    assert.deepEqual([answer.status, answer.json.error.id], [413, 'input-too-large']);
    assert.equal(answer.json.error.upgrade_url, '/plan');
    assert.deepEqual(web.starters.submitted, []);
  });

  it('takes that file from a premium user', async () => {
    const ann = await web.signedIn('ann');
    web.users.setPlan('ann', { role: 'premium_user' });
    assert.equal((await ann.post('/api/jobs', await upload(ann, 'x'.repeat(1001)))).status, 201);
    assert.equal(web.starters.submitted[0]?.role, 'premium_user');
  });

  it('does not let a user submit another’s upload', async () => {
    const ann = await web.signedIn();
    const wanted = await upload(ann);
    const answer = await (await web.signedIn()).post('/api/jobs', wanted);
    assert.equal(answer.json.error.id, 'upload-missing');
  });

  it('does not let a user take over another’s job', async () => {
    const ann = await web.signedIn();
    const wanted = await upload(ann);
    await ann.post('/api/jobs', wanted);
    const answer = await (await web.signedIn()).post('/api/jobs', wanted);
    assert.deepEqual([answer.status, answer.json.error.id], [403, 'not-yours']);
  });

  it('asks for patience while Temporal is away', async () => {
    const ann = await web.signedIn();
    const wanted = await upload(ann);
    web.starters.temporal = new TemporalAway('down');
    const answer = await ann.post('/api/jobs', wanted);
    assert.deepEqual([answer.status, answer.json.error.id], [503, 'workflows-away']);
    assert.ok(answer.headers.get('retry-after'));
  });

  for (const body of [{}, { job_id: '../x', file_name: 'a.vcf' }, { job_id: randomUUID() }, [1], { job_id: 7 }]) {
    it(`refuses ${JSON.stringify(body)}`, async () => {
      const ann = await web.signedIn();
      assert.equal((await ann.post('/api/jobs', body)).json.error.id, 'invalid-request');
    });
  }

  it('takes no field that is not its own', async () => {
    const ann = await web.signedIn();
    const answer = await ann.post('/api/jobs', { ...(await upload(ann)), user_id: 'ben' });
    assert.equal(answer.json.error.id, 'invalid-request');
  });
});

describe('GET /api/jobs', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  it('lists one’s own jobs, newest first, page by page', async () => {
    const ann = await web.signedIn('lister');
    const ids = [1, 2, 3].map((submittedAt) => web.row({ userId: 'lister', submittedAt }).jobId);
    web.row({ userId: 'ben' });
    const first = await ann.get('/api/jobs?limit=2');
    const second = await ann.get(`/api/jobs?limit=2&cursor=${first.json.cursor}`);
    const listed = [...first.json.jobs, ...second.json.jobs].map((job: { job_id: string }) => job.job_id);
    assert.deepEqual(listed, ids.toReversed());
    assert.equal(second.json.cursor, undefined);
  });

  it('lists by status', async () => {
    const ann = await web.signedIn('by-status');
    web.row({ userId: 'by-status', status: 'COMPLETED' });
    const failed = web.row({ userId: 'by-status', status: 'FAILED' });
    const { json } = await ann.get('/api/jobs?status=FAILED');
    assert.deepEqual(
      json.jobs.map((job: { job_id: string }) => job.job_id),
      [failed.jobId],
    );
  });

  it('leaves out what is deleted', async () => {
    const ann = await web.signedIn('deleter');
    web.row({ userId: 'deleter', deletedAt: 1 });
    assert.deepEqual((await ann.get('/api/jobs')).json, { jobs: [] });
  });

  for (const query of [
    'status=LOST',
    'limit=0',
    'limit=101',
    'limit=x',
    'cursor=made-up',
    'user_id=ben',
    'limit=1&limit=2',
  ]) {
    it(`refuses ?${query}`, async () => {
      const ann = await web.signedIn();
      const answer = await ann.get(`/api/jobs?${query}`);
      assert.deepEqual([answer.status, answer.json.error.id], [400, 'invalid-request']);
    });
  }

  it('is refused to strangers', async () => {
    assert.equal((await web.anybody().get('/api/jobs')).status, 401);
  });
});

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
    web.users.setPlan('premium', { role: 'premium_user' });
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
    web.objects.put(job.input, 'vcf');
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
