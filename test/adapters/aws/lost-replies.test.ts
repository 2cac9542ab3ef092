// test/adapters/aws/lost-replies.test.ts — a write whose reply is lost after the effect is ours, never refused or doubled.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { auditLog } from '../../../adapters/aws/audit-log.ts';
import type { AwsClients } from '../../../adapters/aws/clients.ts';
import { awsClients, closeClients } from '../../../adapters/aws/clients.ts';
import { jobRecords } from '../../../adapters/aws/job-records.ts';
import { objectStore } from '../../../adapters/aws/object-store.ts';
import { retrievalBudget } from '../../../adapters/aws/retrieval-budget.ts';
import { userRecords } from '../../../adapters/aws/user-records.ts';
import { aJob } from '../../support/builders.ts';
import { names, testAws } from '../../support/aws.ts';
import type { CuttingProxy } from '../../support/cutting-proxy.ts';
import { cuttingProxy } from '../../support/cutting-proxy.ts';

const MIB = 1024 * 1024;

describe('a reply that is lost after the effect', () => {
  let proxy: CuttingProxy;
  let clients: AwsClients;
  before(async () => {
    const { options } = await testAws();
    proxy = await cuttingProxy(options.endpoint);
    clients = awsClients({ ...options, endpoint: proxy.url });
  });
  after(async () => {
    closeClients(clients);
    await proxy.close();
  });

  const jobs = () => jobRecords({ client: clients.dynamo, tables: names });
  /** Runs `write` with its reply lost, and proves that it was. */
  const losing = async <T>(text: string, write: () => Promise<T>): Promise<T> => {
    const before = proxy.lost();
    proxy.cut(text);
    const answer = await write();
    assert.equal(proxy.lost(), before + 1);
    return answer;
  };

  it('leaves an inserted row ours', async () => {
    const job = aJob();
    assert.equal(await losing('PutItem', () => jobs().insert(job)), true);
    assert.deepEqual(await jobs().get(job.jobId), job);
  });

  it('leaves a saved row ours, one version on', async () => {
    const job = aJob();
    await jobs().insert(job);
    const save = () => jobs().save({ jobId: job.jobId, version: 1, set: { status: 'RUNNING' } });
    assert.equal(await losing('UpdateItem', save), true);
    assert.deepEqual(await jobs().get(job.jobId), { ...job, status: 'RUNNING', version: 2 });
  });

  it('leaves a row of another system ours, which had no version', async () => {
    const job = aJob({ version: 0 });
    await jobs().insert(job);
    assert.equal(await losing('UpdateItem', () => jobs().save({ jobId: job.jobId, version: 0 })), true);
    assert.equal((await jobs().get(job.jobId))?.version, 1);
  });

  it('leaves a row saved under a plan ours', async () => {
    const job = aJob();
    await jobs().insert(job);
    const plan = { userId: job.userId, role: 'free_user', version: 0 } as const;
    const save = () => jobs().save({ jobId: job.jobId, version: 1, set: { claimToken: 't' }, plan });
    assert.equal(await losing('TransactWriteItems', save), true);
    assert.equal((await jobs().get(job.jobId))?.version, 2);
  });

  it('is still refused where the row was another’s', async () => {
    const job = aJob();
    await jobs().insert(job);
    await jobs().save({ jobId: job.jobId, version: 1, set: { status: 'RUNNING' } });
    const save = () => jobs().save({ jobId: job.jobId, version: 1, set: { status: 'FAILED' } });
    assert.equal(await losing('UpdateItem', save), false);
    assert.equal((await jobs().get(job.jobId))?.status, 'RUNNING');
  });

  it('leaves a change of plan ours', async () => {
    const users = userRecords({ client: clients.dynamo, table: names.users });
    const userId = randomUUID();
    const plan = { role: 'premium_user', since: 1, version: 1 } as const;
    assert.equal(await losing('UpdateItem', () => users.savePlan(userId, { version: 0, plan })), true);
    assert.deepEqual((await users.get(userId)).plan, plan);
  });

  it('leaves a tombstone ours', async () => {
    const job = aJob();
    await jobs().insert(job);
    const tombstone = { jobId: job.jobId, version: 1, deletedAt: 5, expiresAt: 1000 };
    assert.equal(await losing('PutItem', () => jobs().bury(tombstone)), true);
    assert.equal((await jobs().get(job.jobId))?.version, 2);
  });

  it('closes an account once', async () => {
    const users = userRecords({ client: clients.dynamo, table: names.users });
    const userId = randomUUID();
    await losing('PutItem', () => users.close(userId, { closedAt: 5, expiresAt: 1000 }));
    assert.equal((await users.get(userId)).plan.version, 1);
  });

  it('takes once from the budget of a day', async () => {
    const budget = retrievalBudget({ client: clients.dynamo, table: names.budget });
    const request = { day: '2031-01-01', bytes: 60, microdollars: 1, caps: { bytes: 100 } };
    assert.equal(await losing('TransactWriteItems', () => budget.reserve({ id: randomUUID(), ...request })), true);
    assert.equal(await budget.reserve({ id: randomUUID(), ...request, bytes: 40 }), true);
  });

  it('records one entry of the audit log', async () => {
    const audit = auditLog({ client: clients.dynamo, table: names.audit });
    const subject = `job/${randomUUID()}`;
    const entry = { id: randomUUID(), at: 1, actor: 'service', action: 'job-removed', subject } as const;
    await losing('PutItem', () => audit.record(entry));
    assert.deepEqual(await audit.of(subject), [entry]);
  });

  it('makes one version of an object that was written in parts', async () => {
    const objects = objectStore({ client: clients.s3, partBytes: 5 * MIB });
    const bytes = randomBytes(9 * MIB);
    const ref = { bucket: names.results, key: randomUUID() };
    const read = async (from: number, to: number) => bytes.subarray(from, to);
    const write = () => objects.write({ ...ref, bytes: bytes.length, contentType: 'application/gzip', read });

    const { versionId } = await losing('?uploadId=', write);
    assert.deepEqual(await objects.versions(ref), [{ versionId, bytes: bytes.length, deleteMarker: false }]);
  });
});
