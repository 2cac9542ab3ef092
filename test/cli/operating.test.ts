// test/cli/operating.test.ts — a running service in an operator's hands: each dependency broken in turn, and the table lost.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateVaultCommand } from '@aws-sdk/client-glacier';
import {
  CreateBucketCommand,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { DeleteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { type AwsClients, awsClients, closeClients } from '../../adapters/aws/clients.ts';
import { examine } from '../../cli/operators/checkup.ts';
import { openCheckup, openOperator } from '../../cli/wiring.ts';
import type { Area } from '../../domain/checkup.ts';
import type { Audit } from '../../domain/ports.ts';
import { type Client, signIn } from '../../local/client.ts';
import { PEOPLE } from '../../local/people.ts';
import { connectClient } from '../../temporal/connection.ts';
import { annotated, reached } from '../support/journey.ts';
import { aStack } from '../support/stack.ts';
import { until } from '../support/until.ts';
import { BROKEN } from './support/broken.ts';
import { gasOver } from './support/gas.ts';

const VCF = Buffer.from(
  '##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\nchrM\t11778\t.\tG\tA\t.\t.\t.\n',
);
const SETTINGS = {
  GAS_GRACE_PERIOD: '2s',
  GAS_GLACIER_EXPEDITED: '500ms',
  GAS_GLACIER_STANDARD: '100ms', // inventories, too
  GAS_EXPEDITED_WAIT: '10s',
};
const late = () => new Date(Date.now() - 12 * 60_000).toUTCString();
const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

describe('a running service in an operator’s hands', function () {
  this.timeout(240_000);
  let stack: Awaited<ReturnType<typeof aStack>>;
  let aws: AwsClients;
  let gas: ReturnType<typeof gasOver>;
  let audit: Audit;
  let letGo: () => void;
  before(async () => {
    stack = await aStack({ settings: SETTINGS });
    aws = awsClients(stack.config.aws);
    const operator = await openOperator(stack.config);
    gas = gasOver(() => ({ ...operator, close() {} }));
    ({ audit } = operator);
    letGo = () => operator.close();
  });
  after(async () => {
    letGo();
    closeClients(aws);
    await stack.stop();
  });

  /** What is found, and said to do, with these settings laid over those of the stack. */
  async function findings(over: Record<string, string>, only: readonly Area[], seconds = 20) {
    const { checks, close } = await openCheckup({ ...stack.env, ...over });
    try {
      return await examine(
        checks.filter(({ area }) => only.includes(area)),
        seconds * 1000,
      );
    } finally {
      close();
    }
  }

  describe('gas doctor', () => {
    it('finds nothing amiss, and leaves nothing behind', async () => {
      const { checks, close } = await openCheckup(stack.env);
      const found = await examine(checks, 60_000);
      close();
      assert.deepEqual(
        found.filter(({ ok }) => !ok),
        [],
      );
      assert.ok(found.length > 35);
      for (const Bucket of [stack.config.storage.resultsBucket, stack.config.archive.bucket]) {
        const { Versions = [], DeleteMarkers = [] } = await aws.s3.send(new ListObjectVersionsCommand({ Bucket }));
        assert.deepEqual([...Versions, ...DeleteMarkers], []);
      }
    });

    let odd: Server;
    let clock: Server;
    let mute: Server;
    before(async () => {
      const { dynamo, s3, sqs, sns, glacier } = aws;
      const key = { AttributeName: 'user_id', AttributeType: 'S' as const };
      const table = (TableName: string, name: string) =>
        dynamo.send(
          new CreateTableCommand({
            TableName,
            BillingMode: 'PAY_PER_REQUEST',
            AttributeDefinitions: [{ ...key, AttributeName: name }],
            KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
          }),
        );
      await table('odd-annotations', 'job_id');
      await table('odd-users', 'name');
      await s3.send(new CreateBucketCommand({ Bucket: 'odd-bucket' }));
      const Rules = [{ ID: 'tidy', Status: 'Enabled' as const, Filter: { Prefix: '' }, Expiration: { Days: 30 } }];
      const LifecycleConfiguration = { Rules };
      await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket: 'odd-bucket', LifecycleConfiguration }));
      await sqs.send(new CreateQueueCommand({ QueueName: 'odd-thaws' }));
      await sns.send(new CreateTopicCommand({ Name: 'odd-thaws' }));
      await glacier.send(new CreateVaultCommand({ accountId: '-', vaultName: 'odd-vault' }));
      const temporal = connectClient(stack.config.temporal);
      const day = { seconds: 86_400 as never };
      await temporal.workflowService.registerNamespace({ namespace: 'bare', workflowExecutionRetentionPeriod: day });
      odd = createServer((_, response) => response.end('hello'));
      clock = createServer((_, response) => response.writeHead(200, { date: late() }).end('{}'));
      mute = createServer(() => {});
      for (const server of [odd, clock, mute]) await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      await writeFile(join(stack.folder, 'bad.yaml'), 'genomes: [{name: x}]');
    });
    after(() => {
      for (const server of [odd, clock, mute]) server.closeAllConnections();
      for (const server of [odd, clock, mute]) server.close();
    });

    for (const [what, settings, area, problem, advice] of BROKEN) {
      it(`finds ${what}, and says what to do`, async () => {
        const problems = (
          await findings(settings({ odd: addressOf(odd), clock: addressOf(clock), folder: stack.folder }), [area])
        ).filter(({ ok }) => !ok);
        const found = problems.find(({ detail, advice: told = '' }) => problem.test(detail) && advice.test(told));
        assert.ok(found, JSON.stringify(problems, undefined, 1));
        assert.doesNotMatch(JSON.stringify(problems), /hunter2|gas-local-only-secret/);
      });
    }

    it('hides nothing behind what hangs', async () => {
      const found = await findings({ OIDC_ISSUER: addressOf(mute), GAS_VAULT: 'none' }, ['identity', 'archive'], 3);
      assert.deepEqual(
        found.map(({ area, ok, detail }) => [area, ok, detail]),
        [
          ['archive', false, 'It does not exist.'],
          ['archive', true, 'thaws are announced'],
          ['identity', false, 'No answer within 3 seconds.'],
        ],
      );
    });
  });

  describe('gas rebuild', () => {
    const [ada, grace] = [PEOPLE.find(({ premium }) => !premium)!, PEOPLE.find(({ premium }) => premium)!];
    const jobs = { archived: '', hot: '', failed: '', deleted: '' };
    let free: Client;
    let premium: Client;
    let bytes: Uint8Array;

    // oxlint-disable-next-line unicorn/consistent-function-scoping -- part of this story
    async function submitted(client: Client, fileName: string, content: Buffer): Promise<string> {
      const jobId = await client.upload(fileName, content);
      await client.submit(jobId, fileName);
      await reached(client, jobId, ({ status }) => status === 'COMPLETED' || status === 'FAILED');
      return jobId;
    }

    before(async () => {
      [free, premium] = await Promise.all([signIn(stack.urls.web, ada.sub), signIn(stack.urls.web, grace.sub)]);
      jobs.hot = await annotated(premium, VCF);
      jobs.failed = await submitted(premium, 'Prøve 1.vcf', Buffer.from('no vcf'));
      await premium.upload('forgotten.vcf', VCF);
      bytes = await premium.download(jobs.hot, 'result');
      jobs.archived = await submitted(free, 'my sample.vcf', VCF);
      await reached(free, jobs.archived, ({ place }) => place === 'archived');
    });

    // oxlint-disable-next-line unicorn/consistent-function-scoping -- part of this story
    async function loseTheTable(): Promise<void> {
      const TableName = stack.config.tables.annotations;
      const { Items = [] } = await aws.dynamo.send(new ScanCommand({ TableName, ConsistentRead: true }));
      for (const { job_id } of Items) await aws.dynamo.send(new DeleteCommand({ TableName, Key: { job_id } }));
    }

    it('makes every row again that can be made, and says which cannot', async () => {
      await loseTheTable();
      const expected = [{ archived: 1, hot: 1, failed: 1 }, { unfinished: 1 }];
      const dry = await gas('rebuild', '--dry-run', '--json');
      assert.deepEqual([dry.json.rebuilt, dry.json.not_rebuilt], expected);
      assert.deepEqual((await free.jobs()).jobs, []);

      const { code, json } = await gas('rebuild', '--json');
      assert.deepEqual([code, json.rebuilt, json.not_rebuilt, json.estimated], [1, ...expected, 0]);
      assert.match((await gas('audit', 'service')).out, /operator-rebuild +service +rows are written/);
    });

    it('changes nothing that is there when it is run again', async () => {
      const { json } = await gas('rebuild', '--json');
      assert.deepEqual([json.rebuilt, json.renewed, json.estimated], [{}, 0, 0]);
      assert.ok(json.kept > 0);
    });

    it('leaves rows with which downloads, logs and names are what they were', async () => {
      const same = Buffer.compare(await premium.download(jobs.hot, 'result'), bytes) === 0;
      assert.ok(same);
      const failed = await premium.job(jobs.failed);
      assert.deepEqual([failed.file_name, failed.status], ['Prøve 1.vcf', 'FAILED']);
      assert.match(await premium.log(jobs.failed), /Not annotated/);
      assert.equal((await free.job(jobs.archived)).place, 'archived');
    });

    it('brings an archived result back from a row that was made again', async () => {
      await free.changePlan('premium_user');
      await reached(free, jobs.archived, ({ place }) => place === 'hot');
      const back = await free.download(jobs.archived, 'result');
      assert.match(Buffer.from(back).subarray(0, 2).toString('hex'), /^1f8b$/);
      const { json } = await gas('inspect', jobs.archived, '--json');
      const events = json.timeline?.map(({ event }: { event: string }) => event) ?? [];
      assert.ok(events.length === 0 || events.includes('rebuilt'));
    });

    it('keeps deleted what its owner has had deleted, and has it removed', async () => {
      const subject = `job/${jobs.hot}`;
      const deletion = { actor: grace.sub, action: 'job-deleted', subject } as const;
      await audit.record({ id: randomUUID(), at: Date.now(), ...deletion }); // the table was lost before the removal
      await loseTheTable();
      const { json } = await gas('rebuild', '--json');
      assert.deepEqual(json.rebuilt, { deleted: 1, failed: 1, hot: 1 });
      assert.equal((await premium.jobs()).jobs.length, 1);
      await gas('reconcile');
      await until(async () => (await gas('inspect', jobs.hot)).out.includes('nothing is left but this note'));
    });

    it('says that the table itself is missing', async () => {
      const operator = await openOperator({
        ...stack.config,
        tables: { ...stack.config.tables, annotations: randomUUID() },
      });
      const { code, said } = await gasOver(() => operator)('rebuild');
      assert.equal(code, 1);
      assert.match(said, /ResourceNotFound/);
    });
  });
});
