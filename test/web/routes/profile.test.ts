// test/web/routes/profile.test.ts — the profile, and changes of plan.
import assert from 'node:assert/strict';
import { type AWeb, aWeb } from '../support/a-web.ts';

describe('GET /api/profile', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  it('tells a new user of the free plan, its limit and its grace', async () => {
    const ann = await web.signedIn();
    const { status, json } = await ann.get('/api/profile');
    assert.equal(status, 200);
    assert.deepEqual(json.plan, { role: 'free_user', since: '1970-01-01T00:00:00.000Z', version: 0 });
    assert.deepEqual(json.limits, { input_bytes: 1000, free_input_bytes: 1000, premium_input_bytes: 1_000_000 });
    assert.equal(json.grace_ms, 300_000);
  });

  it('is kept by no cache', async () => {
    const ann = await web.signedIn();
    assert.equal((await ann.get('/api/profile')).headers.get('cache-control'), 'no-store');
  });

  it('is refused to strangers', async () => {
    assert.equal((await web.anybody().get('/api/profile')).status, 401);
  });
});

describe('POST /api/plan', () => {
  let web: AWeb;
  beforeEach(async () => {
    web = await aWeb();
  });
  afterEach(() => web.stop());

  it('publishes one change, at the version after the one it read', async () => {
    const ann = await web.signedIn('ann');
    await web.setPlan('ann', { version: 4 });
    const answer = await ann.post('/api/plan', { role: 'premium_user' });
    assert.deepEqual([answer.status, answer.json], [202, { role: 'premium_user', plan_version: 5 }]);
    const changeIds = web.published.map((event) => event.kind === 'plan-change' && event.changeId);
    assert.match(String(changeIds[0]), /^[0-9a-f-]{36}$/);
    const expected = { kind: 'plan-change', userId: 'ann', role: 'premium_user', planVersion: 5 };
    assert.deepEqual(web.published, [{ ...expected, changeId: changeIds[0] }]);
  });

  it('changes nothing itself: the role is another process’s to write', async () => {
    const ann = await web.signedIn('ann');
    await ann.post('/api/plan', { role: 'premium_user' });
    assert.equal((await ann.get('/api/profile')).json.plan.role, 'free_user');
  });

  it('refuses the plan one is on', async () => {
    const ann = await web.signedIn();
    const answer = await ann.post('/api/plan', { role: 'free_user' });
    assert.deepEqual([answer.status, answer.json.error.id], [409, 'plan-unchanged']);
    assert.deepEqual(web.published, []);
  });

  for (const body of [{}, { role: 'operator' }, { role: 'premium_user', user_id: 'ben' }, [], null, 'premium_user']) {
    it(`refuses ${JSON.stringify(body)}`, async () => {
      const ann = await web.signedIn();
      const answer = await ann.post('/api/plan', body);
      assert.deepEqual([answer.status, answer.json.error.id], [400, 'invalid-request']);
      assert.deepEqual(web.published, []);
    });
  }

  it('is refused to strangers', async () => {
    assert.equal((await web.anybody().post('/api/plan', { role: 'premium_user' })).status, 401);
  });
});

describe('GET /api/plan/quote', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  it('says what an upgrade brings back, and what leaving archives', async () => {
    const ann = await web.signedIn('ann');
    const archive = { id: 'a', store: 'glacier-vault', bytes: 1e6, treeHash: 'ab' } as const;
    web.row({ userId: 'ann', status: 'COMPLETED', archive, archiveStatus: 'ARCHIVED' });
    assert.deepEqual((await ann.get('/api/plan/quote?role=premium_user')).json, {
      role: 'premium_user',
      results: 1,
      bytes: 1e6,
      restore: {
        tier: 'Expedited',
        expected_ms: 300_000,
        price_usd: 0.01003,
        otherwise: { tier: 'Standard', expected_ms: 18_000_000, price_usd: 0.00006 },
      },
    });
    const leaving = { role: 'free_user', results: 0, bytes: 0, archives_after_ms: 300_000 };
    assert.deepEqual((await ann.get('/api/plan/quote?role=free_user')).json, leaving);
  });

  it('refuses a role that is none, and strangers', async () => {
    assert.equal((await (await web.signedIn()).get('/api/plan/quote?role=king')).status, 400);
    assert.equal((await web.anybody().get('/api/plan/quote?role=free_user')).status, 401);
  });
});
