// test/chaos/fault-proxy.test.ts — the faulty way to AWS, each fault as the SDK meets it.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, RestoreObjectCommand } from '@aws-sdk/client-s3';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { AwsClients } from '../../adapters/aws/clients.ts';
import { awsClients, closeClients } from '../../adapters/aws/clients.ts';
import type { FaultProxy, ObservedOperation } from '../../chaos/fault-proxy.ts';
import { startFaultProxy } from '../../chaos/fault-proxy.ts';
import { names, testAws } from '../support/aws.ts';

describe('the fault proxy', () => {
  let proxy: FaultProxy;
  let clients: AwsClients;
  const seen: ObservedOperation[] = [];
  before(async () => {
    const { options } = await testAws();
    proxy = await startFaultProxy({ target: options.endpoint, seed: 1 });
    proxy.onOperation((operation) => seen.push(operation));
    clients = awsClients({ ...options, endpoint: proxy.url });
  });
  beforeEach(() => void seen.splice(0));
  afterEach(() => proxy.clear());
  after(async () => {
    closeClients(clients);
    await proxy.close();
  });

  const put = async (bytes: Buffer, more: object = {}) => {
    const ref = { Bucket: names.archives, Key: randomUUID() };
    await clients.s3Once.send(new PutObjectCommand({ ...ref, Body: bytes, ...more }));
    return ref;
  };
  const get = async (ref: { Bucket: string; Key: string }) => {
    const { Body } = await clients.s3Once.send(new GetObjectCommand(ref));
    return Buffer.from(await Body!.transformToByteArray());
  };

  it('passes everything as it is, and tells of it', async () => {
    const bytes = randomBytes(3_000_000);
    const ref = await put(bytes);
    assert.ok((await get(ref)).equals(bytes));
    await clients.dynamo.send(new DescribeTableCommand({ TableName: names.users }));
    assert.deepEqual(
      seen.map(({ service, operation, key, resource, status }) => [service, operation, key ?? resource, status]),
      [
        ['s3', 'PutObject', ref.Key, 200],
        ['s3', 'GetObject', ref.Key, 200],
        ['dynamodb', 'DescribeTable', names.users, 200],
      ],
    );
  });

  it('refuses in the form of each service', async () => {
    proxy.add({ fault: 'throttle', service: 's3', times: 1 });
    await assert.rejects(put(Buffer.from('x')), { name: 'SlowDown' });
    proxy.add({ fault: 'server-error', service: 's3', times: 1 });
    await assert.rejects(put(Buffer.from('x')), { name: 'InternalError' });
    for (const fault of ['throttle', 'server-error'] as const) proxy.add({ fault, service: 'dynamodb', times: 1 });
    await clients.dynamo.send(new DescribeTableCommand({ TableName: names.users }));
    assert.deepEqual(
      seen.filter(({ service }) => service === 'dynamodb').map(({ fault, status }) => [fault, status]),
      [
        ['throttle', 400],
        ['server-error', 500],
        [undefined, 200],
      ],
    );
  });

  it('loses a reply after the effect, and cuts a request before it', async () => {
    const ref = { Bucket: names.archives, Key: randomUUID() };
    const write = () => clients.s3Once.send(new PutObjectCommand({ ...ref, Body: 'there' }));
    proxy.add({ fault: 'request-cut', operation: 'PutObject', times: 1 });
    await assert.rejects(write());
    await assert.rejects(get(ref), { name: 'NoSuchKey' });
    proxy.add({ fault: 'reply-lost', operation: 'PutObject', times: 1 });
    await assert.rejects(write());
    assert.equal(String(await get(ref)), 'there');
  });

  it('cuts a stream, and flips one bit of it', async () => {
    const bytes = randomBytes(1_000_000);
    const ref = await put(bytes);
    proxy.add({ fault: 'stream-cut', times: 1 });
    await assert.rejects(get(ref));
    proxy.add({ fault: 'flip-bit', times: 1 });
    const flipped = await get(ref);
    assert.equal(flipped.filter((byte, index) => byte !== bytes[index]).length, 1);
    assert.ok((await get(ref)).equals(bytes));
  });

  it('is caught by the signature where a bit of a signed body flips', async () => {
    proxy.add({ fault: 'flip-bit', operation: 'PutObject', times: 1 });
    await assert.rejects(put(randomBytes(100)), { name: 'XAmzContentSHA256Mismatch' });
  });

  it('has no expedited capacity, throttles restores, and lets them expire', async () => {
    const ref = await put(Buffer.from('cold'), { StorageClass: 'GLACIER' });
    const restore = (Tier: 'Expedited' | 'Standard') =>
      clients.s3Once.send(
        new RestoreObjectCommand({ ...ref, RestoreRequest: { Days: 1, GlacierJobParameters: { Tier } } }),
      );
    proxy.add({ fault: 'no-expedited-capacity' });
    await assert.rejects(restore('Expedited'), { name: 'GlacierExpeditedRetrievalNotAvailable' });
    proxy.add({ fault: 'restore-throttled', times: 1 });
    await assert.rejects(restore('Standard'), { name: 'SlowDown' });
    await restore('Standard');

    const head = async () => (await clients.s3Once.send(new HeadObjectCommand(ref))).Restore;
    assert.match((await head())!, /ongoing-request/);
    proxy.add({ fault: 'restore-expired', times: 1 });
    assert.equal(await head(), undefined);
  });

  it('delivers a message twice', async () => {
    const { QueueUrl } = await clients.sqs.send(new CreateQueueCommand({ QueueName: `q-${randomUUID()}` }));
    await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'once' }));
    proxy.add({ fault: 'duplicate-delivery', times: 1 });
    const receive = async () =>
      (await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.map(({ Body }) => Body);
    assert.deepEqual([await receive(), await receive(), await receive()], [['once'], ['once'], undefined]);
  });

  it('does the same wrong for the same seed', async () => {
    const { options } = await testAws();
    const statuses = async () => {
      const told: number[] = [];
      const other = await startFaultProxy({ target: options.endpoint, seed: 7 });
      other.onOperation(({ status }) => told.push(status));
      other.add({ fault: 'server-error', probability: 0.5 });
      for (let n = 0; n < 12; n += 1) await (await fetch(`${other.url}/${names.archives}/none`)).arrayBuffer();
      await other.close();
      return told;
    };
    const first = await statuses();
    assert.ok(new Set(first).size > 1);
    assert.deepEqual(await statuses(), first);
  });
});
