// bench/archive/session.ts — the embedded stack with SeaweedFS under S3, for all sections of the bench.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { awsAdapters } from '../../adapters/aws/index.ts';
import { createBuckets } from '../../local/resources-buckets.ts';
import { startStack, type Stack } from '../../local/start-stack.ts';
import { connectClient } from '../../temporal/connection.ts';
import { createStarters, type Starters } from '../../temporal/starters.ts';
import { objectServer } from './seaweedfs.ts';
import { benchTools, type Tools } from './tools.ts';
import { wireLog, type Wire } from './wire.ts';

/** Long enough to be seen as a timer; results that are long complete do not wait for it. */
const SETTINGS = {
  GAS_GRACE_PERIOD: '2s',
  GAS_GLACIER_EXPEDITED: '1s',
  GAS_GLACIER_STANDARD: '1s',
};

export interface Session {
  stack: Stack;
  doors: ReturnType<typeof awsAdapters>;
  client: Client;
  starters: Starters;
  tools: Tools;
  s3: string;
  folder: string;
  wire: Wire;
}

/** Runs `use` with everything started: worker and bridge poll, and nobody else works. Leaves nothing behind. */
export async function withSession(use: (session: Session) => Promise<void>): Promise<void> {
  const tools = await benchTools();
  const folder = await mkdtemp(join(tmpdir(), 'gas-bench-'));
  const objects = await objectServer(tools.weed, join(folder, 's3'));
  let stack: Stack | undefined;
  let doors: Session['doors'] | undefined;
  const hosts = () => ({ glacier: new URL(stack!.urls.glacier).host, s3: new URL(objects.url).host });
  const wire = wireLog(folder, hosts);
  try {
    const settings = { ...SETTINGS, AWS_ENDPOINT_URL_S3: objects.url, NODE_OPTIONS: wire.nodeOptions };
    stack = await startStack({ folder: join(folder, 'stack'), ports: 'free', settings, processes: [] });
    const { config } = stack;
    await objects.start(config.aws);
    await createBuckets({ ...config, aws: { ...config.aws, endpoint: objects.url } });
    await stack.start('worker');
    await stack.start('bridge');
    doors = awsAdapters(config);
    const client = connectClient(config.temporal);
    const starters = createStarters(client);
    await use({ stack, doors, client, starters, tools, s3: objects.url, folder, wire });
    if (stack.troubles.length > 0) throw new Error(`Something ended unasked: ${stack.troubles.join('; ')}`);
  } finally {
    doors?.close();
    await stack?.stop();
    await objects.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
