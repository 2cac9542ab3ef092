// infra/data/secrets.ts — what processes must know and nobody may read: one secret each, filled by an operator before the start.
import { RemovalPolicy } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Process } from '../permissions/grant.ts';
import type { Deployment } from '../settings.ts';
import { secretsFor, secretsOf, type SecretSetting } from './readers.ts';

const DESCRIPTIONS: Record<SecretSetting, string> = {
  OIDC_CLIENT_SECRET: 'The client secret from the OpenID provider',
  GAS_NOTICE_SECRET: 'Makes the secrets of webhooks; made by itself',
  GAS_CODEC_KEYS: 'Keys that histories are encrypted with: id:KEY, where openssl rand -base64 32 makes KEY',
  TEMPORAL_API_KEY: 'The API key of Temporal',
  GAS_STRIPE_SECRET_KEY: 'The secret key of Stripe',
  GAS_STRIPE_WEBHOOK_SECRET: 'The signing secret of the webhook of Stripe',
};

export class Secrets extends Construct {
  private readonly of = new Map<SecretSetting, secretsmanager.Secret>();
  private readonly deployment: Deployment;

  constructor(scope: Construct, id: string, deployment: Deployment) {
    super(scope, id);
    this.deployment = deployment;
    for (const setting of secretsOf(deployment)) {
      const secret = new secretsmanager.Secret(this, setting, {
        secretName: `${deployment.name}/${setting}`,
        description: DESCRIPTIONS[setting],
        // By chance: right for GAS_NOTICE_SECRET; whoever is shown the others refuses them, until an operator fills them.
        generateSecretString: { passwordLength: 48, excludePunctuation: true },
        removalPolicy: RemovalPolicy.RETAIN,
      });
      this.of.set(setting, secret);
    }
  }

  /** The secrets of one process, by the setting that they fill. */
  for(process: Process): [SecretSetting, secretsmanager.Secret][] {
    return secretsFor(process, this.deployment).map((setting) => [setting, this.of.get(setting)!]);
  }
}
