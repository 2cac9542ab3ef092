// local/start-aws.ts — the AWS emulator alone, for the contract tests of adapters.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfig, type Config } from '../config.ts';
import { child } from './child.ts';
import { stackEnvironment } from './environment.ts';
import { awsEmulator } from './infrastructure.ts';
import { freePorts } from './ports.ts';
import { startReaper } from './reaper.ts';

export interface Aws {
  env: NodeJS.ProcessEnv;
  /** Names and endpoint; the resources under these names exist. Others are made by `createAwsResources`. */
  config: Config;
  url: string;
  stop(): Promise<void>;
}

/** Starts S3, SQS, SNS and DynamoDB on a free port, with all resources. Without `folder` its state is thrown away. */
export async function startAws(options: { folder?: string; settings?: Record<string, string> } = {}): Promise<Aws> {
  const folder = options.folder ? resolve(options.folder) : await mkdtemp(join(tmpdir(), 'gas-aws-'));
  const env = stackEnvironment({ folder, ports: await freePorts(), settings: options.settings ?? {} });
  const config = readConfig(env);
  const reaper = startReaper(join(folder, 'running'));
  const aws = child(awsEmulator({ config, env }), { folder, onTrouble: (line) => console.error(line) });

  async function stop(): Promise<void> {
    await aws.stop();
    await reaper.stop();
    if (!options.folder) await rm(folder, { recursive: true, force: true });
  }
  try {
    await aws.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { env, config, url: config.aws.endpoint!, stop };
}
