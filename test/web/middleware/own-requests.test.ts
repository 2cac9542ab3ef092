// test/web/middleware/own-requests.test.ts — requests that another site could cause.
import assert from 'node:assert/strict';
import { type AWeb, aWeb } from '../support/a-web.ts';

const json = { 'content-type': 'application/json' };

describe('a state-changing request', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  async function post(headers: Record<string, string>) {
    const ann = await web.signedIn();
    return ann.request('/api/plan', { method: 'POST', headers, body: '{"role":"premium_user"}' });
  }

  it('is taken from our own pages', async () => {
    assert.equal((await post({ ...json, 'sec-fetch-site': 'same-origin' })).status, 202);
  });

  it('is taken from a program that names our origin', async () => {
    assert.equal((await post({ ...json, origin: web.url })).status, 202);
  });

  const foreign: Record<string, Record<string, string>> = {
    'another site': { 'sec-fetch-site': 'cross-site' },
    'a sister site': { 'sec-fetch-site': 'same-site' },
    'another site that claims our origin': { 'sec-fetch-site': 'cross-site', origin: 'OURS' },
    'another origin': { origin: 'https://evil.example' },
    'no origin': {},
    'the null origin': { origin: 'null' },
  };
  for (const [place, headers] of Object.entries(foreign)) {
    it(`is refused from ${place}`, async () => {
      const origin = headers['origin'] === 'OURS' ? { origin: web.url } : {};
      const answer = await post({ ...json, ...headers, ...origin });
      assert.deepEqual([answer.status, answer.json.error.id], [403, 'foreign-request']);
    });
  }

  it('is told that there is no such thing to do, before what would be wrong about its body', async () => {
    const ann = await web.signedIn();
    for (const [path, status] of [
      ['/api/jobs', 405],
      ['/health/live', 405],
      ['/api/nothing', 404],
    ] as const) {
      const answer = await ann.request(path, { method: 'PUT', headers: { origin: web.url } });
      assert.deepEqual([path, answer.status], [path, status]);
    }
  });

  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    it(`is refused as ${type}`, async () => {
      const answer = await post({ 'content-type': type, 'sec-fetch-site': 'same-origin' });
      assert.deepEqual([answer.status, answer.json.error.id], [415, 'not-json']);
    });
  }
});
