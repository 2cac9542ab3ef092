// web/identity.ts — signing in through an OpenID provider: Globus Auth, or the local one that is as poor.
import * as oidc from 'openid-client';
import { USER_ID, type UserId } from '../domain/job.ts';
import type { Profile } from '../domain/ports.ts';
import { problem } from './problem.ts';

/** What has to come back unchanged, or be proved, for a sign-in to be this browser's own. */
interface SignInAttempt {
  state: string;
  nonce: string;
  verifier: string;
}

export interface Identity {
  /** The provider's page to send the browser to. Problem `identity-away` where the provider does not answer. */
  begin(): Promise<{ url: string; attempt: SignInAttempt }>;
  /** Trades the answer in `search` (`?code=...`) for the user; Problem `sign-in-failed` where anything does not fit. */
  finish(search: string, attempt: SignInAttempt): Promise<{ userId: UserId; profile: Profile }>;
}

export interface IdentityOptions {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The address people use; the provider sends them back to its /auth/callback. */
  webUrl: string;
}

const TIMEOUT_SECONDS = 10;

/** An identity provider by its issuer; asked for its metadata at the first sign-in, and again until it answers. */
export function openIdConnect(options: IdentityOptions): Identity {
  const redirectUri = new URL('/auth/callback', options.webUrl).href;
  let known: Promise<oidc.Configuration> | undefined;

  async function provider(): Promise<oidc.Configuration> {
    known ??= discover(options);
    try {
      return await known;
    } catch (cause) {
      known = undefined;
      throw Object.assign(problem('identity-away'), { cause });
    }
  }

  return {
    async begin() {
      const attempt = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(await provider(), {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, attempt };
    },

    async finish(search, { state, nonce, verifier }) {
      const configuration = await provider();
      const tokens = await oidc
        .authorizationCodeGrant(configuration, new URL(search, redirectUri), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        .catch((cause: unknown) => {
          if (isNewKey(cause)) known = undefined;
          throw Object.assign(problem(isAway(cause) ? 'identity-away' : 'sign-in-failed'), { cause });
        });
      return userOf(tokens.claims()!);
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: IdentityOptions): Promise<oidc.Configuration> {
  const plain = isLoopback(new URL(issuer));
  const authentication = oidc.ClientSecretBasic(clientSecret);
  const found = await oidc.discovery(new URL(issuer), clientId, undefined, authentication, {
    timeout: TIMEOUT_SECONDS,
    ...(plain ? { execute: [oidc.allowInsecureRequests] } : {}),
  });

  const metadata = found.serverMetadata();
  const trusted = Object.assign({}, metadata, { id_token_signing_alg_values_supported: signedAlgorithms(metadata) });
  const configuration = new oidc.Configuration(trusted, clientId, undefined, authentication);
  configuration.timeout = TIMEOUT_SECONDS;
  if (plain) oidc.allowInsecureRequests(configuration);
  // In the code flow openid-client trusts the connection alone unless it is asked to check the signature too.
  oidc.enableNonRepudiationChecks(configuration);
  return configuration;
}

/** Algorithms with a public key only: neither none nor one whose key is a secret shared with us. */
function signedAlgorithms(metadata: oidc.ServerMetadata): string[] {
  const offered = metadata.id_token_signing_alg_values_supported ?? ['RS256'];
  return offered.filter((algorithm) => /^(RS|PS|ES)(256|384|512)$|^(EdDSA|Ed25519)$/.test(algorithm));
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

/** A provider that can't be reached, or fails itself; everything else is a wrong answer. */
function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof TypeError) return error.message === 'fetch failed';
  if ('status' in error && typeof error.status === 'number') return error.status >= 500;
  return 'code' in error && (error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_RESPONSE_IS_NOT_CONFORM');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined;
}

/** The provider signs with a key we have not seen: its keys are read again for the next try, not a minute later. */
function isNewKey(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'OAUTH_KEY_SELECTION_FAILED';
}

function userOf(claims: oidc.IDToken): { userId: UserId; profile: Profile } {
  if (!USER_ID.test(claims.sub))
    throw problem('sign-in-failed', 'This identity has an id that the service cannot use.');
  const [name, email, institution] = [text(claims['name']), text(claims['email']), text(claims['organization'])];
  return {
    userId: claims.sub,
    profile: { ...(name && { name }), ...(email && { email }), ...(institution && { institution }) },
  };
}
