// test/web/middleware/once.test.ts — requests that are sent again, because nobody knows whether they arrived.
import assert from 'node:assert/strict';
import { aProgram } from '../support/a-program.ts';
import { type AWeb, aWeb } from '../support/a-web.ts';
import type { Browser } from '../support/browser.ts';

describe('a request with an Idempotency-Key', () => {
  let web: AWeb;
  let ann: Browser & { userId: string };
  before(async () => {
    web = await aWeb();
  });
  beforeEach(async () => {
    ann = await web.signedIn();
  });
  after(() => web.stop());

  function send(
    path: string,
    body: object,
    { key = 'one', by = ann }: { key?: string; by?: Pick<Browser, 'request'> } = {},
  ) {
    const headers = { 'content-type': 'application/json', origin: web.url, 'idempotency-key': key };
    return by.request(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }
  const names = async () => (await ann.get('/api/tokens')).json.tokens.map(({ name }: { name: string }) => name);

  it('has one effect and the same answer, secrets included', async () => {
    const first = await send('/api/tokens', { name: 'laptop' });
    const again = await send('/api/tokens', { name: 'laptop' });
    assert.deepEqual([again.status, again.json], [201, first.json]);
    assert.deepEqual(
      [first, again].map(({ headers }) => headers.get('idempotency-replayed')),
      [null, 'true'],
    );
    assert.deepEqual(await names(), ['laptop']);
  });

  it('is kept where nobody can read the secret', async () => {
    const kept: unknown[] = [];
    web.after('answers.put', (...call) => void kept.push(call));
    const { json } = await send('/api/tokens', { name: 'laptop' });
    assert.equal(kept.length, 1);
    assert.doesNotMatch(JSON.stringify(kept), new RegExp(json.token.slice(4)));
  });

  it('answers where the job is, however often it is submitted', async () => {
    const { json: form } = await send('/api/uploads', { file_name: 'a.vcf' });
    assert.equal((await send('/api/uploads', { file_name: 'a.vcf' })).json.job_id, form.job_id);
    await web.put({ bucket: 'inputs', key: form.fields.key }, 'vcf');
    const wanted = { job_id: form.job_id, file_name: 'a.vcf' };
    const [first, again] = [
      await send('/api/jobs', wanted, { key: 'two' }),
      await send('/api/jobs', wanted, { key: 'two' }),
    ];
    assert.deepEqual([again.status, again.json], [first.status, first.json]);
    assert.equal(again.headers.get('location'), `/api/jobs/${form.job_id}`);
  });

  it('is refused with another body, and at another address', async () => {
    await send('/api/tokens', { name: 'laptop' });
    for (const [path, body] of [
      ['/api/tokens', { name: 'desk' }],
      ['/api/uploads', { name: 'laptop' }],
    ] as const) {
      const { status, json } = await send(path, body);
      assert.deepEqual([status, json.error.id], [422, 'idempotency-key-reused']);
    }
    assert.deepEqual(await names(), ['laptop']);
  });

  it('has another effect under another key, and for another user', async () => {
    await send('/api/tokens', { name: 'laptop' });
    await send('/api/tokens', { name: 'laptop' }, { key: 'two' });
    const ben = await web.signedIn();
    assert.equal((await send('/api/tokens', { name: 'desk' }, { by: ben })).json.name, 'desk');
    assert.equal((await names()).length, 2);
  });

  it('may be mended where it was refused', async () => {
    assert.equal((await send('/api/tokens', { name: '' })).status, 400);
    assert.equal((await send('/api/tokens', { name: 'laptop' })).status, 201);
  });

  it('may be sent again after a failure of ours', async () => {
    void web.outage('sessions.ofUser');
    assert.equal((await send('/api/tokens', { name: 'laptop' })).status, 500);
    assert.equal((await send('/api/tokens', { name: 'laptop' })).status, 201);
  });

  it('asks for patience while the first is under way', async () => {
    const second = new Promise((resolve) => {
      web.before('sessions.ofUser', async () => resolve(await send('/api/tokens', { name: 'laptop' })));
    });
    await send('/api/tokens', { name: 'laptop' });
    const { status, json } = (await second) as Awaited<ReturnType<typeof send>>;
    assert.deepEqual([status, json.error.id], [409, 'request-under-way']);
    assert.deepEqual(await names(), ['laptop']);
  });

  it('is new to one who comes back after closing the account', async () => {
    await send('/api/tokens', { name: 'laptop' });
    await ann.delete('/api/profile', { confirm: ann.userId });
    ann = await web.signedIn(ann.userId);
    assert.equal((await send('/api/tokens', { name: 'laptop' })).headers.get('idempotency-replayed'), null);
  });

  for (const key of ['', 'a b', 'x'.repeat(256), 'ä']) {
    it(`is refused with the key ${JSON.stringify(key.slice(0, 9))} of ${key.length}`, async () => {
      assert.equal((await send('/api/tokens', { name: 'laptop' }, { key })).json.error.id, 'invalid-request');
    });
  }

  it('works for programs', async () => {
    const { json } = await ann.post('/api/tokens', { name: 'laptop', scopes: ['write'] });
    const by = aProgram(web.url, json.token);
    const [first, again] = [
      await send('/api/uploads', { file_name: 'a' }, { by }),
      await send('/api/uploads', { file_name: 'a' }, { by }),
    ];
    assert.deepEqual(again.json, first.json);
  });
});
