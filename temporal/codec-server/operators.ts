// temporal/codec-server/operators.ts — who may read payloads: by a token of the identity provider, or by the operators' secret.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';

export interface OperatorOptions {
  /** What operators share; typed once on our page, or sent by Temporal's command line as a bearer token. */
  secret?: string;
  /** Tokens that Temporal Web hands on: who signs them, for whom, and the subjects or addresses that may read. */
  tokens?: { issuer: string; audience: string; operators: readonly string[] };
  now: () => number;
}

/** What a request brings. */
interface Credentials {
  bearer?: string;
  /** The id token: some providers' access tokens are opaque. */
  idToken?: string;
  pass?: string;
}

export interface Operators {
  /** The operator's name for the log; undefined for anybody else. */
  recognise(credentials: Credentials): Promise<string | undefined>;
  /** A pass for the browser of somebody who knows the secret. */
  admit(secret: string): { pass: string; lifeMs: number } | undefined;
}

const PASS_LIFE_MS = 8 * 3_600_000;
/** What OpenID providers sign with; never a symmetric algorithm, whose key would be public. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'];
const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
const LOOK_WITHIN_MS = 10_000;

export function openOperators({ secret, tokens, now }: OperatorOptions): Operators {
  const bearerOfTokens = tokens && tokenReader(tokens);
  return {
    async recognise({ bearer, idToken, pass }) {
      if (secret && knows(secret, { bearer, pass }, now())) return SECRET_HOLDER;
      for (const token of [bearer, idToken]) {
        const operator = token && (await bearerOfTokens?.(token));
        if (operator) return operator;
      }
      return undefined;
    },

    admit(given) {
      if (!secret || !isSame(given, secret)) return undefined;
      const until = String(now() + PASS_LIFE_MS);
      return { pass: `${until}.${signature(secret, until)}`, lifeMs: PASS_LIFE_MS };
    },
  };
}

const SECRET_HOLDER = 'holder of the secret';

function knows(
  secret: string,
  { bearer, pass }: { bearer: string | undefined; pass: string | undefined },
  now: number,
): boolean {
  return (bearer !== undefined && isSame(bearer, secret)) || (pass !== undefined && isPass(pass, secret, now));
}

function isPass(pass: string, secret: string, now: number): boolean {
  const [until = '', signed = ''] = pass.split('.');
  return Number(until) > now && isSame(signed, signature(secret, until));
}

function signature(secret: string, until: string): string {
  return createHmac('sha256', secret).update(`gas-codec-pass ${until}`).digest('base64url');
}

const hash = (text: string) => createHash('sha256').update(text).digest();

/** Of the same length whatever is compared. */
function isSame(given: string, known: string): boolean {
  return timingSafeEqual(hash(given), hash(known));
}

type Keys = ReturnType<typeof createRemoteJWKSet>;

/** Answers whose token it is, where it is an operator's. Signature, issuer, audience and time are verified. */
function tokenReader({ issuer, audience, operators }: NonNullable<OperatorOptions['tokens']>) {
  let known: Promise<Keys> | undefined;
  async function keys(): Promise<Keys> {
    known ??= discover(issuer);
    return known.catch((error: unknown) => {
      known = undefined; // asked again with the next token
      throw error;
    });
  }
  return async (token: string): Promise<string | undefined> => {
    if (token.split('.').length !== 3) return undefined;
    const options = { issuer, audience, algorithms: ALGORITHMS, requiredClaims: ['sub', 'exp'], clockTolerance: '30s' };
    const claims = await jwtVerify(token, await keys(), options).then(
      ({ payload }) => payload,
      () => undefined,
    );
    if (!claims) return undefined;
    const names = [claims.sub, claims['email_verified'] === true ? claims['email'] : undefined];
    return operators.some((operator) => names.includes(operator)) ? claims.sub : undefined;
  };
}

async function discover(issuer: string): Promise<Keys> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(LOOK_WITHIN_MS) });
  const { issuer: told, jwks_uri: jwks } = Discovery.parse(await response.json());
  if (told !== issuer) throw new Error(`${address} speaks for another issuer.`);
  return createRemoteJWKSet(new URL(jwks), { timeoutDuration: LOOK_WITHIN_MS });
}
