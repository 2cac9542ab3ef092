// test/local/stack.test.ts — the embedded stack without our processes: what it creates, keeps and leaves behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { GetItemCommand, UpdateItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetBucketVersioningCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListSubscriptionsByTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetVaultNotificationsCommand, GlacierClient } from '@aws-sdk/client-glacier';
import { environmentWith, type Config } from '../../config.ts';
import { ROOT } from '../../local/environment.ts';
import { PEOPLE } from '../../local/people.ts';
import { createAwsResources, createVault } from '../../local/resources.ts';
import { isFree, PORT_SETTINGS, type PortName } from '../../local/ports.ts';
import { startOf } from '../../local/setup/processes.mjs';
import { until } from '../support/until.ts';
import { startStack, type ChildName, type Stack } from '../../local/start-stack.ts';

const PARTS: readonly ChildName[] = ['aws', 'mailbox', 'identity', 'glacier', 'temporal'];

describe('the embedded stack', function () {
  this.timeout(60_000);
  let folder: string;
  let stack: Stack;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gas-stack-'));
    stack = await startStack({ folder, ports: 'free', processes: [] });
  });
  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true });
  });

  it('has the search attributes and the namespace of Temporal', async () => {
    const address = `${stack.urls.temporal}/api/v1/namespaces/default/search-attributes`;
    const { customAttributes } = (await (await fetch(address)).json()) as { customAttributes: Record<string, string> };
    for (const name of ['GasUserId', 'GasPlan', 'GasPhase', 'GasRestoreTier'])
      assert.equal(customAttributes[name], 'INDEXED_VALUE_TYPE_KEYWORD');
  });

  it('creates its resources again without changing anything', async () => {
    const { config } = stack;
    await leavePremium(config, PEOPLE[2]!.sub);
    await createAwsResources(config);
    await createVault(config);

    assert.equal(await roleOf(config, PEOPLE[2]!.sub), 'free_user');
    assert.equal(await roleOf(config, PEOPLE[3]!.sub), 'premium_user');
    for (const kind of Object.keys(config.queues) as (keyof Config['queues'])[]) {
      assert.equal((await subscriptions(config, config.topics[kind])).length, 1);
    }
  });

  it('gives every queue a dead-letter queue after five receives, and sixty seconds of visibility', async () => {
    const sqs = new SQSClient(stack.config.aws);
    for (const name of Object.values(stack.config.queues)) {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
      const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(Attributes!['RedrivePolicy']!) as Record<
        string,
        unknown
      >;
      assert.deepEqual([String(deadLetterTargetArn).split(':').at(-1), Number(maxReceiveCount)], [`${name}-dead`, 5]);
      assert.equal(Attributes!['VisibilityTimeout'], '60');
    }
  });

  it('announces thaws on their topic', async () => {
    const { aws, archive, topics } = stack.config;
    const glacier = new GlacierClient({ ...aws, endpoint: aws.glacierEndpoint! });
    const vault = { accountId: '-', vaultName: archive.vault };
    const { vaultNotificationConfig } = await glacier.send(new GetVaultNotificationsCommand(vault));
    assert.deepEqual(vaultNotificationConfig, { SNSTopic: topics.thaws, Events: ['ArchiveRetrievalCompleted'] });
  });

  it('refuses a second start in the same folder, and says where it runs', async () => {
    const again = startStack({ folder, ports: 'free', processes: [] });
    const message = `The stack is already running (pid ${process.pid}), at ${stack.urls.web}.`;
    await assert.rejects(again, { message });
  });

  it('starts a part again that was killed', async () => {
    await stack.kill('temporal');
    assert.equal(stack.pid('temporal'), undefined);
    await stack.start('temporal');
    assert.deepEqual([(await fetch(stack.urls.temporal)).ok, stack.troubles], [true, []]);
  });

  it('keeps objects, messages and plans over a stop, which leaves nothing running', async () => {
    const { aws, storage, topics, queues } = stack.config;
    const object = { Bucket: storage.resultsBucket, Key: 'gas/x/y' };
    await new S3Client({ ...aws, forcePathStyle: true }).send(new PutObjectCommand({ ...object, Body: 'kept' }));
    await new SNSClient(aws).send(new PublishCommand({ TopicArn: topics.planChanges, Message: 'kept, too' }));
    const pids = PARTS.map((name) => stack.pid(name)!);
    const { ports } = stack.config.local;

    await stack.stop();
    assert.deepEqual(
      pids.map(startOf),
      PARTS.map(() => undefined),
    );
    assert.deepEqual(await readdir(join(folder, 'running')), []);

    stack = await startStack({ folder, ports, processes: [] });
    const s3 = new S3Client({ ...aws, forcePathStyle: true });
    const { Body } = await s3.send(new GetObjectCommand(object));
    assert.equal(await Body!.transformToString(), 'kept');
    assert.equal((await s3.send(new GetBucketVersioningCommand({ Bucket: object.Bucket }))).Status, 'Enabled');
    assert.equal(await roleOf(stack.config, PEOPLE[2]!.sub), 'free_user');
    const sqs = new SQSClient(aws);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queues.planChanges }));
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 2 }));
    assert.match(Messages![0]!.Body!, /"Message": ?"kept, too"/);
  });

  it('gives up a start that is interrupted, and leaves nothing running', async () => {
    const other = join(folder, 'interrupted');
    const interrupted = new AbortController();
    const start = startStack({ folder: other, ports: 'free', processes: [], signal: interrupted.signal });
    await until(async () => (await readdir(join(other, 'running')).catch(() => [])).length > 0);
    interrupted.abort();
    await assert.rejects(start, { name: 'AbortError' });
    assert.deepEqual(await readdir(join(other, 'running')), []);
  });

  it('says in one sentence which port is busy, and starts nothing', async () => {
    const { ports } = stack.config.local;
    const settings = Object.entries(ports).map(([name, port]) => [PORT_SETTINGS[name as PortName], String(port)]);
    const env = environmentWith({ ...Object.fromEntries(settings), GAS_LOCAL_FOLDER: join(folder, 'other') });
    const second = spawn(process.execPath, ['local/stack.ts'], { cwd: ROOT, env });
    const [stderr, [code]] = await Promise.all([text(second.stderr), once(second, 'exit')]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      new RegExp(
        `^These ports are in use by another program: ${ports.temporal} \\(change it with GAS_TEMPORAL_PORT\\), .*\\.\\n$`,
      ),
    );
    assert.equal(await isFree(ports.web), true);
  });
});

const keyOf = (sub: string) => ({ user_id: { S: sub } });

async function roleOf({ aws, tables }: Config, sub: string): Promise<string | undefined> {
  const command = new GetItemCommand({ TableName: tables.users, Key: keyOf(sub), ConsistentRead: true });
  return (await new DynamoDBClient(aws).send(command)).Item?.['role']?.S;
}

async function leavePremium({ aws, tables }: Config, sub: string): Promise<void> {
  const UpdateExpression = 'SET #role = :free';
  const names = {
    ExpressionAttributeNames: { '#role': 'role' },
    ExpressionAttributeValues: { ':free': { S: 'free_user' } },
  };
  const command = new UpdateItemCommand({ TableName: tables.users, Key: keyOf(sub), UpdateExpression, ...names });
  await new DynamoDBClient(aws).send(command);
}

async function subscriptions({ aws }: Config, TopicArn: string) {
  return (await new SNSClient(aws).send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions ?? [];
}
