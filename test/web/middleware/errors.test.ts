// test/web/middleware/errors.test.ts — every answer that is not the one wished for.
import assert from 'node:assert/strict';
import { type AWeb, aWeb } from '../support/a-web.ts';

describe('an error', () => {
  let web: AWeb;
  beforeEach(async () => {
    web = await aWeb();
  });
  afterEach(() => web.stop());

  it('of ours is a 500 with the id of the request and nothing else', async () => {
    const ann = await web.signedIn();
    void web.outage('jobs.page', 'table secret-table is on fire');
    const { status, json, text, headers } = await ann.get('/api/jobs');
    assert.equal(status, 500);
    assert.equal(json.error.request_id, headers.get('x-request-id'));
    assert.doesNotMatch(text, /secret-table/);
    assert.ok(web.lines.some((line) => line.includes('secret-table') && line.includes(json.error.request_id)));
  });

  it('is a page for a person and JSON for a program', async () => {
    const person = await web.anybody().request('/nowhere', { headers: { accept: 'text/html' } });
    assert.deepEqual([person.status, person.headers.get('content-type')], [404, 'text/html; charset=utf-8']);
    const program = await web.anybody().get('/nowhere');
    assert.deepEqual([program.status, program.json.error.id], [404, 'not-found']);
    assert.equal((await web.anybody().get('/api/nowhere')).json.error.id, 'not-found');
  });

  it('is not an open door for scripts in its address', async () => {
    const { text } = await web.anybody().request('/<script>alert(1)</script>', { headers: { accept: 'text/html' } });
    assert.doesNotMatch(text, /<script/);
  });

  for (const [method, path, allow] of [
    ['GET', '/api/plan', 'POST'],
    ['DELETE', '/api/jobs', 'HEAD, GET, POST'],
    ['PUT', '/api/profile', 'HEAD, GET, DELETE'],
    ['GET', '/auth/logout', 'POST'],
    ['POST', '/auth/login', 'HEAD, GET'],
    ['GET', '/api/uploads', 'POST'],
    ['POST', '/api/events', 'HEAD, GET'],
  ] as const) {
    it(`tells what ${path} allows instead of ${method}`, async () => {
      const headers = { 'content-type': 'application/json', origin: web.url };
      const answer = await web.anybody().request(path, { method, headers });
      assert.deepEqual([answer.status, answer.json.error.id], [405, 'method-not-allowed']);
      assert.equal(answer.headers.get('allow'), allow);
    });
  }

  it('is the answer to a body over 64 KB', async () => {
    const ann = await web.signedIn();
    const answer = await ann.post('/api/uploads', { file_name: 'x'.repeat(66_000) });
    assert.deepEqual([answer.status, answer.json.error.id], [413, 'body-too-large']);
  });

  for (const body of ['{', '"x', '{"__proto__":{"role":"premium_user"}}', '\u0000']) {
    it(`is the answer to the body ${JSON.stringify(body)}`, async () => {
      const ann = await web.signedIn();
      const headers = { 'content-type': 'application/json', origin: web.url };
      const answer = await ann.request('/api/plan', { method: 'POST', headers, body });
      assert.deepEqual([answer.status, answer.json.error.id], [400, 'invalid-request']);
    });
  }

  it('is the answer to a path that is not encoded well', async () => {
    const ann = await web.signedIn();
    assert.equal((await ann.get('/api/jobs/%E0%A4%A')).json.error.id, 'job-unknown');
  });
});

describe('every answer', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  it('has a content security policy without anything inline, open to our uploads alone', async () => {
    const policy = (await web.anybody().get('/')).headers.get('content-security-policy')!;
    assert.doesNotMatch(policy, /unsafe/);
    for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "connect-src 'self' http://127.0.0.1:1"]) {
      assert.ok(policy.split(';').includes(rule), rule);
    }
  });

  it('is logged with its route and job, and without anything of the person', async () => {
    const ann = await web.signedIn('ann-of-the-log');
    const { jobId } = web.row({ userId: 'ann-of-the-log' });
    const answer = await ann.get(`/api/jobs/${jobId}?token=hush`);
    const line = web.lines.find((each) => each.includes(answer.headers.get('x-request-id')!))!;
    assert.deepEqual([JSON.parse(line).route, JSON.parse(line).job_id], ['/api/jobs/:jobId', jobId]);
    assert.doesNotMatch(web.lines.join(''), new RegExp(`ann-of-the-log|hush|${ann.cookies.get('gas')!}`));
  });
});
