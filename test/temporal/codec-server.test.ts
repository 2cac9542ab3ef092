// test/temporal/codec-server.test.ts — who is let in by the codec server, over HTTP, and what the others are told.
// oxlint-disable unicorn/consistent-function-scoping -- helpers stand where they are read
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { pino } from 'pino';
import { payloadCodec } from '../../temporal/codec.ts';
import { codecServer } from '../../temporal/codec-server/app.ts';

const SECRET = 'a secret of the operators, long enough';
const WEB = 'http://temporal.test:8080';
const KEY = { id: 'one', key: randomBytes(32) };
const CLEAR = '{"inputFileName":"family-history.vcf"}';

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the codec server', () => {
  let url: string;
  let issuer: string;
  let body: string;
  let logged = '';
  let clock = 0;
  let pair: Awaited<ReturnType<typeof generateKeyPair>>;
  const servers: Server[] = [];

  before(async () => {
    pair = await generateKeyPair('RS256');
    const keys = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), alg: 'RS256', kid: 'k' }] });
    const provider = createServer((request, response) =>
      response.end(request.url === '/jwks' ? keys : JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks` })),
    );
    issuer = await listening(provider);
    const log = pino(new Writable({ write: (line: Buffer, _, done) => ((logged += String(line)), done()) }));
    const tokens = { issuer, audience: 'temporal-web', operators: ['olga', 'otto@lab.test'] };
    const app = codecServer({
      codecKeys: [KEY],
      url: 'http://codec.test',
      webOrigin: WEB,
      secret: SECRET,
      tokens,
      now: () => clock,
      log,
    });
    const handle = app.callback();
    const server = createServer((request, response) => void handle(request, response));
    url = await listening(server);
    servers.push(provider, server);
    const payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(CLEAR) };
    body = JSON.stringify({
      payloads: (await payloadCodec([KEY]).encode([payload])).map(({ metadata, data }) => ({
        metadata: Object.fromEntries(
          Object.entries(metadata!).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
        ),
        data: Buffer.from(data!).toString('base64'),
      })),
    });
  });
  after(() => servers.forEach((server) => server.close().closeAllConnections()));

  const decode = (headers: Record<string, string>, sent = body) =>
    fetch(`${url}/decode`, {
      method: 'POST',
      body: sent,
      headers: { 'content-type': 'application/json', 'x-namespace': 'gas', ...headers },
    });
  const token = (
    claims: Record<string, unknown> = {},
    { audience = 'temporal-web', by = pair.privateKey, expires = '1h' } = {},
  ) =>
    new SignJWT({ sub: 'olga', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(expires)
      .sign(by);

  async function reads(headers: Record<string, string>): Promise<void> {
    const response = await decode(headers);
    assert.equal(response.status, 200);
    const { payloads } = (await response.json()) as { payloads: { data: string }[] };
    assert.equal(Buffer.from(payloads[0]!.data, 'base64').toString(), CLEAR);
  }

  it('opens payloads for the token that Temporal Web hands on, of an operator by subject or verified address', async () => {
    await reads({ origin: WEB, authorization: `Bearer ${await token()}` });
    await reads({ authorization: `Bearer ${await token({ sub: 'x', email: 'otto@lab.test', email_verified: true })}` });
    await reads({ authorization: 'Bearer opaque', 'authorization-extras': await token() });
  });

  it('opens them for the secret, as Temporal’s command line sends it', () =>
    reads({ authorization: `Bearer ${SECRET}` }));

  it('opens them for a browser in which the secret was typed, from Temporal Web’s page alone, for eight hours', async () => {
    const wrong = await fetch(url, { method: 'POST', body: new URLSearchParams({ secret: 'a guess' }) });
    assert.deepEqual([wrong.status, wrong.headers.get('set-cookie')], [401, null]);
    const right = await fetch(url, { method: 'POST', body: new URLSearchParams({ secret: SECRET }) });
    const set = right.headers.get('set-cookie')!;
    assert.match(set, /; HttpOnly; SameSite=Strict;/);
    const cookie = set.split(';')[0]!;
    await reads({ origin: WEB, cookie });
    assert.equal((await decode({ cookie })).status, 401);
    assert.equal((await decode({ origin: WEB, cookie: cookie.replace('=', '=9') })).status, 401);
    clock = 9 * 3_600_000;
    assert.equal((await decode({ origin: WEB, cookie })).status, 401);
    clock = 0;
  });

  it('refuses everybody else', async () => {
    const { privateKey: foreign } = await generateKeyPair('RS256');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"olga"}').toString('base64url')}.`;
    const bearers = [
      'a guess',
      unsigned,
      await token({ sub: 'mallory' }),
      await token({ sub: 'mallory', email: 'otto@lab.test' }),
      await token({}, { audience: 'another' }),
      await token({}, { by: foreign }),
      await token({}, { expires: '1 hour ago' }),
    ];
    for (const bearer of bearers)
      assert.equal((await decode({ authorization: `Bearer ${bearer}` })).status, 401, bearer);
    assert.equal((await decode({})).status, 401);
    const elsewhere = await decode({ origin: 'https://evil.test', authorization: `Bearer ${SECRET}` });
    assert.deepEqual([elsewhere.status, elsewhere.headers.get('access-control-allow-origin')], [403, null]);
  });

  it('lets pages of one Temporal Web ask, and of no other', async () => {
    const preflight = (origin: string) =>
      fetch(`${url}/decode`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    const { headers } = await preflight(WEB);
    assert.equal(headers.get('access-control-allow-origin'), WEB);
    assert.equal(
      headers.get('access-control-allow-headers'),
      'Content-Type, X-Namespace, Authorization, Authorization-Extras',
    );
    assert.equal((await preflight('https://evil.test')).headers.get('access-control-allow-origin'), null);
  });

  it('answers nonsense with a sentence', async () => {
    const authorization = `Bearer ${SECRET}`;
    for (const [status, sent] of [
      [400, 'not json'],
      [400, '{"payloads":[{"data":"%%%"}]}'],
      [413, JSON.stringify({ payloads: [{ data: 'A'.repeat(9_000_000) }] })],
      [422, body.replace(Buffer.from('one').toString('base64'), Buffer.from('two').toString('base64'))],
    ] as const) {
      const response = await decode({ authorization }, sent);
      assert.equal(response.status, status);
      assert.ok(((await response.json()) as { error: { message: string } }).error.message.length > 10);
    }
    assert.equal((await fetch(`${url}/encode`, { method: 'POST', headers: { authorization }, body })).status, 404);
  });

  it('logs who read how much, and nothing of what', () => {
    assert.match(logged, /"operator":"olga","namespace":"gas","payloads":1/);
    assert.doesNotMatch(logged, /family|secret of|eyJ/);
  });

  it('listens no more to an address that is wrong again and again', async () => {
    const codes: number[] = [];
    for (let n = 0; n < 61; n++) codes.push((await decode({})).status);
    assert.ok(codes.includes(429));
    assert.equal((await decode({ authorization: `Bearer ${SECRET}` })).status, 429);
  });
});
