// test/web/support/hostile-provider.ts — an identity provider that issues whatever token a test tells it to.
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Claims = Record<string, unknown>;

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const someoneElse = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** How a token may be signed: well, or in the ways of an attacker. */
const SIGNERS = {
  RS512: (text: string) => rsa(text, privateKey),
  RS256: (text: string) => sign('sha256', Buffer.from(text), privateKey).toString('base64url'),
  anotherKey: (text: string) => rsa(text, someoneElse),
  none: () => '',
  HS256: (text: string) => hmac(text, 'the client secret'),
  // Everybody has the public key: where the algorithm of the token decides, it is a secret that everybody shares.
  publicPem: (text: string) => hmac(text, publicKey.export({ type: 'spki', format: 'pem' })),
  publicJwk: (text: string) => hmac(text, JSON.stringify(publicKey.export({ format: 'jwk' }))),
};

export type HostileProvider = Awaited<ReturnType<typeof hostileProvider>>;

/** A provider that issues `forge`d tokens; like a careless one, it advertises none and HS256 beside RS512. */
export async function hostileProvider() {
  const provider = {
    issuer: '',
    up: true,
    /** The name of the key that it signs with. */
    keyId: 'key',
    forge: { claims: {} as Claims, signer: 'RS512' as keyof typeof SIGNERS, algorithm: 'RS512' },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
  const answers: Record<string, () => object> = {
    '/.well-known/openid-configuration': () => ({
      issuer: provider.issuer,
      authorization_endpoint: `${provider.issuer}/authorize`,
      token_endpoint: `${provider.issuer}/token`,
      jwks_uri: `${provider.issuer}/jwks`,
      id_token_signing_alg_values_supported: ['RS512', 'HS256', 'none'],
    }),
    '/jwks': () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: provider.keyId, use: 'sig' }] }),
    '/token': () => ({ access_token: 'a', token_type: 'Bearer', id_token: token(provider) }),
  };
  const server = createServer((request, response) => {
    const answer = provider.up ? answers[request.url ?? ''] : undefined;
    response.writeHead(answer ? 200 : 503, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer?.() ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return provider;
}

function token({ issuer, forge, keyId }: { issuer: string; forge: HostileProvider['forge']; keyId: string }): string {
  const seconds = Math.floor(Date.now() / 1000);
  const honest = { iss: issuer, aud: 'gas', sub: 'ann', iat: seconds, exp: seconds + 60 };
  const text = `${part({ alg: forge.algorithm, kid: keyId })}.${part({ ...honest, ...forge.claims })}`;
  return `${text}.${SIGNERS[forge.signer](text)}`;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function hmac(text: string, secret: string | Buffer): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

function rsa(text: string, key: KeyObject): string {
  return sign('sha512', Buffer.from(text), key).toString('base64url');
}
