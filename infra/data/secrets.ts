// infra/data/secrets.ts — what processes must know and nobody may read: one secret each, filled by an operator before the start.
import { RemovalPolicy } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Process } from '../permissions/table.ts';
import { READERS, type SecretSetting as Setting } from './readers.ts';

const DESCRIPTIONS: Record<Setting, string> = {
  OIDC_CLIENT_SECRET: 'The client secret from the OpenID provider',
  GAS_NOTICE_SECRET: 'Makes the secrets of webhooks; made by itself',
  GAS_CODEC_KEYS: 'Keys that histories are encrypted with: id:KEY, where openssl rand -base64 32 makes KEY',
  TEMPORAL_API_KEY: 'The API key of Temporal',
};

export class Secrets extends Construct {
  private readonly of = new Map<Setting, secretsmanager.Secret>();

  constructor(scope: Construct, id: string, { name, apiKey }: { name: string; apiKey: boolean }) {
    super(scope, id);
    const settings = (Object.keys(READERS) as Setting[]).filter((setting) => apiKey || setting !== 'TEMPORAL_API_KEY');
    for (const setting of settings) {
      const secret = new secretsmanager.Secret(this, setting, {
        secretName: `${name}/${setting}`,
        description: DESCRIPTIONS[setting],
        // By chance: right for GAS_NOTICE_SECRET; the others are refused by whom they are shown to, until an operator fills them.
        generateSecretString: { passwordLength: 48, excludePunctuation: true },
        removalPolicy: RemovalPolicy.RETAIN,
      });
      this.of.set(setting, secret);
    }
  }

  /** The secrets of one process, by the setting that they fill. */
  for(process: Process): [Setting, secretsmanager.Secret][] {
    return [...this.of].filter(([setting]) => READERS[setting].includes(process));
  }
}
