// test/web/routes/uploads.test.ts — forms for uploads.
import assert from 'node:assert/strict';
import { type AWeb, aWeb } from '../support/a-web.ts';

describe('POST /api/uploads', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  it('gives a form for one key of the user’s own and the size of the plan', async () => {
    const ann = await web.signedIn('ann');
    const { status, json } = await ann.post('/api/uploads', { file_name: 'sample.vcf', bytes: 1000 });
    assert.equal(status, 201);
    assert.equal(json.fields.key, `gas/ann/${json.job_id}~sample.vcf`);
    assert.deepEqual([json.max_bytes, json.fields['x-max']], [1000, '1000']);
    assert.ok(Date.parse(json.expires_at) > Date.now());
  });

  it('gives a premium user more', async () => {
    const ann = await web.signedIn('premium-ann');
    await web.setPlan('premium-ann', { role: 'premium_user' });
    const { json } = await ann.post('/api/uploads', { file_name: 'sample.vcf', bytes: 1001 });
    assert.equal(json.max_bytes, 1_000_000);
  });

  it('refuses a file over the limit, with a way to upgrade', async () => {
    const ann = await web.signedIn();
    const { status, json } = await ann.post('/api/uploads', { file_name: 'sample.vcf', bytes: 1001 });
    assert.deepEqual([status, json.error.id, json.error.upgrade_url], [413, 'input-too-large', '/plan']);
    assert.match(json.error.message, /1,000 bytes/);
  });

  it('keeps paths and odd characters of a file name out of the key', async () => {
    const ann = await web.signedIn('ann');
    const { json } = await ann.post('/api/uploads', { file_name: '../../ben/evil~<x>.vcf' });
    assert.equal(json.fields.key, `gas/ann/${json.job_id}~evil__x_.vcf`);
  });

  for (const body of [
    {},
    { file_name: '' },
    { file_name: 'a.vcf', bytes: -1 },
    { file_name: 'a.vcf', bytes: 'many' },
    { file_name: 'x'.repeat(256) },
    { file_name: 'a\u0000.vcf' },
    { file_name: 'a\r\nb.vcf' },
    { file_name: 'a\u202Efcv.exe' },
    { file_name: '\uD800.vcf' },
    { file_name: 'a.vcf', job_id: 'mine' },
  ]) {
    it(`refuses ${JSON.stringify(body).slice(0, 60)}`, async () => {
      const ann = await web.signedIn();
      const answer = await ann.post('/api/uploads', body);
      assert.deepEqual([answer.status, answer.json.error.id], [400, 'invalid-request']);
    });
  }

  it('is refused to strangers', async () => {
    assert.equal((await web.anybody().post('/api/uploads', { file_name: 'a.vcf' })).status, 401);
  });
});
