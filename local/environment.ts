// local/environment.ts — the settings by which our processes find the embedded stack, and nothing else.
import { join } from 'node:path';
import { environmentWith, readConfig, settingNames } from '../config.ts';
import { loopback, PORT_SETTINGS, type PortName, type Ports } from './ports.ts';

/** The project's own folder, in which every child is started. */
export const ROOT = join(import.meta.dirname, '..');

export interface StackPlace {
  /** Where all state is kept. */
  folder: string;
  ports: Ports;
  /** Settings of config.ts that differ from what is in the environment. */
  settings?: Record<string, string>;
}

/** The key pair of the emulators: they listen on the loopback interface only, and hold nothing that is not local. */
const KEYS = {
  AWS_ACCESS_KEY_ID: 'gas-local',
  AWS_SECRET_ACCESS_KEY: 'gas-local-only-secret',
  AWS_SESSION_TOKEN: '',
};

/** How a Temporal elsewhere is reached has no meaning for the one on this machine. */
const PLAIN = Object.fromEntries(
  settingNames.filter((name) => /^TEMPORAL_(TLS|API_KEY)/.test(name)).map((name) => [name, '']),
);

/** Our environment, with every outside system replaced by its local stand-in. */
export function stackEnvironment({ folder, ports, settings = {} }: StackPlace): NodeJS.ProcessEnv {
  const { tiers } = readConfig(environmentWith(settings)).local;
  return environmentWith({
    ...KEYS,
    AWS_REGION: 'us-east-1',
    AWS_ACCOUNT_ID: '000000000000',
    AWS_ENDPOINT_URL: loopback(ports.aws),
    AWS_ENDPOINT_URL_GLACIER: loopback(ports.glacier),
    AWS_ENDPOINT_URL_S3: '',
    TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
    TEMPORAL_NAMESPACE: 'default',
    ...PLAIN,
    GAS_TEMPORAL_WEB_URL: loopback(ports.temporalUi),
    OIDC_ISSUER: loopback(ports.identity),
    OIDC_CLIENT_ID: 'gas-web',
    OIDC_CLIENT_SECRET: 'local-only-secret',
    GAS_MAIL: `folder:${join(folder, 'mail')}`,
    GAS_STRIPE_SECRET_KEY: '',
    GAS_STRIPE_WEBHOOK_SECRET: '',
    GAS_STRIPE_PRICE: '',
    GAS_NOTICE_SECRET: 'local-only-secret',
    GAS_WEBHOOK_LOOPBACK: 'true',
    GAS_SCRATCH_FOLDER: join(folder, 'scratch'),
    GAS_LOCAL_FOLDER: folder,
    GAS_WEB_URL: loopback(ports.web),
    // People are told what the local Glacier takes, not what Amazon's takes.
    GAS_EXPEDITED_EXPECTED: `${tiers.expeditedMs}ms`,
    GAS_STANDARD_EXPECTED: `${tiers.standardMs}ms`,
    GAS_BULK_EXPECTED: `${tiers.bulkMs}ms`,
    ...portSettings(ports),
    ...settings,
  });
}

function portSettings(ports: Ports): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [PORT_SETTINGS[name as PortName], String(port)]),
  );
}
