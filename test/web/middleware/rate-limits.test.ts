// test/web/middleware/rate-limits.test.ts — how often one may ask, and whom that concerns.
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { clientAddress } from '../../../web/client-address.ts';
import { aProgram } from '../support/a-program.ts';
import { type AWeb, aWeb } from '../support/a-web.ts';

describe('asking too often', () => {
  let web: AWeb;
  afterEach(() => web.stop());

  it('is answered with 429 and with the time to wait', async () => {
    web = await aWeb({ rateLimits: { other: 2 } });
    const ann = await web.signedIn();
    const answers = [await ann.get('/api/jobs'), await ann.get('/api/profile'), await ann.get('/api/jobs')];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 429],
    );
    assert.deepEqual(
      answers.map(({ headers }) => [headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')]),
      [
        ['2', '1'],
        ['2', '0'],
        ['2', '0'],
      ],
    );
    const { json, headers } = answers[2]!;
    assert.equal(json.error.id, 'too-many-requests');
    assert.equal(headers.get('retry-after'), headers.get('ratelimit-reset'));
    assert.match(headers.get('retry-after')!, /^[1-6]?\d$/);
  });

  it('is counted for each user, in every browser and by every token', async () => {
    web = await aWeb({ rateLimits: { other: 3 } });
    const [ann, laptop, ben] = [await web.signedIn('ann'), await web.signedIn('ann'), await web.signedIn('ben')];
    const { token } = (await ann.post('/api/tokens', { name: 'script' })).json;
    const statuses = [];
    for (const who of [laptop, aProgram(web.url, token), ann, ben]) statuses.push((await who.get('/api/jobs')).status);
    assert.deepEqual(statuses, [200, 200, 429, 200]);
  });

  for (const [kind, ask, path] of [
    ['submit', 'post', '/api/uploads'],
    ['submit', 'post', '/api/jobs'],
    ['submit', 'post', '/api/jobs/x/retry'],
    ['download', 'get', '/api/jobs/x/result'],
    ['download', 'get', '/api/jobs/x/input'],
    ['download', 'get', '/api/jobs/x/log'],
    ['stream', 'get', '/api/events?x'],
    ['sign-in', 'get', '/auth/callback'],
  ] as const) {
    it(`is counted as ${kind} at ${path}, apart from the rest`, async () => {
      // Signing in itself is two requests.
      web = await aWeb({ rateLimits: { [kind]: kind === 'sign-in' ? 3 : 1 } });
      const ann = await web.signedIn();
      const first = kind === 'stream' ? await ann.events() : await ann[ask](path);
      assert.notEqual(first.status, 429);
      if ('close' in first) first.close();
      assert.equal((await ann[ask](path)).json.error.id, 'too-many-requests');
      assert.equal((await ann.get('/api/jobs')).status, 200);
    });
  }

  for (const path of ['/unsubscribe', '/webhooks/stripe']) {
    it(`is counted at ${path}, whose callers are not signed in`, async () => {
      web = await aWeb({ rateLimits: { other: 2 } });
      const statuses = [];
      for (const method of ['POST', 'POST', 'POST', 'GET'])
        statuses.push((await web.anybody().request(path, { method })).status);
      assert.deepEqual(statuses, [404, 404, 429, 429]);
    });
  }

  it('is counted by address while nobody is signed in, whatever cookie or token is made up', async () => {
    web = await aWeb({ rateLimits: { other: 2 } });
    const headers = [{}, { cookie: 'gas=x' }, { authorization: 'Bearer x' }, { cookie: 'gas=y' }];
    const statuses = [];
    for (const each of headers) statuses.push((await web.anybody().request('/api/jobs', { headers: each })).status);
    assert.deepEqual(statuses, [401, 401, 429, 429]);
  });

  it('of strangers shuts out nobody at their address who is signed in', async () => {
    web = await aWeb({ rateLimits: { other: 1 } });
    const ann = await web.signedIn();
    await web.anybody().get('/api/jobs');
    assert.equal((await web.anybody().get('/api/jobs')).status, 429);
    assert.equal((await ann.get('/api/jobs')).status, 200);
  });

  it('leaves pages and health alone', async () => {
    web = await aWeb({ rateLimits: { other: 1, 'sign-in': 1 } });
    for (let asked = 0; asked < 3; asked += 1) assert.equal((await web.anybody().get('/health/live')).status, 200);
  });
});

describe('the address of a client', () => {
  const cases: [seen: string, hops: number, address: string, peer: string, forwarded?: string][] = [
    ['its peer', 0, '10.0.0.1', '10.0.0.1'],
    ['its peer, whatever it claims', 0, '10.0.0.1', '10.0.0.1', '1.2.3.4'],
    ['what our one proxy saw', 1, '1.2.3.4', '10.0.0.1', '6.6.6.6, 1.2.3.4'],
    ['what the outer of two saw', 2, '1.2.3.4', '10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.2'],
    ['the peer where the proxy wrote nothing', 1, '10.0.0.1', '10.0.0.1'],
    ['an IPv4 address in IPv6', 0, '10.0.0.1', '::ffff:10.0.0.1'],
    ['its network in IPv6', 0, '2001:db8:1:2', '2001:db8:1:2:3:4:5:6'],
    ['its network, shortened', 0, '2001:db8:0:0', '2001:db8::6'],
    ['itself on loopback', 0, '0:0:0:0', '::1'],
  ];
  for (const [seen, hops, address, peer, forwarded] of cases) {
    it(`is ${seen}`, () => assert.equal(clientAddress(from(peer, forwarded), hops), address));
  }
});

function from(remoteAddress: string, forwarded?: string): IncomingMessage {
  return { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } } as unknown as IncomingMessage;
}
