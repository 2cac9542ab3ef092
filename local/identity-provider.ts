// local/identity-provider.ts — an OpenID provider as poor as Globus Auth: RS512 only, no PKCE and no sign-out advertised.
import { Provider, type AccountClaims, type Configuration } from 'oidc-provider';
import { chooser, errorPage } from './identity-pages.ts';
import type { IdentityKeys } from './identity-keys.ts';
import { PEOPLE, type Person } from './people.ts';

type Middleware = Parameters<Provider['use']>[0];

const AUTHORIZE = '/v2/oauth2/authorize';

export interface IdentityOptions {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The app's address: people are sent back to its /auth/callback only. */
  webUrl: string;
  keys: IdentityKeys;
}

/** The provider, ready to listen: authorization code flow with a page to choose a person, and nothing else. */
export function identityProvider(options: IdentityOptions): Provider {
  const provider = new Provider(options.issuer, configuration(options));
  provider.use(forgetLastPerson);
  provider.use(asPoorAsGlobus);
  provider.use(chooser(provider, options));
  return provider;
}

function configuration({ clientId, clientSecret, webUrl, keys }: IdentityOptions): Configuration {
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [new URL('/auth/callback', webUrl).href],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'RS512',
      },
    ],
    jwks: { keys: [keys.signing] },
    cookies: { keys: keys.cookies },
    clientAuthMethods: ['client_secret_basic'],
    responseTypes: ['code'],
    enabledJWA: { idTokenSigningAlgValues: ['RS512'] },
    scopes: ['openid', 'email', 'profile'],
    claims: { openid: ['sub'], email: ['email'], profile: ['name', 'organization', 'preferred_username'] },
    conformIdTokenClaims: false, // Globus, too, puts them all into the id token
    pkce: { required: () => false },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    routes: {
      authorization: AUTHORIZE,
      token: '/v2/oauth2/token',
      userinfo: '/v2/oauth2/userinfo',
      jwks: '/jwk.json',
    },
    ttl: { Interaction: 3600, Session: 86_400, Grant: 86_400, AccessToken: 3600, IdToken: 3600 },
    renderError: (ctx, { error, error_description }) => {
      ctx.type = 'html';
      ctx.body = errorPage(error, error_description);
    },
    interactions: { url: (_ctx, { uid }) => `/sign-in/${uid}` },
    findAccount: (_ctx, sub) => {
      const person = PEOPLE.find((one) => one.sub === sub);
      return person && { accountId: sub, claims: () => claimsOf(person) };
    },
    loadExistingGrant: async ({ oidc }) => {
      // One app, the provider's own: what it asks for is granted without a question.
      const grant = new oidc.provider.Grant({ accountId: oidc.session!.accountId!, clientId: oidc.client!.clientId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  };
}

/**
 * After the app's sign-out nobody slips back in as the last person: the cookie of an earlier sign-in is not looked at,
 * so that a person is chosen every time.
 */
const forgetLastPerson: Middleware = async ({ path, req }, next) => {
  if (path.startsWith(AUTHORIZE)) {
    const cookies = (req.headers.cookie ?? '').split(/;\s*/);
    req.headers.cookie = cookies.filter((cookie) => !cookie.startsWith('_session')).join('; ');
  }
  await next();
};

/** PKCE is still taken where it is sent. `invalid_grant` is a 401 there, and the token answer has a list of others. */
const asPoorAsGlobus: Middleware = async (ctx, next) => {
  await next();
  const body = ctx.body as Record<string, unknown>;
  if (ctx.oidc?.route === 'discovery') {
    delete body['code_challenge_methods_supported'];
    delete body['end_session_endpoint'];
  }
  if (ctx.oidc?.route !== 'token') return;
  if (body['error'] === 'invalid_grant') ctx.status = 401;
  else if (ctx.status === 200) body['other_tokens'] = [];
};

function claimsOf({ sub, name, email, organization, username }: Person): AccountClaims {
  return { sub, name, email, organization, preferred_username: username };
}
