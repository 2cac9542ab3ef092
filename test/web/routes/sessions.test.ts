// test/web/routes/sessions.test.ts — one's sign-ins in other browsers: listed, and ended from here.
import assert from 'node:assert/strict';
import { browserKind } from '../../../web/browser-kind.ts';
import type { SessionView } from '../../../web/contract.ts';
import { type AWeb, aWeb } from '../support/a-web.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

describe('the list of sessions', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  it('tells of each browser when it signed in, and which one asks', async () => {
    const ann = web.anybody();
    const headers = { 'user-agent': FIREFOX };
    await ann.request('/auth/login', { headers });
    await ann.request('/auth/callback?code=ann', { headers });
    await web.signedIn('ann');
    const { sessions } = (await ann.get('/api/sessions')).json as { sessions: SessionView[] };
    assert.equal(sessions.length, 2);
    const mine = sessions.find(({ current }) => current)!;
    assert.equal(mine.agent, 'Firefox on Linux');
    assert.ok(Date.parse(mine.begun_at) <= Date.parse(mine.last_seen_at));
    assert.equal(JSON.stringify(sessions).includes(ann.cookies.get('gas')!), false);
    for (const { sessionId } of web.stored) assert.equal(JSON.stringify(sessions).includes(sessionId), false);
  });

  it('has neither those of others, nor personal tokens, nor what has ended', async () => {
    const [cleo, laptop] = [await web.signedIn('cleo'), await web.signedIn('cleo')];
    await web.signedIn('dan');
    await cleo.post('/api/tokens', { name: 'laptop' });
    await laptop.post('/auth/logout');
    const { sessions } = (await cleo.get('/api/sessions')).json;
    assert.deepEqual(
      sessions.map(({ current }: SessionView) => current),
      [true],
    );
  });
});

describe('ending sessions', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  async function two() {
    const ann = await web.signedIn();
    const laptop = await web.signedIn(ann.userId);
    const { sessions } = (await ann.get('/api/sessions')).json as { sessions: SessionView[] };
    return { ann, laptop, other: sessions.find(({ current }) => !current)!.id };
  }

  it('signs out that browser, and its event stream', async () => {
    const { ann, laptop, other } = await two();
    const events = await laptop.events();
    await events.next();
    assert.equal((await ann.delete(`/api/sessions/${other}`)).status, 204);
    assert.equal((await laptop.get('/api/profile')).status, 401);
    assert.equal((await events.next(({ event }) => event === 'signed-out'))?.event, 'signed-out');
    assert.equal(await events.next(), undefined);
    assert.equal((await ann.get('/api/profile')).status, 200);
  });

  it('signs out everywhere else, and leaves tokens and other people alone', async () => {
    const { ann, laptop } = await two();
    const { token } = (await ann.post('/api/tokens', { name: 'laptop' })).json;
    const ben = await web.signedIn();
    assert.deepEqual((await ann.delete('/api/sessions')).json, { ended: 1 });
    assert.equal((await laptop.get('/api/profile')).status, 401);
    const headers = { authorization: `Bearer ${token}` };
    assert.equal((await web.anybody().request('/api/profile', { headers })).status, 200);
    for (const browser of [ann, ben]) assert.equal((await browser.get('/api/profile')).status, 200);
  });

  it('stays done although a request that was under way records its use', async () => {
    const { ann, laptop } = await two();
    const use = web.stored.findLast(({ signInId, userId }) => signInId && userId === ann.userId)!;
    await ann.delete('/api/sessions');
    await web.sessions.put(use);
    assert.equal((await laptop.get('/api/profile')).status, 401);
    assert.equal((await ann.get('/api/sessions')).json.sessions.length, 1);
  });

  it('is for one’s own alone', async () => {
    const { laptop, other } = await two();
    const ben = await web.signedIn();
    for (const id of [other, 'x', '%00']) {
      assert.equal((await ben.delete(`/api/sessions/${id}`)).json.error.id, 'session-unknown', id);
    }
    assert.equal((await laptop.get('/api/profile')).status, 200);
  });

  it('is in the audit log, as signing in and out is', async () => {
    const { ann, other } = await two();
    await ann.delete(`/api/sessions/${other}`);
    await ann.delete('/api/sessions');
    await ann.post('/auth/logout');
    assert.deepEqual(
      (await web.audit.of(`user/${ann.userId}`)).map(({ action }) => action),
      ['signed-in', 'signed-in', 'session-ended', 'sessions-ended', 'signed-out'],
    );
  });
});

describe('the kind of a browser', () => {
  const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)';
  const kinds: [string, string | undefined][] = [
    [FIREFOX, 'Firefox on Linux'],
    [`${mac} Chrome/140.0.0.0 Safari/537.36`, 'Chrome on macOS'],
    [`${mac} Version/18.0 Safari/605.1.15`, 'Safari on macOS'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge on Windows'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1', 'Safari on iOS'],
    ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36', 'Chrome on Android'],
    ['curl/8.5.0', 'curl'],
    ['<script>alert(1)</script>', undefined],
    ['', undefined],
  ];
  for (const [userAgent, kind] of kinds) {
    it(`of ${JSON.stringify(userAgent.slice(-30))} is ${kind}`, () => assert.equal(browserKind(userAgent), kind));
  }
});
