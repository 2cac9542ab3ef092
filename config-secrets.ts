// config-secrets.ts — which settings are secrets, and the one value that everybody knows.

export const LOCAL_SECRET = 'local-only-secret';

/** A setting whose value is never shown. */
export function isSecret(setting: string): boolean {
  return (/SECRET|TOKEN|CODEC_KEYS|API_KEY/.test(setting) && !setting.endsWith('_FILE')) || setting === 'GAS_MAIL';
}

const SECRETS = ['OIDC_CLIENT_SECRET', 'GAS_NOTICE_SECRET'] as const;

/** Secrets left at their default, which is for the provider on this machine; with any other it would let everybody in. */
function knownSecrets(environment: NodeJS.ProcessEnv): string[] {
  const issuer = environment['OIDC_ISSUER'];
  const elsewhere =
    issuer && URL.canParse(issuer) && !['127.0.0.1', 'localhost', '[::1]'].includes(new URL(issuer).hostname);
  return elsewhere ? SECRETS.filter((name) => !environment[name] || environment[name] === LOCAL_SECRET) : [];
}

export const PAYMENTS = ['GAS_STRIPE_SECRET_KEY', 'GAS_STRIPE_WEBHOOK_SECRET', 'GAS_STRIPE_PRICE'] as const;

/** What payments need beside what is given: one without the others would take money, or Premium, for nothing. */
function unfinishedPayments(environment: NodeJS.ProcessEnv): string[] {
  const missing = PAYMENTS.filter((name) => !environment[name]);
  return missing.length === PAYMENTS.length ? [] : missing;
}

/** A line for every secret that is missing or that everybody knows. */
export function secretMistakes(environment: NodeJS.ProcessEnv): string[] {
  return [
    ...knownSecrets(environment).map((name) => `${name}: must be set; the default is public`),
    ...unfinishedPayments(environment).map((name) => `${name}: must be set, as the others of payments are`),
  ];
}
