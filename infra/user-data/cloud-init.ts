// infra/user-data/cloud-init.ts — the user data of an instance for one process: the settings of the deployment, the units, what
// installs them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { secretsFor } from '../data/readers.ts';
import { processSettings } from '../environment.ts';
import type { Process } from '../permissions/grant.ts';
import type { Deployment } from '../settings.ts';

const file = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');

/** `#cloud-config` for Amazon Linux 2023. An instance without it holds nothing: it may be ended at any time. */
export function cloudInit(process: Exclude<Process, 'operator'>, deployment: Deployment): string {
  const { name, sourceUrl, imageTag } = deployment;
  const config = {
    packages: ['git', 'nodejs22', 'python3.13', 'amazon-cloudwatch-agent'],
    write_files: [
      write(
        '/etc/gas/settings',
        lines(settingsOf(process, deployment), (key, value) => `${key}=${quoted(value)}`),
        '0640',
      ),
      write(
        '/etc/gas/secrets',
        secretsFor(process, deployment)
          .map((key) => `${key} ${name}/${key}\n`)
          .join(''),
      ),
      write(
        '/etc/gas/install',
        lines({ PROCESS: process, SOURCE: sourceUrl, VERSION: imageTag }, (key, value) => `${key}=${quoted(value)}`),
      ),
      write('/etc/gas/log-agent.json', JSON.stringify(logAgent(process, deployment))),
      write('/etc/logrotate.d/gas', LOG_ROTATION),
      write('/etc/systemd/system/gas@.service', file('gas@.service')),
      write('/etc/systemd/system/gas-secrets.service', file('gas-secrets.service')),
      write('/opt/gas-secrets', file('gas-secrets.sh'), '0755'),
      write('/opt/gas-install', file('install.sh'), '0755'),
    ],
    runcmd: [['/opt/gas-install']],
  };
  return `#cloud-config\n${stringify(config)}`;
}

const write = (path: string, content: string, permissions = '0644') => ({ path, content, permissions });

function settingsOf(process: Process, deployment: Deployment): Record<string, string> {
  const [command, role] = process.split('-');
  return {
    ...processSettings(deployment),
    AWS_SDK_UA_APP_ID: `${deployment.name}-${process}`,
    ...(role ? { GAS_WORKER_ROLES: role } : {}),
    // The load balancer comes from outside of the instance.
    ...(command === 'web' ? { GAS_WEB_HOST: '0.0.0.0' } : {}),
    ...(command === 'bridge' ? { GAS_BACKLOG_EVERY: '1m' } : {}),
  };
}

/** The log of the process goes where a container's goes; CloudWatch reads the backlogs off the bridge's. */
function logAgent(process: Process, { name }: Deployment) {
  const log = {
    file_path: '/var/log/gas/*.log',
    log_group_name: `/${name}/${process}`,
    log_stream_name: '{instance_id}',
  };
  return { logs: { logs_collected: { files: { collect_list: [{ ...log, retention_in_days: 90 }] } } } };
}

const LOG_ROTATION = `/var/log/gas/*.log {
  size 100M
  rotate 2
  copytruncate
  missingok
}
`;

function lines(values: Record<string, string>, line: (key: string, value: string) => string): string {
  return Object.entries(values)
    .map(([key, value]) => `${line(key, value)}\n`)
    .join('');
}

/** For systemd and for a shell alike. */
function quoted(value: string): string {
  if (/[\n'\\]/.test(value))
    throw new Error(`A setting of an instance can't hold a quote, a backslash or a line's end: ${value}`);
  return `'${value}'`;
}
