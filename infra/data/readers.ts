// infra/data/readers.ts — which process gets which secret.
import type { Process } from '../permissions/table.ts';

const ALL = ['web', 'bridge', 'worker-workflows', 'worker-transfer', 'worker-annotate'] as const;

export type SecretSetting = 'OIDC_CLIENT_SECRET' | 'GAS_NOTICE_SECRET' | 'GAS_CODEC_KEYS' | 'TEMPORAL_API_KEY';

export const READERS: Record<SecretSetting, readonly Process[]> = {
  OIDC_CLIENT_SECRET: ['web'],
  GAS_NOTICE_SECRET: ['web', 'worker-workflows'],
  GAS_CODEC_KEYS: ALL,
  TEMPORAL_API_KEY: ALL,
};
