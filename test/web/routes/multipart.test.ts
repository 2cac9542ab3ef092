// test/web/routes/multipart.test.ts — uploads in parts.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { type AWeb, aWeb } from '../support/a-web.ts';
import type { Browser } from '../support/browser.ts';

const MIB = 1024 * 1024;

describe('uploads in parts', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb({ limits: { freeInputBytes: 1000, premiumInputBytes: 20 * MIB } });
    for (const user of ['ann', 'ben']) await web.setPlan(user, { role: 'premium_user' });
  });
  after(() => web.stop());

  const FILE = randomBytes(11 * MIB);
  const named = { file_name: 'large.vcf' };

  async function begin(browser: Browser, bytes = FILE.length) {
    const { status, json } = await browser.post('/api/uploads/multipart', { ...named, bytes });
    assert.equal(status, 201);
    return json as { job_id: string; upload_id: string; part_bytes: number; parts: number; expires_at: string };
  }
  type Begun = Awaited<ReturnType<typeof begin>>;

  async function send(browser: Browser, upload: Begun, numbers: number[]) {
    const wanted = { ...named, upload_id: upload.upload_id, bytes: FILE.length, numbers };
    const { json } = await browser.post(`/api/uploads/${upload.job_id}/parts`, wanted);
    for (const { number, url, bytes } of json.parts) {
      const from = (number - 1) * upload.part_bytes;
      assert.equal(web.sendPart(url, FILE.subarray(from, from + bytes)), 200);
    }
  }
  const complete = (browser: Browser, { job_id, upload_id }: Begun, bytes = FILE.length) =>
    browser.post(`/api/uploads/${job_id}/complete`, { ...named, upload_id, bytes });
  const stored = (browser: Browser, { job_id, upload_id }: Begun) =>
    browser.get(`/api/uploads/${job_id}/parts?file_name=${named.file_name}&upload_id=${upload_id}`);

  it('go on where they stopped, and become a job', async () => {
    const ann = await web.signedIn('ann');
    const upload = await begin(ann);
    assert.deepEqual([upload.part_bytes, upload.parts], [8 * MIB, 2]);
    await send(ann, upload, [2]);
    assert.deepEqual((await stored(ann, upload)).json, { parts: [{ number: 2, bytes: 3 * MIB }] });
    assert.equal((await complete(ann, upload)).json.error.id, 'upload-incomplete');
    await send(ann, upload, [1]);

    const { status, json } = await complete(ann, upload);
    assert.deepEqual([status, json], [200, { job_id: upload.job_id, file_name: 'large.vcf', bytes: FILE.length }]);
    assert.equal((await ann.post('/api/jobs', { ...named, job_id: upload.job_id })).status, 201);
    const ref = { bucket: 'inputs', key: `gas/ann/${upload.job_id}~large.vcf` };
    assert.ok(web.versions.get(`${ref.bucket}/${ref.key}`)?.[0]?.bytes.equals(FILE));
  });

  it('are complete also where that is asked twice, because the first answer was lost', async () => {
    const ann = await web.signedIn('ann');
    const upload = await begin(ann);
    await send(ann, upload, [1, 2]);
    web.after('uploads.complete', () => {
      throw new Error('reply lost');
    });
    assert.equal((await complete(ann, upload)).status, 500);
    assert.equal((await complete(ann, upload)).status, 200);
    assert.equal((await complete(ann, upload, 5)).json.error.id, 'upload-unknown');
  });

  it('belong to their user: nobody else sees, fills, completes or gives them up', async () => {
    const [ann, ben] = [await web.signedIn('ann'), await web.signedIn('ben')];
    const upload = await begin(ann);
    await send(ann, upload, [1, 2]);
    assert.equal((await stored(ben, upload)).json.error.id, 'upload-unknown');
    assert.equal((await complete(ben, upload)).json.error.id, 'upload-unknown');
    const { json } = await ben.post(`/api/uploads/${upload.job_id}/parts`, {
      ...named,
      upload_id: upload.upload_id,
      bytes: FILE.length,
      numbers: [1],
    });
    assert.equal(web.sendPart(json.parts[0].url, FILE.subarray(0, 8 * MIB)), 404);
    await ben.delete(`/api/uploads/${upload.job_id}`, { ...named, upload_id: upload.upload_id });
    assert.equal((await complete(ann, upload)).status, 200);
  });

  it('are over once they were given up', async () => {
    const ann = await web.signedIn('ann');
    const upload = await begin(ann);
    await send(ann, upload, [1]);
    const answer = await ann.delete(`/api/uploads/${upload.job_id}`, { ...named, upload_id: upload.upload_id });
    assert.deepEqual(answer.json, { job_id: upload.job_id, status: 'abandoned' });
    assert.deepEqual([(await stored(ann, upload)).status, (await complete(ann, upload)).status], [404, 404]);
  });

  it('are refused above the limit of the plan: when they begin, for each part, and when they end', async () => {
    const free = await web.signedIn('free');
    const tooLarge = await free.post('/api/uploads/multipart', { ...named, bytes: 1001 });
    assert.deepEqual([tooLarge.status, tooLarge.json.error.upgrade_url], [413, '/plan']);

    const ann = await web.signedIn('leaver');
    await web.setPlan('leaver', { role: 'premium_user' });
    const upload = await begin(ann);
    await send(ann, upload, [1]);
    await web.setPlan('leaver', { role: 'free_user' });
    const wanted = { ...named, upload_id: upload.upload_id, bytes: FILE.length, numbers: [2] };
    assert.equal((await ann.post(`/api/uploads/${upload.job_id}/parts`, wanted)).status, 413);
    assert.equal((await complete(ann, upload, 900)).status, 413);
    assert.equal((await stored(ann, upload)).json.error.id, 'upload-unknown');
  });

  it('take no part that they do not have, and none of another size', async () => {
    const ann = await web.signedIn('ann');
    const upload = await begin(ann);
    const path = `/api/uploads/${upload.job_id}/parts`;
    const wanted = { ...named, upload_id: upload.upload_id, bytes: FILE.length };
    for (const numbers of [[3], [0], [], [1.5], Array.from({ length: 51 }, () => 1)])
      assert.equal((await ann.post(path, { ...wanted, numbers })).json.error.id, 'invalid-request');
    const { json } = await ann.post(path, { ...wanted, numbers: [1] });
    assert.equal(web.sendPart(json.parts[0].url, Buffer.alloc(9 * MIB)), 403);
  });

  for (const [path, body] of [
    ['/api/uploads/multipart', { ...named, bytes: 0 }],
    ['/api/uploads/multipart', { ...named }],
    ['/api/uploads/multipart', { ...named, bytes: 5, job_id: randomUUID() }],
    [`/api/uploads/${randomUUID()}/complete`, { ...named, bytes: 5 }],
  ] as const) {
    it(`are refused as ${JSON.stringify(body)} to ${path.replaceAll(/[0-9a-f-]{36}/g, 'ID')}`, async () => {
      const answer = await (await web.signedIn('ann')).post(path, body);
      assert.deepEqual([answer.status, answer.json.error.id], [400, 'invalid-request']);
    });
  }

  it('are refused under an id that is none, and to strangers', async () => {
    const ann = await web.signedIn('ann');
    const upload = { job_id: 'x', upload_id: 'u', part_bytes: 1, parts: 1, expires_at: '' };
    assert.equal((await stored(ann, upload)).json.error.id, 'upload-unknown');
    assert.equal((await stored(web.anybody(), upload)).status, 401);
    assert.equal((await web.anybody().post('/api/uploads/multipart', { ...named, bytes: 5 })).status, 401);
  });
});
