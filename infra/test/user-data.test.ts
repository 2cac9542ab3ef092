import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readConfig } from '../../config.ts';
import { PROCESSES } from '../permissions/grant.ts';
import { parseDeployment } from '../settings.ts';
import { cloudInit } from '../user-data/cloud-init.ts';
import { example } from './templates.ts';

const FOLDER = join(import.meta.dirname, '../user-data');
const UNITS = ['gas@.service', 'gas-secrets.service'];
const RUNNING = PROCESSES.filter((process) => process !== 'operator');
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

interface CloudConfig {
  packages: string[];
  write_files: { path: string; content: string; permissions: string }[];
  runcmd: string[][];
}

describe('an instance', () => {
  const deployment = parseDeployment(example);
  const configOf = (process: (typeof RUNNING)[number]) => {
    const text = cloudInit(process, deployment);
    assert.ok(text.startsWith('#cloud-config\n'));
    return parse(text) as CloudConfig;
  };

  for (const process of RUNNING)
    it(`for ${process} gets files that cloud-init takes, of at most 16 KB, and settings that the process takes`, () => {
      const { write_files: files } = configOf(process);
      assert.ok(cloudInit(process, deployment).length < 16_384); // the limit of EC2
      const settings = files.find(({ path }) => path === '/etc/gas/settings')!.content;
      const read = Object.fromEntries(
        settings
          .trim()
          .split('\n')
          .map((line) => /^([A-Z_]+)='(.*)'$/.exec(line)!.slice(1) as [string, string]),
      );
      const secrets = { OIDC_CLIENT_SECRET: 'a secret', GAS_NOTICE_SECRET: 'a secret' };
      const config = readConfig({ ...read, ...secrets });
      assert.equal(config.storage.resultsBucket, 'gas-results-123456789012-eu-central-1');
      if (process.startsWith('worker-')) assert.deepEqual(config.worker.roles, [process.slice('worker-'.length)]);
      assert.ok(files.every(({ permissions }) => /^0\d{3}$/.test(permissions)));
    });

  it('is told no secret, but where it finds those of its process', () => {
    const { write_files: files } = configOf('web');
    const named = files.find(({ path }) => path === '/etc/gas/secrets')!.content;
    assert.match(named, /^OIDC_CLIENT_SECRET gas\/OIDC_CLIENT_SECRET$/m);
    assert.deepEqual(
      configOf('bridge')
        .write_files.find(({ path }) => path === '/etc/gas/secrets')!
        .content.match(/\w+(?= )/g),
      ['GAS_CODEC_KEYS', 'TEMPORAL_API_KEY'],
    );
  });

  it('runs its process without a right that it does not need', () => {
    const unit = readFileSync(join(FOLDER, 'gas@.service'), 'utf8');
    const wanted = [
      'User=gas',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'ProtectHome=yes',
      'PrivateTmp=yes',
      'CapabilityBoundingSet=',
      'Restart=always',
    ];
    for (const line of wanted) assert.ok(unit.split('\n').includes(line), line);
  });

  it('has units that systemd takes', function () {
    if (!hasSystemd) this.skip();
    const folder = mkdtempSync(join(tmpdir(), 'gas-units-'));
    try {
      // The programs are there once the instance has installed them.
      for (const unit of UNITS) {
        const text = readFileSync(join(FOLDER, unit), 'utf8').replaceAll(/^ExecStart=\S+/gm, 'ExecStart=/bin/true');
        writeFileSync(join(folder, unit), text.replaceAll(/^(User|Group)=gas$/gm, '$1=root'));
      }
      copyFileSync(join(folder, 'gas@.service'), join(folder, 'gas@web.service'));
      const units = ['gas@web.service', 'gas-secrets.service'].map((unit) => join(folder, unit));
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...units], { encoding: 'utf8' });
      assert.equal(`${status} ${ours(stderr)}`.trim(), '0');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  for (const script of ['install.sh', 'gas-secrets.sh'])
    it(`has a script that bash takes: ${script}`, () => {
      execFileSync('bash', ['-n', join(FOLDER, script)]);
    });
});

/** What is said of units of this machine is none of our business. */
const ours = (said: string) =>
  said
    .split('\n')
    .filter((line) => line.includes('gas'))
    .join('\n');
