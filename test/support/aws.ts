// test/support/aws.ts — one ministack for all test files of a run: in memory, on a free port, started when first asked for.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { after } from 'mocha';
import { awsClients, closeClients } from '../../adapters/aws/clients.ts';
import { readConfig } from '../../config.ts';
import { createAwsResources } from '../../local/resources.ts';

const PYTHON = '.local/venv/bin/python';
const { tables, storage } = readConfig({});

/** The tables and buckets that there are. */
export const names = { ...tables, inputs: storage.inputsBucket, results: storage.resultsBucket };

let shared: ReturnType<typeof start> | undefined;

/** Clients of the run's ministack, with every bucket, table, queue and topic of the service in it. */
export function testAws() {
  return (shared ??= start());
}

after(async () => {
  const running = await shared;
  await running?.stop();
});

async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'gas-aws-'));
  const port = await freePort();
  const keys = { AWS_ACCESS_KEY_ID: 'test-key', AWS_SECRET_ACCESS_KEY: 'test-secret' };
  const child = spawn(PYTHON, ['-c', 'from ministack.app import main; main()'], {
    env: {
      ...keys,
      PATH: process.env['PATH'],
      TMPDIR: folder,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      AUTH: 'true',
      LOG_LEVEL: 'ERROR',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  const endpoint = `http://127.0.0.1:${port}`;
  while (!(await isReady(endpoint))) {
    if (child.exitCode !== null) throw new Error('ministack ended before it was ready.');
    await pause(50);
  }

  const config = readConfig({ ...keys, AWS_ENDPOINT_URL: endpoint });
  await createAwsResources(config);
  const { region } = config.aws;
  const options = {
    region,
    endpoint,
    credentials: { accessKeyId: keys.AWS_ACCESS_KEY_ID, secretAccessKey: keys.AWS_SECRET_ACCESS_KEY },
  };
  const clients = awsClients(options);
  return {
    config,
    options,
    clients,
    async stop() {
      closeClients(clients);
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function isReady(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_ministack/ready`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
