// test/web/identity.test.ts — signing in through a real OpenID provider, and against one that lies.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityKeys } from '../../local/identity-keys.ts';
import { identityProvider } from '../../local/identity-provider.ts';
import { PEOPLE } from '../../local/people.ts';
import { openIdConnect } from '../../web/identity.ts';
import { type AWeb, aWeb } from './support/a-web.ts';
import type { Browser } from './support/browser.ts';
import { type HostileProvider, hostileProvider } from './support/hostile-provider.ts';

const client = { clientId: 'gas', clientSecret: 'the client secret' };
const ada = PEOPLE[0]!;

describe('signing in at a provider as poor as Globus', () => {
  let web: AWeb;
  let folder: string;
  const server = createServer();
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gas-identity-'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    web = await aWeb({}, { identityFor: (webUrl) => openIdConnect({ issuer, ...client, webUrl }) });
    const keys = identityKeys(join(folder, 'keys.json'));
    const handle = identityProvider({ issuer, ...client, webUrl: web.url, keys }).callback();
    server.on('request', (request, response) => void handle(request, response));
  });
  after(async () => {
    await web.stop();
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  /** Chooses a person at the provider, and stops where it sends the browser back to us. */
  async function choose(browser: Browser, person: string): Promise<string> {
    const page = await browser.follow('/auth/login?return_to=/plan');
    const action = /action="([^"]+)"/.exec(page.text)![1]!;
    const body = new URLSearchParams({ person });
    const issuer = page.url.origin;
    let answer = await browser.request(new URL(action, issuer).href, { method: 'POST', body });
    for (;;) {
      const location = new URL(answer.headers.get('location')!, issuer);
      if (location.origin === web.url) return location.href;
      answer = await browser.request(location.href);
    }
  }

  it('knows the person and what the provider tells of them', async () => {
    const browser = web.anybody();
    const callback = await browser.request(await choose(browser, ada.sub));
    assert.deepEqual([callback.status, callback.headers.get('location')], [302, '/plan']);
    const { json } = await browser.get('/api/profile');
    const { name, email, organization: institution, sub: userId } = ada;
    assert.deepEqual([json.user_id, json.name, json.email, json.institution], [userId, name, email, institution]);
  });

  it('sends state, nonce and an S256 challenge, though no PKCE is advertised', async () => {
    const location = new URL((await web.anybody().get('/auth/login')).headers.get('location')!);
    const sent = Object.fromEntries(location.searchParams);
    assert.deepEqual([sent['code_challenge_method'], sent['response_type']], ['S256', 'code']);
    assert.match(`${sent['state']} ${sent['nonce']} ${sent['code_challenge']}`, /^[\w-]{43} [\w-]{43} [\w-]{43}$/);
    assert.equal(sent['redirect_uri'], `${web.url}/auth/callback`);
  });

  it('is refused with the state of another sign-in', async () => {
    const browser = web.anybody();
    const callback = new URL(await choose(browser, ada.sub));
    callback.searchParams.set('state', 'another');
    assert.equal((await browser.request(callback.href)).json.error.id, 'sign-in-failed');
  });

  it('is refused in a browser that did not begin it', async () => {
    const callback = await choose(web.anybody(), ada.sub);
    const victim = web.anybody();
    await victim.get('/auth/login');
    assert.equal((await victim.request(callback)).json.error.id, 'sign-in-failed');
    assert.equal((await victim.get('/api/profile')).status, 401);
  });

  it('is refused with a code that was used already', async () => {
    const browser = web.anybody();
    const callback = await choose(browser, ada.sub);
    const pending = browser.cookies.get('gas-sign-in')!;
    await browser.request(callback);
    browser.cookies.set('gas-sign-in', pending);
    assert.equal((await browser.request(callback)).json.error.id, 'sign-in-failed');
  });

  it('is over where the person chooses not to', async () => {
    const browser = web.anybody();
    assert.equal((await browser.request(await choose(browser, ''))).json.error.id, 'sign-in-failed');
  });
});

describe('signing in at a provider that lies', () => {
  let web: AWeb;
  let provider: HostileProvider;
  beforeEach(async () => {
    provider = await hostileProvider();
    const { issuer } = provider;
    web = await aWeb({}, { identityFor: (webUrl) => openIdConnect({ issuer, ...client, webUrl }) });
  });
  afterEach(async () => {
    await web.stop();
    await provider.stop();
  });

  async function signIn(forge: Partial<HostileProvider['forge']>) {
    const browser = web.anybody();
    const location = new URL((await browser.get('/auth/login')).headers.get('location')!);
    const nonce = location.searchParams.get('nonce');
    provider.forge = { signer: 'RS512', algorithm: 'RS512', ...forge, claims: { nonce, ...forge.claims } };
    const answer = await browser.get(`/auth/callback?code=c&state=${location.searchParams.get('state')}`);
    return { answer, browser };
  }

  it('works as long as it tells the truth', async () => {
    const { answer, browser } = await signIn({});
    assert.equal(answer.status, 302);
    assert.equal((await browser.get('/api/profile')).json.user_id, 'ann');
  });

  it('works again at the second try after it has changed its key', async () => {
    await signIn({});
    provider.keyId = 'next';
    assert.equal((await signIn({})).answer.status, 400);
    assert.equal((await signIn({})).answer.status, 302);
  });

  const lies: Record<string, Partial<HostileProvider['forge']>> = {
    'not signed': { signer: 'none', algorithm: 'none' },
    'signed with our own secret': { signer: 'HS256', algorithm: 'HS256' },
    'signed with its public key as if that were a secret': { signer: 'publicPem', algorithm: 'HS256' },
    'signed with its public key as JSON as if that were a secret': { signer: 'publicJwk', algorithm: 'HS256' },
    'that is not signed but says it is': { signer: 'none' },
    'signed with another key': { signer: 'anotherKey' },
    'signed by an algorithm it did not announce': { signer: 'RS256', algorithm: 'RS256' },
    'for another nonce': { claims: { nonce: 'another' } },
    'without a nonce': { claims: { nonce: undefined } },
    'for another client': { claims: { aud: 'another' } },
    'for us and another client, made for that one': { claims: { aud: ['gas', 'another'], azp: 'another' } },
    'for nobody in particular': { claims: { aud: undefined } },
    'of another issuer': { claims: { iss: 'https://auth.example.org' } },
    'of no issuer': { claims: { iss: undefined } },
    'no longer valid': { claims: { exp: 1 } },
    'that is valid for ever': { claims: { exp: undefined } },
    'that is not valid yet': { claims: { nbf: 9_999_999_999 } },
    'for a user id that is none of ours': { claims: { sub: '../ben' } },
    'for a user id that is too long': { claims: { sub: 'a'.repeat(65) } },
  };
  for (const [lie, forge] of Object.entries(lies)) {
    it(`is refused with a token ${lie}`, async () => {
      const { answer, browser } = await signIn(forge);
      assert.deepEqual([answer.status, answer.json.error.id], [400, 'sign-in-failed']);
      assert.equal((await browser.get('/api/profile')).status, 401);
    });
  }
});

describe('signing in while the provider is away', () => {
  it('asks for patience, and works when it is back', async () => {
    const provider = await hostileProvider();
    const { issuer } = provider;
    const web = await aWeb({}, { identityFor: (webUrl) => openIdConnect({ issuer, ...client, webUrl }) });
    provider.up = false;
    const away = await web.anybody().get('/auth/login');
    assert.deepEqual([away.status, away.json.error.id], [503, 'identity-away']);
    assert.equal((await web.anybody().get('/health/live')).status, 200);

    provider.up = true;
    assert.equal((await web.anybody().get('/auth/login')).status, 302);
    await web.stop();
    await provider.stop();
  });

  it('asks for patience where it goes away in the middle', async () => {
    const provider = await hostileProvider();
    const { issuer } = provider;
    const web = await aWeb({}, { identityFor: (webUrl) => openIdConnect({ issuer, ...client, webUrl }) });
    const browser = web.anybody();
    const { searchParams } = new URL((await browser.get('/auth/login')).headers.get('location')!);
    provider.up = false;
    const answer = await browser.get(`/auth/callback?code=c&state=${searchParams.get('state')}`);
    assert.deepEqual([answer.status, answer.json.error.id], [503, 'identity-away']);
    await web.stop();
    await provider.stop();
  });
});
