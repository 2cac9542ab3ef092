// cli/wiring.ts — puts adapters into what commands are given. They are loaded when they are needed: --help needs none.
import type { Config } from '../config.ts';
import type { Checkup } from './operators/checkup.ts';
import type { Operator } from './operators/operator.ts';
import { settingsChecks } from './operators/settings-checks.ts';

/** All ports of the service that `config` names. */
export async function openOperator(config: Config): Promise<Operator> {
  const [{ awsAdapters }, { connectClient }, { createStarters }, { inspectWorkflows }, { overlookWorkflows }, bridge] =
    await Promise.all([
      import('../adapters/aws/index.ts'),
      import('../temporal/connection.ts'),
      import('../temporal/starters.ts'),
      import('../temporal/inspection.ts'),
      import('../temporal/overview.ts'),
      import('../bridge/messages.ts'),
    ]);
  const client = connectClient(config.temporal);
  const { close, ...ports } = awsAdapters(config);
  return {
    ...ports,
    starters: createStarters(client),
    workflows: inspectWorkflows(client),
    overview: overlookWorkflows(client),
    reads: bridge.readers(config.storage),
    retrievalCaps: config.rules.retrievalCaps,
    graceMs: config.rules.graceMs,
    close,
  };
}

/** All that there is to check; wrong settings are among what is told, and hide nothing else. */
export async function openCheckup(environment?: NodeJS.ProcessEnv): Promise<Checkup> {
  const [{ inspectSettings }, { awsChecks }, { httpChecks }, { mailCheck }, { annotatorChecks }, temporal] =
    await Promise.all([
      import('../config.ts'),
      import('../adapters/aws/checks/index.ts'),
      import('../adapters/http/checks.ts'),
      import('../adapters/mail/check-mail.ts'),
      import('../adapters/annotator/checks.ts'),
      Promise.all([import('../temporal/connection.ts'), import('../temporal/checks.ts')]),
    ]);
  const { config, ...seen } = inspectSettings(environment);
  const [{ connectClient }, { temporalChecks }] = temporal;
  const aws = awsChecks({ ...config, webOrigin: new URL(config.web.url).origin });
  return {
    checks: [
      ...settingsChecks(seen),
      ...temporalChecks(connectClient(config.temporal), config.temporal),
      ...aws.checks,
      ...(config.mail.target.startsWith('ses:') ? [] : [mailCheck(config.mail)]),
      ...httpChecks(addressesOf(config)),
      ...annotatorChecks({ ...config.annotator, largestInputBytes: config.rules.premiumInputBytes }),
    ],
    close: aws.close,
  };
}

function addressesOf({ aws, identity, web, bridge }: Config) {
  const s3 = aws.s3Endpoint ?? aws.endpoint ?? `https://s3.${aws.region}.amazonaws.com`;
  const host = ['0.0.0.0', '::'].includes(bridge.host) ? '127.0.0.1' : bridge.host;
  return {
    issuer: identity.issuer,
    webUrl: web.url,
    bridgeUrl: `http://${host}:${bridge.port}`,
    clocks: [
      { name: 'AWS', url: s3, means: 'AWS refuses what we sign' },
      {
        name: 'the identity provider',
        url: `${identity.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
        means: 'its tokens look expired, or not yet valid',
      },
    ],
  };
}
