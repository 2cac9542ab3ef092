// test/web/routes/jobs.test.ts — submitting and listing jobs.
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
    await web.put({ bucket: 'inputs', key: json.fields.key }, body);
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

    web.row({ jobId: wanted.job_id, userId: 'ann', deletedAt: 1 });
    assert.equal((await ann.get(`/api/jobs/${wanted.job_id}`)).status, 404);
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
    await web.setPlan('ann', { role: 'premium_user' });
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

  it('searches, filters by place and sorts, together', async () => {
    const ann = await web.signedIn('searcher');
    const userId = 'searcher';
    web.row({ userId, name: 'Zoo trio', submittedAt: 1, status: 'COMPLETED', hotKey: 'k' });
    web.row({ userId, name: 'alpha TRIO', submittedAt: 2, status: 'COMPLETED', hotKey: 'k' });
    web.row({ userId, name: 'trio', submittedAt: 3, status: 'FAILED' });
    web.row({ userId, inputFileName: 'other.vcf', submittedAt: 4, status: 'COMPLETED', hotKey: 'k' });
    const names = async (query: string) => {
      const { json } = await ann.get(`/api/jobs?${query}`);
      return json.jobs.map((job: { name?: string; file_name: string }) => job.name ?? job.file_name);
    };
    assert.deepEqual(await names('q=Trio&place=hot'), ['alpha TRIO', 'Zoo trio']);
    assert.deepEqual(await names('q=trio&sort=oldest'), ['Zoo trio', 'alpha TRIO', 'trio']);
    assert.deepEqual(await names('sort=name'), ['alpha TRIO', 'other.vcf', 'trio', 'Zoo trio']);
    assert.deepEqual(await names('q='), ['other.vcf', 'trio', 'alpha TRIO', 'Zoo trio']);
  });

  it('says so where there are too many to sort by name', async () => {
    const ann = await web.signedIn('collector');
    for (let n = 0; n <= 2000; n += 1) web.row({ userId: 'collector' });
    const answer = await ann.get('/api/jobs?sort=name');
    assert.deepEqual([answer.status, answer.json.error.id], [400, 'too-many-to-sort']);
    assert.equal((await ann.get('/api/jobs?sort=name&q=nothing')).status, 200);
  });

  it('leaves out what is deleted', async () => {
    const ann = await web.signedIn('deleter');
    web.row({ userId: 'deleter', deletedAt: 1 });
    assert.deepEqual((await ann.get('/api/jobs')).json, { jobs: [] });
  });

  for (const query of [
    'status=LOST',
    'place=elsewhere',
    'sort=size',
    `q=${'x'.repeat(121)}`,
    'q=%0A',
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
