// test/local/glacier/support/a-process.ts — the server as a process of its own, to be killed at any time.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { GlacierClient } from '@aws-sdk/client-glacier';
import { aClient, credentials } from './a-glacier.ts';

const main = new URL('../../../../local/glacier/main.ts', import.meta.url).pathname;
const env = {
  NODE_COMPILE_CACHE: join(tmpdir(), 'glacier-test-compile-cache'), // a start in a third of the time
  PATH: '/usr/bin:/bin',
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
};

export interface TestProcess {
  url: string;
  client: GlacierClient;
  /** Kills it with this signal and answers its exit code, null after a kill. */
  end(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): Promise<number | null>;
  residentBytes(): Promise<number>;
}

/** Starts `main.ts` on a free port and waits for its line. */
export async function aProcess(folder: string, ...flags: string[]): Promise<TestProcess> {
  const child = start('--folder', folder, '--port', '0', ...flags);
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
  const url = line.replace(/^.* /, '');
  const client = aClient(url);
  return {
    url,
    client,
    async end(signal) {
      client.destroy();
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exit = once(child, 'exit');
      child.kill(signal);
      const [code] = (await exit) as [number | null];
      return code;
    },
    async residentBytes() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
    },
  };
}

/** Runs it to its end; answers exit code and what it wrote to stderr. */
export async function aFailingProcess(...flags: string[]): Promise<{ code: number | null; stderr: string }> {
  const child = start(...flags);
  let stderr = '';
  child.stderr!.on('data', (data: Buffer) => void (stderr += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

const start = (...flags: string[]): ChildProcess => spawn(process.execPath, [main, ...flags], { env });
