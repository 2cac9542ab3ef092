// local/infrastructure.ts — the stand-ins for Temporal, AWS, Glacier, Globus Auth and mail, each as a program to supervise.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Program } from './child.ts';
import { ROOT } from './environment.ts';
import { loopback } from './ports.ts';
import { createAwsResources, createVault } from './resources.ts';

export interface Setting {
  config: Config;
  env: NodeJS.ProcessEnv;
}

const SEARCH_ATTRIBUTES = ['GasUserId', 'GasPlan', 'GasPhase', 'GasRestoreTier'];

/** Temporal's dev server: the same server code as a cluster, on a database file that survives kill -9. */
export function temporalServer({ config, env }: Setting): Program {
  const { folder, ports, temporal } = config.local;
  mkdirSync(folder, { recursive: true });
  return {
    name: 'temporal',
    command: temporal,
    args: [
      'server',
      'start-dev',
      ...flags({ ip: '127.0.0.1', port: ports.temporal, 'ui-port': ports.temporalUi, 'log-level': 'warn' }),
      ...flags({ 'db-filename': join(folder, 'temporal.db') }),
      // Twice the rate of the default pragmas, and still nothing acknowledged is lost when the process is killed.
      ...flags({ 'sqlite-pragma': ['journal_mode=wal', 'synchronous=normal'] }),
      ...flags({ 'search-attribute': SEARCH_ATTRIBUTES.map((name) => `${name}=Keyword`) }),
      // Off by default; without it one user's thousand jobs hold up another's one.
      ...flags({ 'dynamic-config-value': 'matching.enableFairness=true' }),
    ],
    env,
    healthy: () => answers(`${loopback(ports.temporalUi)}/api/v1/namespaces/${config.temporal.namespace}`),
    stopLimitMs: 10_000,
  };
}

/** S3, SQS, SNS and DynamoDB in one process; it writes its state when it is asked to stop, so it is given time. */
export function awsEmulator({ config, env }: Setting): Program {
  const { folder, ports } = config.local;
  const state = join(folder, 'aws');
  mkdirSync(state, { recursive: true });
  return {
    name: 'aws',
    command: join(ROOT, '.local/venv/bin/python'),
    args: ['-c', 'from ministack.app import main; main()'],
    env: {
      ...env,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(ports.aws),
      AUTH: 'true',
      PERSIST_STATE: '1',
      STATE_DIR: join(state, 'state'),
      S3_PERSIST: '1',
      S3_DATA_DIR: join(state, 's3'),
      LOG_LEVEL: 'WARNING',
      TMPDIR: state, // its pid file
    },
    healthy: () => answers(`${loopback(ports.aws)}/_ministack/ready`),
    prepare: () => createAwsResources(config),
    stopLimitMs: 30_000,
  };
}

/** Glacier's vaults, with the waits of the tiers compressed. */
export function glacierServer({ config, env }: Setting): Program {
  const { folder, ports, tiers } = config.local;
  return {
    name: 'glacier',
    command: process.execPath,
    args: [
      'local/glacier/main.ts',
      ...flags({ port: ports.glacier, folder: join(folder, 'glacier'), 'sns-endpoint': loopback(ports.aws) }),
      ...flags({ region: config.aws.region, 'account-id': config.aws.accountId }),
      ...flags({ 'expedited-ms': tiers.expeditedMs, 'standard-ms': tiers.standardMs, 'bulk-ms': tiers.bulkMs }),
      ...flags({ 'inventory-ms': tiers.standardMs }), // as at Amazon, where both take hours
    ],
    env,
    healthy: () => answers(`${loopback(ports.glacier)}/_admin/health`),
    prepare: () => createVault(config),
    stopLimitMs: 10_000,
  };
}

/** The identity provider: where people of the demo sign in. */
export function identityProvider({ config, env }: Setting): Program {
  return script('identity', env, `${loopback(config.local.ports.identity)}/.well-known/openid-configuration`);
}

/** The page that shows the mails. */
export function mailbox({ config, env }: Setting): Program {
  return script('mailbox', env, `${loopback(config.local.ports.mailbox)}/messages.json`);
}

function script(name: string, env: NodeJS.ProcessEnv, address: string): Program {
  const args = [`local/${name}.ts`];
  return { name, command: process.execPath, args, env, healthy: () => answers(address), stopLimitMs: 5000 };
}

/** `{ port: 1, tag: ['a', 'b'] }` as `--port 1 --tag a --tag b`. */
function flags(values: Record<string, string | number | readonly string[]>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [value].flat().flatMap((one) => [`--${name}`, String(one)]));
}

/** Does this address answer 2xx, within two seconds? */
export async function answers(address: string): Promise<boolean> {
  const response = await fetch(address, { signal: AbortSignal.timeout(2000) });
  await response.body?.cancel();
  return response.ok;
}
