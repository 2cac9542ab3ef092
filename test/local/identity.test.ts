// test/local/identity.test.ts — the local identity provider, seen as an app and its browser see it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as oidc from 'openid-client';
import { identityKeys } from '../../local/identity-keys.ts';
import { identityProvider } from '../../local/identity-provider.ts';
import { PEOPLE } from '../../local/people.ts';

const ADA = PEOPLE[0]!;
const WEB = 'http://127.0.0.1:5080';
const CALLBACK = `${WEB}/auth/callback`;

describe('the local identity provider', () => {
  let server: Server;
  let issuer: string;
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gas-identity-'));
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const keys = identityKeys(join(folder, 'keys.json'));
    const provider = identityProvider({ issuer, clientId: 'gas-web', clientSecret: 'secret', webUrl: WEB, keys });
    server.on('request', (request, response) => void provider.callback()(request, response));
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  const discover = (secret = 'secret') =>
    oidc.discovery(new URL(issuer), 'gas-web', secret, oidc.ClientSecretBasic(secret), {
      execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
    });

  it('advertises no more than Globus does', async () => {
    const metadata = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as object;
    const { id_token_signing_alg_values_supported, token_endpoint_auth_methods_supported, jwks_uri, ...rest } =
      metadata as Record<string, unknown>;
    assert.deepEqual(id_token_signing_alg_values_supported, ['RS512']);
    assert.deepEqual(token_endpoint_auth_methods_supported, ['client_secret_basic']);
    assert.equal(jwks_uri, `${issuer}/jwk.json`);
    assert.deepEqual(rest['response_types_supported'], ['code']);
    assert.equal('code_challenge_methods_supported' in rest, false);
    assert.equal('end_session_endpoint' in rest, false);
  });

  it('signs a chosen person in: code, PKCE, nonce, an RS512 token with the claims', async () => {
    const configuration = await discover();
    const { url, checks } = await ask(configuration);
    const callback = await aBrowser().signIn(url, ADA.sub);
    const tokens = await oidc.authorizationCodeGrant(configuration, callback, checks);

    const { sub, name, email, organization, preferred_username } = tokens.claims()!;
    assert.deepEqual({ sub, name, email, organization, username: preferred_username, premium: false }, ADA);
    assert.equal(JSON.parse(Buffer.from(tokens.id_token!.split('.')[0]!, 'base64url').toString()).alg, 'RS512');
    assert.deepEqual(tokens['other_tokens'], []);
  });

  it('answers 401 to a code that is used with another verifier', async () => {
    const configuration = await discover();
    const { url, checks } = await ask(configuration);
    const callback = await aBrowser().signIn(url, ADA.sub);
    const other = { ...checks, pkceCodeVerifier: oidc.randomPKCECodeVerifier() };
    await assert.rejects(oidc.authorizationCodeGrant(configuration, callback, other), { status: 401 });
  });

  it('refuses an app that does not know the secret', async () => {
    const configuration = await discover('guessed');
    const { url, checks } = await ask(configuration);
    const callback = await aBrowser().signIn(url, ADA.sub);
    await assert.rejects(oidc.authorizationCodeGrant(configuration, callback, checks), { status: 401 });
  });

  it('sends nobody to an address that is not the app', async () => {
    const { url } = await ask(await discover(), { redirect_uri: 'http://127.0.0.1:9/auth/callback' });
    const refused = await fetch(url, { redirect: 'manual' });
    assert.equal(refused.status, 400);
    assert.match(await refused.text(), /invalid_redirect_uri/);
  });

  it('asks who it is at every sign-in, whoever it was before', async () => {
    const browser = aBrowser();
    const configuration = await discover();
    await browser.signIn((await ask(configuration)).url, ADA.sub);
    const { url, checks } = await ask(configuration);
    const callback = await browser.signIn(url, PEOPLE[2]!.sub);
    const tokens = await oidc.authorizationCodeGrant(configuration, callback, checks);
    assert.equal(tokens.claims()!['name'], 'Clara Premium');
  });

  it('tells the app when nobody was chosen', async () => {
    const callback = await aBrowser().signIn((await ask(await discover())).url, '');
    assert.equal(callback.searchParams.get('error'), 'access_denied');
  });

  const page = async (query: Record<string, string>) => {
    const search = new URLSearchParams({ client_id: 'gas-web', ...query }).toString();
    return (await fetch(`${issuer}/v2/web/logout?${search}`)).text();
  };

  it('links back to the app only after signing out, and escapes what it shows', async () => {
    assert.match(
      await page({ redirect_uri: `${WEB}/bye`, redirect_name: 'GAS' }),
      /href="http:\/\/127.0.0.1:5080\/bye">Continue to GAS</,
    );
    const evil = await page({ redirect_uri: 'http://evil.example', redirect_name: '<script>' });
    assert.match(evil, /href="http:\/\/127.0.0.1:5080">Continue to &lt;script&gt;</);
  });

  it('keeps its keys, for their owner only', () => {
    const file = join(folder, 'keys.json');
    assert.deepEqual(identityKeys(file), identityKeys(file));
    assert.equal(statSync(file).mode & 0o777, 0o600);
  });
});

/** Asks for a sign-in, with PKCE, state and nonce; answers what checks its outcome. */
async function ask(configuration: oidc.Configuration, extra: Record<string, string> = {}) {
  const verifier = oidc.randomPKCECodeVerifier();
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: CALLBACK,
    scope: 'openid email profile',
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...extra,
  });
  return { url, checks: { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier } };
}

/** Follows redirects with cookies until a form asks who it is, answers, and goes on until the app is called back. */
function aBrowser() {
  const cookies = new Map<string, string>();
  async function go(url: URL, init: RequestInit = {}): Promise<{ url: URL; form?: string }> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, headers: { cookie }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      cookies.set(name!, value!);
    }
    const location = response.headers.get('location');
    if (!location) return { url, form: /<form[^>]* action="([^"]+)"/.exec(await response.text())?.[1] ?? '' };
    const next = new URL(location, url);
    return next.origin === new URL(WEB).origin ? { url: next } : go(next);
  }
  return {
    async signIn(start: URL, person: string): Promise<URL> {
      const asked = await go(start);
      assert.ok(asked.form, `no form at ${asked.url.href}`);
      const body = new URLSearchParams({ person });
      return (await go(new URL(asked.form, asked.url), { method: 'POST', body })).url;
    },
  };
}
