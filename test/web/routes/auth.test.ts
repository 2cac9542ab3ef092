// test/web/routes/auth.test.ts — sessions: how they begin, are kept, and end.
import assert from 'node:assert/strict';
import { type AWeb, aWeb } from '../support/a-web.ts';

describe('sessions', () => {
  let web: AWeb;
  afterEach(() => web.stop());

  it('begin at sign-in with a cookie that scripts and other sites do not get', async () => {
    web = await aWeb();
    const ann = web.anybody();
    await ann.get('/auth/login');
    const answer = await ann.get('/auth/callback?code=ann');
    assert.equal(answer.status, 302);
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('gas='))!;
    assert.match(cookie, /^gas=[\w-]{43}; path=\/; samesite=lax; httponly$/i);
  });

  it('are bound to the host and to https where the service has it', async () => {
    web = await aWeb({ url: 'https://gas.example.org' });
    const at = web.port;
    const answer = await fetch(`http://127.0.0.1:${at}/auth/login`, { redirect: 'manual' });
    const [cookie = ''] = answer.headers.getSetCookie();
    assert.match(cookie, /^__Host-gas-sign-in=.*; path=\/; .*secure; httponly$/i);
    assert.match(answer.headers.get('strict-transport-security')!, /max-age=31536000/);
  });

  it('are known in the table by a hash, never by the cookie', async () => {
    web = await aWeb();
    const ann = await web.signedIn();
    const token = ann.cookies.get('gas')!;
    assert.equal(JSON.stringify(web.stored).includes(token), false);
    for (const { sessionId } of web.stored) assert.match(sessionId, /^[0-9a-f]{64}$/);
  });

  it('are new at every sign-in, and the one before is over', async () => {
    web = await aWeb();
    const ann = await web.signedIn('ann');
    const before = ann.cookies.get('gas')!;
    await ann.get('/auth/login');
    await ann.get('/auth/callback?code=ann');
    assert.notEqual(ann.cookies.get('gas'), before);
    ann.cookies.set('gas', before);
    assert.equal((await ann.get('/api/profile')).status, 401);
  });

  it('end on the server when the user signs out', async () => {
    web = await aWeb();
    const ann = await web.signedIn();
    const token = ann.cookies.get('gas')!;
    assert.equal((await ann.post('/auth/logout')).status, 204);
    assert.equal(ann.cookies.has('gas'), false);
    ann.cookies.set('gas', token);
    assert.equal((await ann.get('/api/profile')).status, 401);
  });

  it('stay ended although a request that was under way records their use', async () => {
    web = await aWeb();
    const ann = await web.signedIn();
    const token = ann.cookies.get('gas')!;
    await ann.post('/auth/logout');
    await web.sessions.put(web.stored.at(-1)!);
    ann.cookies.set('gas', token);
    assert.equal((await ann.get('/api/profile')).status, 401);
  });

  it('end when they are not used', async () => {
    web = await aWeb({ sessionIdleMs: 30 });
    const ann = await web.signedIn();
    await until(() => Date.now() > web.stored.at(-1)!.expiresAt);
    assert.equal((await ann.get('/api/profile')).status, 401);
  });

  it('end at their time however much they are used', async () => {
    web = await aWeb({ sessionIdleMs: 1000, sessionLifeMs: 60 });
    const ann = await web.signedIn();
    await until(async () => (await ann.get('/api/profile')).status === 401);
    assert.equal((await ann.get('/api/jobs')).status, 401);
  });

  it('are not made of a cookie that somebody made up', async () => {
    web = await aWeb();
    const eve = web.anybody();
    eve.cookies.set('gas', 'x'.repeat(43));
    assert.deepEqual((await eve.get('/api/profile')).json.error.id, 'not-signed-in');
  });
});

describe('signing in', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  it('leads back to the page that asked for it', async () => {
    const ann = web.anybody();
    await ann.get('/auth/login?return_to=/annotations%3Fstatus=FAILED');
    const answer = await ann.get('/auth/callback?code=ann');
    assert.equal(answer.headers.get('location'), '/annotations?status=FAILED');
  });

  for (const place of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/\t/evil.example',
    'evil',
    '/a\r\nb',
  ]) {
    it(`leads home instead of to ${JSON.stringify(place)}`, async () => {
      const ann = web.anybody();
      await ann.get(`/auth/login?return_to=${encodeURIComponent(place)}`);
      assert.equal((await ann.get('/auth/callback?code=ann')).headers.get('location'), '/');
    });
  }

  it('is refused without the cookie of the browser that began it', async () => {
    const answer = await web.anybody().get('/auth/callback?code=ann');
    assert.deepEqual([answer.status, answer.json.error.id], [400, 'sign-in-failed']);
  });

  it('is refused with a cookie that we have not sealed', async () => {
    const eve = web.anybody();
    eve.cookies.set('gas-sign-in', Buffer.from('{"state":"state"}').toString('base64url'));
    assert.equal((await eve.get('/auth/callback?code=ann')).status, 400);
  });

  it('is finished once', async () => {
    const ann = web.anybody();
    await ann.get('/auth/login');
    await ann.get('/auth/callback?code=ann');
    assert.equal((await ann.get('/auth/callback?code=ann')).status, 400);
  });

  it('keeps what the identity provider tells about the user', async () => {
    const ann = await web.signedIn('ann');
    const { json } = await ann.get('/api/profile');
    assert.deepEqual([json.user_id, json.name, json.email], ['ann', 'Name of ann', 'ann@example.org']);
  });
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}
