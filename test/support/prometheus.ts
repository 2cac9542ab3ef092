// test/support/prometheus.ts — a real Prometheus over the real processes, by our own rules, where this machine has one.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { ROOT } from '../../local/environment.ts';
import { freePorts, loopback } from '../../local/ports.ts';

interface PrometheusSettings {
  global: Record<string, string>;
  rule_files: string[];
  scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[];
}

export interface Prometheus {
  /** The `data` of an answer of its API. Throws where it refuses. */
  ask<T>(path: string): Promise<T>;
  stop(): Promise<void>;
}

/** Whether there is one; where CI builds for all there must be. */
export function hasPrometheus(): boolean {
  try {
    execFileSync('prometheus', ['--version'], { stdio: 'ignore' });
    return true;
  } catch (cause) {
    if (process.env['CI'] === 'true')
      throw new Error('There is no Prometheus here, and CI=true demands one.', { cause });
    return false;
  }
}

/** Starts it by ops/prometheus.yml and ops/alerts.yml, every second instead of every 15, with these targets by job. */
export async function startPrometheus(folder: string, targets: Record<string, string>): Promise<Prometheus> {
  await mkdir(folder, { recursive: true });
  const settings = parse(await readFile(join(ROOT, 'ops/prometheus.yml'), 'utf8')) as PrometheusSettings;
  settings.global = { scrape_interval: '1s', evaluation_interval: '1s' };
  settings.rule_files = settings.rule_files.map((file) => join(ROOT, 'ops', file));
  for (const job of settings.scrape_configs) job.static_configs = [{ targets: [targets[job.job_name] ?? 'missing'] }];
  const file = join(folder, 'prometheus.yml');
  await writeFile(file, stringify(settings));

  const { web: port } = await freePorts();
  const child = spawn('prometheus', [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ]);
  return {
    async ask<T>(path: string) {
      const response = await fetch(`${loopback(port)}/api/v1/${path}`);
      const answer = (await response.json()) as { status: string; error?: string; data: T };
      if (answer.status !== 'success') throw new Error(`${path}: ${answer.error}`);
      return answer.data;
    },
    stop: () => ended(child, folder),
  };
}

async function ended(child: ChildProcess, folder: string): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  await rm(folder, { recursive: true, force: true });
}
