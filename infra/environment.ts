// infra/environment.ts — the settings (config.ts) of the processes on AWS: the names of everything that the stacks make.
import { readConfig, type Config } from '../config.ts';
import { secretsOf } from './data/readers.ts';
import { archivesOf, type Deployment } from './settings.ts';

/** Without secrets, which the processes get from Secrets Manager. */
export function processSettings(deployment: Deployment): Record<string, string> {
  const { account, region, name, domain, mailDomain, archive } = deployment;
  const bucket = (kind: string) => `${name}-${kind}-${account}-${region}`;
  return {
    TEMPORAL_ADDRESS: deployment.temporalAddress,
    TEMPORAL_NAMESPACE: deployment.temporalNamespace,
    ...(deployment.temporalAccess === 'api-key' ? { TEMPORAL_TLS: 'true' } : {}),
    AWS_REGION: region,
    AWS_ACCOUNT_ID: account,
    GAS_INPUTS_BUCKET: bucket('inputs'),
    GAS_RESULTS_BUCKET: bucket('results'),
    GAS_TABLE_PREFIX: `${name}-`,
    GAS_QUEUE_PREFIX: `${name}-`,
    GAS_ARCHIVE: archive,
    GAS_ARCHIVES: archivesOf(deployment).join(','),
    GAS_VAULT: `${name}-archive`,
    GAS_ARCHIVE_BUCKET: bucket('archive'),
    GAS_MAIL: 'ses:',
    GAS_MAIL_FROM: `Genomics Annotation Service <gas@${mailDomain}>`,
    GAS_WEB_URL: `https://${domain}`,
    // The load balancer.
    GAS_PROXY_HOPS: '1',
    OIDC_ISSUER: deployment.oidcIssuer,
    OIDC_CLIENT_ID: deployment.oidcClientId,
    ...deployment.settings,
  };
}

/** The names that the processes will use, by the same code: so the stacks can't disagree with them. */
export function namesOf(deployment: Deployment): Config {
  const shown = secretsOf(deployment).filter((setting) => !CHECKED.includes(setting));
  const secrets = Object.fromEntries(shown.map((setting) => [setting, 'in Secrets Manager']));
  return readConfig({ ...processSettings(deployment), ...secrets });
}

/** Secrets of a form; no name depends on them. */
const CHECKED = ['GAS_CODEC_KEYS', 'TEMPORAL_API_KEY'];
