// infra/data/readers.ts — which process gets which secret.
import type { Process } from '../permissions/grant.ts';
import type { Deployment } from '../settings.ts';

const ALL = ['web', 'bridge', 'worker-workflows', 'worker-transfer', 'worker-annotate'] as const;

const READERS = {
  OIDC_CLIENT_SECRET: ['web'],
  GAS_NOTICE_SECRET: ['web', 'worker-workflows'],
  GAS_CODEC_KEYS: ALL,
  TEMPORAL_API_KEY: ALL,
  GAS_STRIPE_SECRET_KEY: ['web'],
  GAS_STRIPE_WEBHOOK_SECRET: ['web'],
} as const satisfies Record<string, readonly Process[]>;
export type SecretSetting = keyof typeof READERS;

/** The secrets that there are: Temporal's where it takes a key, Stripe's where Premium has a price. */
export function secretsOf({ temporalAccess, settings }: Deployment): SecretSetting[] {
  const without = [
    ...(temporalAccess === 'api-key' ? [] : ['TEMPORAL_API_KEY']),
    ...(settings['GAS_STRIPE_PRICE'] ? [] : ['GAS_STRIPE_SECRET_KEY', 'GAS_STRIPE_WEBHOOK_SECRET']),
  ];
  return (Object.keys(READERS) as SecretSetting[]).filter((setting) => !without.includes(setting));
}

/** Those of one process. */
export function secretsFor(process: Process, deployment: Deployment): SecretSetting[] {
  const reads = (readers: readonly Process[]) => readers.includes(process);
  return secretsOf(deployment).filter((setting) => reads(READERS[setting]));
}
