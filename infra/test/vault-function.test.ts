import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { GetVaultNotificationsCommand } from '@aws-sdk/client-glacier';
import { aGlacier, credentials, type TestGlacier } from '../../test/local/glacier/support/a-glacier.ts';

const FILE = join(import.meta.dirname, '../data/vault-function.cjs');
const TOPIC = 'arn:aws:sns:us-east-1:000000000000:gas-thaws';
const PROPERTIES = { VaultName: 'gas-archive', TopicArn: TOPIC };

interface Answer {
  Status: 'SUCCESS' | 'FAILED';
  Reason?: string;
  PhysicalResourceId: string;
  RequestId: string;
}

describe('the custom resource of the vault', () => {
  let handler: (event: object) => Promise<void>;
  let answers: { body: Answer; type: string | undefined }[] = [];
  let glacier: TestGlacier;
  let cloudFormation: Server;
  let ResponseURL: string;

  before(async () => {
    glacier = await aGlacier();
    cloudFormation = createServer((request, response) => {
      const taken = async () => {
        answers.push({ body: (await json(request)) as Answer, type: request.headers['content-type'] });
        response.end();
      };
      void taken();
    }).listen(0, '127.0.0.1');
    await once(cloudFormation, 'listening');
    ResponseURL = `http://127.0.0.1:${(cloudFormation.address() as AddressInfo).port}/`;
    Object.assign(process.env, {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      GLACIER_URL: glacier.url,
    });
    ({ handler } = createRequire(import.meta.url)(FILE) as { handler: typeof handler });
  });
  after(async () => {
    cloudFormation.close();
    cloudFormation.closeAllConnections();
    await glacier.close();
  });
  beforeEach(() => {
    answers = [];
  });

  const told = async (event: object): Promise<Answer> => {
    await handler({ ResponseURL, StackId: 's', RequestId: 'r', LogicalResourceId: 'l', ...event });
    assert.equal(answers.length, 1);
    assert.equal(answers[0]!.type, undefined); // the signed address takes none
    return answers[0]!.body;
  };

  const notification = () =>
    glacier.client.send(new GetVaultNotificationsCommand({ accountId: '-', vaultName: 'gas-archive' }));

  it('fits into a template', () => {
    assert.ok(readFileSync(FILE).length <= 4096);
  });

  it('makes the vault and its notification, as often as it is asked', async () => {
    for (const RequestType of ['Create', 'Create', 'Update']) {
      answers = [];
      const answer = await told({ RequestType, ResourceProperties: PROPERTIES });
      assert.deepEqual([answer.Status, answer.PhysicalResourceId, answer.RequestId], ['SUCCESS', 'gas-archive', 'r']);
    }
    const { vaultNotificationConfig } = await notification();
    assert.deepEqual(vaultNotificationConfig, { SNSTopic: TOPIC, Events: ['ArchiveRetrievalCompleted'] });
  });

  it('removes the notification with the stack, and keeps the vault', async () => {
    const gone = { RequestType: 'Delete', PhysicalResourceId: 'gas-archive', ResourceProperties: PROPERTIES };
    for (let times = 0; times < 2; times++) {
      answers = [];
      assert.equal((await told(gone)).Status, 'SUCCESS');
    }
    assert.deepEqual(
      (await glacier.admin('state')).vaults.map(({ name }) => name),
      ['gas-archive'],
    );
    await assert.rejects(notification(), /No notification configuration/);
  });

  it('answers a deletion of what was never made, and tells why something failed', async () => {
    const rolledBack = { RequestType: 'Delete', PhysicalResourceId: 'not-made', ResourceProperties: PROPERTIES };
    assert.equal((await told(rolledBack)).Status, 'SUCCESS');
    answers = [];
    const failed = await told({ RequestType: 'Create', ResourceProperties: { ...PROPERTIES, TopicArn: 'none' } });
    assert.equal(failed.Status, 'FAILED');
    assert.match(failed.Reason!, /400/);
  });
});
