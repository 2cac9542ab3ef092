// config-secrets.ts — which settings are secrets, and the one that everybody knows.

export const LOCAL_SECRET = 'local-only-secret';

/** A setting whose value is never shown. */
export function isSecret(setting: string): boolean {
  return /SECRET|TOKEN/.test(setting) || setting === 'GAS_MAIL';
}

/** The default secret is for the provider on this machine; with any other it would let everybody in. */
export function hasKnownSecret({ OIDC_ISSUER: issuer, OIDC_CLIENT_SECRET: secret }: NodeJS.ProcessEnv): boolean {
  const elsewhere =
    issuer && URL.canParse(issuer) && !['127.0.0.1', 'localhost', '[::1]'].includes(new URL(issuer).hostname);
  return Boolean(elsewhere) && (!secret || secret === LOCAL_SECRET);
}
