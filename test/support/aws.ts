// test/support/aws.ts — one ministack for all test files of a run, started when first asked for.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { after } from 'mocha';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { awsClients, closeClients } from '../../adapters/aws/clients.ts';

let shared: Promise<Awaited<ReturnType<typeof start>>> | undefined;
export const testAws = () => (shared ??= start());
after(async () => (await shared)?.stop());

export const names = {
  inputs: 'test-inputs',
  results: 'test-results',
  annotations: 'annotations',
  users: 'users',
  sessions: 'sessions',
};

async function start() {
  const port = await freePort();
  const credentials = { accessKeyId: 'test-key', secretAccessKey: 'test-secret' };
  const child = spawn(process.env['GAS_TEST_PYTHON'] ?? '.local/venv/bin/python', ['-m', 'ministack'], {
    env: {
      PATH: process.env['PATH'],
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      AUTH: 'true',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    stdio: 'ignore',
  });
  const endpoint = `http://127.0.0.1:${port}`;
  while (
    !(await fetch(`${endpoint}/_ministack/health`).then(
      (r) => r.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error('ministack did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const options = { region: 'us-east-1', endpoint, credentials };
  const clients = awsClients(options);
  await createResources(clients);
  return {
    options,
    clients,
    endpoint,
    stop: async () => {
      closeClients(clients);
      await ended(child);
    },
  };
}

function ended(child: ChildProcess) {
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}

async function createResources({ dynamo, s3 }: ReturnType<typeof awsClients>) {
  for (const Bucket of [names.inputs, names.results]) {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  }
  const table = (TableName: string, key: string) => ({
    TableName,
    BillingMode: 'PAY_PER_REQUEST' as const,
    AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' as const }],
    KeySchema: [{ AttributeName: key, KeyType: 'HASH' as const }],
  });
  await dynamo.send(new CreateTableCommand(table(names.users, 'user_id')));
  await dynamo.send(new CreateTableCommand(table(names.sessions, 'session_id')));
  const jobs = table(names.annotations, 'job_id');
  await dynamo.send(
    new CreateTableCommand({
      ...jobs,
      AttributeDefinitions: [
        ...jobs.AttributeDefinitions,
        { AttributeName: 'user_id', AttributeType: 'S' },
        { AttributeName: 'submit_time', AttributeType: 'N' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'user_id_index',
          KeySchema: [
            { AttributeName: 'user_id', KeyType: 'HASH' },
            { AttributeName: 'submit_time', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
