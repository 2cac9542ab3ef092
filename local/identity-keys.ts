// local/identity-keys.ts — the identity provider's keys, made once and kept, so that a restart signs nobody out.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { JWK } from 'oidc-provider';

export interface IdentityKeys {
  signing: JWK;
  cookies: string[];
}

/** The keys of `file`; where there are none yet, new ones that only the owner can read. */
export function identityKeys(file: string): IdentityKeys {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as IdentityKeys;
  } catch {
    const keys = newKeys();
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(keys), { mode: 0o600 });
    renameSync(`${file}.new`, file);
    return keys;
  }
}

function newKeys(): IdentityKeys {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' });
  return {
    signing: { ...jwk, use: 'sig', alg: 'RS512', kid: randomBytes(8).toString('hex') },
    cookies: [randomBytes(32).toString('hex')],
  };
}
