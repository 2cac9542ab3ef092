// test/web/routes/tokens.test.ts — personal tokens: made by people, used by programs, and what they never may.
import assert from 'node:assert/strict';
import type { CreatedToken, NewToken } from '../../../web/contract.ts';
import { aProgram, type Program } from '../support/a-program.ts';
import { type AWeb, aWeb } from '../support/a-web.ts';
import type { Browser } from '../support/browser.ts';

const DAY_MS = 86_400_000;

describe('a personal token', () => {
  let web: AWeb;
  let ann: Browser;
  before(async () => {
    web = await aWeb();
  });
  beforeEach(async () => {
    ann = await web.signedIn();
  });
  after(() => web.stop());

  async function aToken(wanted: Partial<NewToken> = {}): Promise<CreatedToken & { program: Program }> {
    const { json } = await ann.post('/api/tokens', { name: 'laptop', ...wanted });
    return { ...json, program: aProgram(web.url, json.token) };
  }

  it('is told once, when it is made, and kept as its hash', async () => {
    const { status, json } = await ann.post('/api/tokens', { name: 'laptop' });
    assert.equal(status, 201);
    assert.match(json.token, /^gas_[\w-]{43}$/);
    const listed = await ann.get('/api/tokens');
    const { token, ...view } = json;
    assert.deepEqual(listed.json, { tokens: [view] });
    assert.equal(JSON.stringify([...web.stored, listed.json, web.lines]).includes(token.slice(4)), false);
  });

  it('reads for 90 days where nothing else is asked for', async () => {
    const { scopes, created_at: created, expires_at: expires } = await aToken();
    assert.deepEqual([scopes, Date.parse(expires) - Date.parse(created)], [['read'], 90 * DAY_MS]);
  });

  const mistakes: Record<string, object> = {
    'no name': { name: '' },
    'a name that cannot be shown': { name: 'a\u202Eb' },
    'a scope that there is not': { scopes: ['admin'] },
    'no scope': { scopes: [] },
    'more than a year': { expires_in_days: 366 },
    'no time': { expires_in_days: 0 },
    'a user': { user_id: 'ben' },
  };
  for (const [mistake, wanted] of Object.entries(mistakes)) {
    it(`is not made with ${mistake}`, async () => {
      const { json } = await ann.post('/api/tokens', { name: 'laptop', ...wanted });
      assert.equal(json.error.id, 'invalid-request');
    });
  }

  it('is its user to a program, without a cookie and an origin', async () => {
    const { program } = await aToken();
    const { json } = await program.get('/api/profile');
    assert.equal(json.user_id, (await ann.get('/api/profile')).json.user_id);
  });

  it('tells when it was used last', async () => {
    const { program, id } = await aToken();
    await program.get('/api/jobs');
    const { tokens } = (await ann.get('/api/tokens')).json;
    assert.ok(Date.now() - Date.parse(tokens.find((each: { id: string }) => each.id === id).last_used_at) < 60_000);
  });

  it('that reads changes nothing', async () => {
    const { program } = await aToken({ scopes: ['read'] });
    for (const answer of [
      await program.post('/api/uploads', { file_name: 'a.vcf' }),
      await program.delete('/api/jobs/x'),
    ])
      assert.deepEqual([answer.status, answer.json.error.id], [403, 'token-not-enough']);
  });

  it('that writes submits, and reads too', async () => {
    const { program } = await aToken({ scopes: ['write'] });
    assert.equal((await program.post('/api/uploads', { file_name: 'a.vcf' })).status, 201);
    assert.equal((await program.get('/api/jobs')).status, 200);
  });

  for (const [method, path] of [
    ['GET', '/api/tokens'],
    ['POST', '/api/tokens'],
    ['DELETE', '/api/tokens/x'],
    ['GET', '/api/sessions'],
    ['DELETE', '/api/sessions'],
    ['DELETE', '/api/sessions/x'],
    ['POST', '/api/plan'],
    ['DELETE', '/api/profile'],
  ] as const) {
    it(`never may ${method} ${path}`, async () => {
      const { program } = await aToken({ scopes: ['read', 'write'] });
      assert.equal((await program.request(path, { method })).json.error.id, 'token-not-enough');
    });
  }

  it('follows one’s jobs, until it is revoked', async () => {
    const { program, id } = await aToken();
    const events = await program.events();
    assert.equal((await events.next())?.event, 'profile');
    assert.equal((await ann.delete(`/api/tokens/${id}`)).status, 204);
    assert.equal((await events.next(({ event }) => event === 'signed-out'))?.event, 'signed-out');
    assert.equal((await program.get('/api/profile')).json.error.id, 'token-invalid');
    assert.deepEqual((await ann.get('/api/tokens')).json, { tokens: [] });
  });

  it('stays revoked although its use is noted a moment later', async () => {
    const { program, id } = await aToken();
    web.before('sessions.touch', () => ann.delete(`/api/tokens/${id}`));
    await program.get('/api/profile');
    assert.equal((await program.get('/api/profile')).status, 401);
  });

  it('is void once the account is closed, also for one who comes back', async () => {
    const { program, id } = await aToken();
    const { user_id: confirm } = (await ann.get('/api/profile')).json;
    await ann.delete('/api/profile', { confirm });
    assert.equal((await program.get('/api/profile')).json.error.id, 'token-invalid');
    const again = await web.signedIn(confirm);
    assert.deepEqual((await again.get('/api/tokens')).json, { tokens: [] });
    assert.equal((await again.delete(`/api/tokens/${id}`)).json.error.id, 'token-unknown');
  });

  it('of another is not known', async () => {
    const { id, program } = await aToken();
    const ben = await web.signedIn();
    assert.equal((await ben.delete(`/api/tokens/${id}`)).json.error.id, 'token-unknown');
    assert.equal((await program.get('/api/profile')).status, 200);
  });

  it('that is wrong is not made up for by the cookie', async () => {
    const cookie = `gas=${ann.cookies.get('gas')!}`;
    for (const authorization of [
      'Bearer gas_nothing',
      'Basic YW5uOmFubg==',
      `Bearer ${ann.cookies.get('gas')!}`,
      'x',
    ]) {
      const { status, json } = await web.anybody().request('/api/profile', { headers: { cookie, authorization } });
      assert.deepEqual([status, json.error.id], [401, 'token-invalid'], authorization);
    }
  });

  it('is no session when it comes as a cookie', async () => {
    const { token } = await aToken();
    const eve = web.anybody();
    eve.cookies.set('gas', token);
    assert.equal((await eve.get('/api/profile')).json.error.id, 'not-signed-in');
  });

  it('is one of at most fifty', async () => {
    for (let made = 0; made < 50; made += 1) await aToken();
    assert.equal((await ann.post('/api/tokens', { name: 'laptop' })).json.error.id, 'too-many-tokens');
  });

  it('is in the audit log when it is made and when it is revoked', async () => {
    const { id } = await aToken({ name: 'secret name' });
    await ann.delete(`/api/tokens/${id}`);
    const { user_id: userId } = (await ann.get('/api/profile')).json;
    const entries = await web.audit.of(`user/${userId}`);
    assert.deepEqual(
      entries.map(({ actor, action, detail }) => [actor, action, detail]),
      [
        [userId, 'signed-in', undefined],
        [userId, 'token-created', `${id} read`],
        [userId, 'token-revoked', id],
      ],
    );
  });
});
