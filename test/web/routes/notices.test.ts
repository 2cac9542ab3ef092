// test/web/routes/notices.test.ts — what one is told by mail, and one's webhooks.
import assert from 'node:assert/strict';
import { noticeKeys } from '../../../adapters/webhooks/notice-keys.ts';
import { webhookPost } from '../../../adapters/webhooks/webhook-post.ts';
import { TemporalAway } from '../../../temporal/errors.ts';
import { type AWeb, aWeb } from '../support/a-web.ts';
import type { Browser } from '../support/browser.ts';

type User = Browser & { userId: string };
const ADDRESS = 'https://hooks.example.org/gas';

describe('what one is told by mail', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  it('is chosen per kind, and what is not named stays', async () => {
    const ann = await web.signedIn();
    const at = `${ann.userId}@example.org`;
    const first = { completed: true, failed: true, archiving_soon: true, archived: false };
    const preset = { ...first, restore_begun: false, restored: true };
    assert.deepEqual((await ann.get('/api/preferences')).json, { email: at, mail: preset });
    const chosen = { email: at, mail: { ...preset, archived: true, completed: false } };
    const { json } = await ann.put('/api/preferences', { mail: { archived: true, completed: false } });
    assert.deepEqual(json, chosen);
    assert.deepEqual((await ann.put('/api/preferences', { mail: {} })).json, chosen);
    assert.deepEqual((await (await web.signedIn()).get('/api/preferences')).json.mail, preset);
  });

  for (const body of [{ mail: { everything: true } }, { mail: { failed: 'no' } }, { email: 'x@example.org', mail: {} }])
    it(`is not ${JSON.stringify(body)}`, async () => {
      assert.equal((await (await web.signedIn()).put('/api/preferences', body)).json.error.id, 'invalid-request');
    });
});

describe('the link that ends mails', () => {
  const keys = noticeKeys('a secret of the tests');
  let web: AWeb;
  before(async () => {
    web = await aWeb({}, { noticeKeys: keys });
  });
  after(() => web.stop());

  it('asks first, and ends mails of its kind by a form of anybody', async () => {
    const ann = await web.signedIn();
    const wishes = async () => (await ann.get('/api/preferences')).json.mail;
    const before = await wishes();
    const path = `/unsubscribe?token=${keys.unsubscribeToken({ userId: ann.userId, kind: 'failed' })}`;
    const { text, headers } = await web.anybody().get(path);
    assert.match(text, /<form method="post"/);
    assert.match(headers.get('content-type')!, /^text\/html/);
    assert.deepEqual(await wishes(), before);
    const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' };
    const post = { method: 'POST', headers: form, body: 'List-Unsubscribe=One-Click' };
    assert.equal((await web.anybody().request(path, post)).status, 200);
    assert.deepEqual(await wishes(), { ...before, failed: false });
    for (const other of ['/unsubscribe/', '/api/preferences', '/auth/logout'])
      assert.notEqual((await ann.request(other, post)).status, 200, other);
  });

  it('is refused where it is not ours', async () => {
    const { userId } = await web.signedIn();
    const good = keys.unsubscribeToken({ userId, kind: 'failed' });
    const tokens = ['', 'x', good.slice(0, -1), good.replace('failed', 'restored'), good.replace(userId, 'ben')];
    for (const token of tokens)
      for (const method of ['GET', 'POST'])
        assert.equal((await web.anybody().request(`/unsubscribe?token=${token}`, { method })).status, 404, token);
  });
});

describe('a webhook', () => {
  let web: AWeb;
  let ann: User;
  before(async () => {
    web = await aWeb();
  });
  beforeEach(async () => {
    ann = await web.signedIn();
  });
  after(() => web.stop());

  const add = async (wanted: object = {}) =>
    (await ann.post('/api/webhooks', { url: ADDRESS, events: ['restored', 'failed', 'failed'], ...wanted })).json;

  it('is told its secret once, and deleted', async () => {
    const { secret, ...webhook } = await add();
    assert.equal(secret, `whsec_${webhook.id}`);
    assert.deepEqual(webhook.events, ['failed', 'restored']);
    assert.deepEqual((await ann.get('/api/webhooks')).json, { webhooks: [webhook], most: 5 });
    assert.equal((await ann.delete(`/api/webhooks/${webhook.id}`)).status, 204);
    assert.deepEqual((await ann.get('/api/webhooks')).json.webhooks, []);
    assert.equal((await ann.delete(`/api/webhooks/${webhook.id}`)).json.error.id, 'webhook-unknown');
    assert.deepEqual(
      (await web.audit.of(`user/${ann.userId}`)).slice(1).map(({ action, detail }) => [action, detail]),
      [
        ['webhook-created', `${webhook.id} failed restored`],
        ['webhook-deleted', webhook.id],
      ],
    );
  });

  it('of another is not known', async () => {
    const { id } = await add();
    const ben = await web.signedIn();
    for (const answer of [
      await ben.delete(`/api/webhooks/${id}`),
      await ben.post(`/api/webhooks/${id}/test`),
      await ben.get(`/api/webhooks/${id}/deliveries`),
    ])
      assert.deepEqual([answer.status, answer.json.error.id], [404, 'webhook-unknown']);
    assert.equal((await ann.get('/api/webhooks')).json.webhooks.length, 1);
    assert.ok(web.starters.told.every(({ userId }) => userId !== ben.userId));
  });

  it('is one of at most five', async () => {
    for (let made = 0; made < 5; made += 1) await add();
    assert.equal((await add()).error.id, 'too-many-webhooks');
  });

  it('that was added twice under one Idempotency-Key is there once', async () => {
    const headers = { 'content-type': 'application/json', origin: web.url, 'idempotency-key': 'one' };
    const ask = { method: 'POST', headers, body: JSON.stringify({ url: ADDRESS, events: ['failed'] }) };
    const [first, second] = [await ann.request('/api/webhooks', ask), await ann.request('/api/webhooks', ask)];
    assert.deepEqual(second.json, first.json);
    assert.equal((await ann.get('/api/webhooks')).json.webhooks.length, 1);
  });

  for (const wanted of [
    { events: [] },
    { events: ['test'] },
    { url: '' },
    { url: `https://x.org/${'x'.repeat(2000)}` },
  ])
    it(`is not added with ${JSON.stringify(wanted).slice(0, 40)}`, async () => {
      assert.equal((await add(wanted)).error.id, 'invalid-request');
    });

  it('is tried by the workflow that tells its user', async () => {
    const { id } = await add();
    assert.equal((await ann.post(`/api/webhooks/${id}/test`)).status, 204);
    const { userId, notices } = web.starters.told.at(-1)!;
    assert.deepEqual([userId, notices.map(({ kind, channels }) => [kind, channels])], [ann.userId, [['test', [id]]]]);
    web.starters.temporal = new TemporalAway('down');
    assert.equal((await ann.post(`/api/webhooks/${id}/test`)).json.error.id, 'workflows-away');
    web.starters.temporal = 'up';
  });

  it('that was switched off says so, and is not tried', async () => {
    const { id } = await add();
    await web.subscriptions.markWebhook(ann.userId, id, { failingSince: 0, disabledAt: 86_400_000 });
    const { failing_since: since, disabled_at: at } = (await ann.get('/api/webhooks')).json.webhooks[0];
    assert.deepEqual([since, at], ['1970-01-01T00:00:00.000Z', '1970-01-02T00:00:00.000Z']);
    assert.equal((await ann.post(`/api/webhooks/${id}/test`)).json.error.id, 'webhook-disabled');
  });

  it('tells what became of its messages, a hundred at a time', async () => {
    const { id: webhookId } = await add();
    const log = { userId: ann.userId, webhookId, event: 'failed', triedAt: 2000, tries: 1, state: 'failing' } as const;
    for (let n = 1; n <= 101; n += 1)
      await web.deliveries.record({ ...log, deliveryId: `msg_${n}`, createdAt: n, status: 500 });
    const { json } = await ann.get(`/api/webhooks/${webhookId}/deliveries`);
    assert.equal(json.deliveries.length, 100);
    assert.deepEqual(json.deliveries[0], {
      id: 'msg_101',
      event: 'failed',
      created_at: '1970-01-01T00:00:00.101Z',
      tried_at: '1970-01-01T00:00:02.000Z',
      tries: 1,
      state: 'failing',
      status: 500,
    });
    const next = await ann.get(`/api/webhooks/${webhookId}/deliveries?before=${json.next}`);
    assert.deepEqual([next.json.deliveries.length, next.json.deliveries[0].id], [1, 'msg_1']);
    assert.equal(next.json.next, undefined);
  });
});

describe('the address of a webhook', () => {
  const { sign } = noticeKeys('a secret of the tests');
  let web: AWeb;
  let ann: Browser;
  before(async () => {
    web = await aWeb({}, { webhooks: webhookPost({ sign, loopback: false }) });
    ann = await web.signedIn();
  });
  after(() => web.stop());

  for (const url of [
    'http://hooks.example.org/',
    'ftp://hooks.example.org/',
    'hooks.example.org',
    'https://ann:secret@hooks.example.org/',
    'https://localhost/',
    'https://a.localhost./',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00::1]/',
    'https://[64:ff9b::a00:1]/',
  ])
    it(`is not ${url}`, async () => {
      const { status, json } = await ann.post('/api/webhooks', { url, events: ['failed'] });
      assert.deepEqual([status, json.error.id], [400, 'webhook-refused']);
    });

  it('may be one of the public internet', async () => {
    for (const url of ['https://hooks.example.org:8443/x?y=1', 'https://93.184.216.34/', 'https://[2606:4700::1]/'])
      assert.equal((await ann.post('/api/webhooks', { url, events: ['failed'] })).status, 201, url);
  });
});
