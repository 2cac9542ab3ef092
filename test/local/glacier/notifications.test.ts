// test/local/glacier/notifications.test.ts — what SNS hears of completed jobs.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { SetVaultNotificationsCommand } from '@aws-sdk/client-glacier';
import { aFolder, aGlacier, credentials, type TestGlacier } from './support/a-glacier.ts';
import { aJob, anArchive, aVault, completed, referenceTreeHash, someBytes, until } from './support/archives.ts';
import { anSns, type TestSns } from './support/sns.ts';

const ofVault = 'arn:aws:sns:us-east-1:000000000000:vault-topic';
const ofJob = 'arn:aws:sns:us-east-1:000000000000:job-topic';

describe('a notification of local Glacier', () => {
  let sns: TestSns;
  let glacier: TestGlacier;
  beforeEach(async () => {
    sns = await anSns();
    glacier = await aGlacier({ sns: { endpoint: sns.endpoint, credentials } });
    await aVault(glacier.client);
  });
  afterEach(async () => {
    await glacier.close();
    await sns.close();
  });

  const configure = (...Events: string[]) =>
    glacier.client.send(
      new SetVaultNotificationsCommand({
        accountId: '-',
        vaultName: 'results',
        vaultNotificationConfig: { SNSTopic: ofVault, Events },
      }),
    );
  const retrieve = async (more: object = {}) =>
    aJob(glacier.client, {
      Type: 'archive-retrieval',
      ArchiveId: await anArchive(glacier.client, someBytes(5)),
      SNSTopic: ofJob,
      ...more,
    });
  const published = (count: number) => until(async () => (sns.published.length >= count ? sns.published : undefined));
  const silence = () =>
    until(async () => ((await glacier.admin('state')).pendingNotifications.length ? undefined : true));

  it('carries the description of the job', async () => {
    const jobId = await retrieve({ Description: 'result/job-1', Tier: 'Expedited' });

    const [{ topic, message, subject }] = (await published(1)) as [TestSns['published'][0]];
    const job = await completed(glacier.client, jobId);
    assert.equal(topic, ofJob);
    assert.match(subject, /Glacier/);
    assert.deepEqual(
      [message['Action'], message['JobId'], message['StatusCode']],
      ['ArchiveRetrieval', jobId, 'Succeeded'],
    );
    assert.deepEqual([message['Completed'], message['Tier']], [true, 'Expedited']);
    assert.deepEqual([message['JobDescription'], message['SNSTopic']], ['result/job-1', ofJob]);
    assert.deepEqual([message['ArchiveId'], message['CompletionDate']], [job.ArchiveId, job.CompletionDate]);
    assert.equal(message['ArchiveSHA256TreeHash'], referenceTreeHash(someBytes(5)));
    assert.deepEqual([message['ArchiveSizeInBytes'], message['RetrievalByteRange']], [5, '0-4']);
    assert.equal(message['VaultARN'], job.VaultARN);
  });

  it('goes to the topic of the vault and to that of the job, where both are set', async () => {
    await configure('ArchiveRetrievalCompleted');
    await retrieve();

    const topics = (await published(2)).map(({ topic }) => topic);
    assert.deepEqual(topics.toSorted(), [ofJob, ofVault]);
  });

  it('goes to the topic of the vault only for the events it asks for', async () => {
    await configure('InventoryRetrievalCompleted');
    await completed(glacier.client, await retrieve());
    await completed(glacier.client, await aJob(glacier.client, { Type: 'inventory-retrieval' }));

    const heard = (await published(2)).map(({ topic, message }) => `${topic} ${String(message['Action'])}`);
    assert.deepEqual(heard.toSorted(), [`${ofJob} ArchiveRetrieval`, `${ofVault} InventoryRetrieval`]);
  });

  it('says so when the job has failed', async () => {
    await glacier.admin('faults', { fault: 'fail-job', times: 1 });
    await retrieve();

    const [{ message }] = (await published(1)) as [TestSns['published'][0]];
    assert.deepEqual([message['Completed'], message['StatusCode']], [true, 'Failed']);
  });

  it('is sent again until SNS accepts it', async () => {
    sns.failures = 3;
    await retrieve();

    await published(1);
    await silence();
    assert.deepEqual([sns.refused, sns.published.length], [3, 1]);
  });

  it('is sent by the next server when the last one could not', async () => {
    const folder = await aFolder();
    const options = { folder, sns: { endpoint: sns.endpoint, credentials } };
    sns.failures = 1000;
    const first = await aGlacier(options);
    const archiveId = await anArchive(first.client, someBytes(5));
    const jobId = await aJob(first.client, { Type: 'archive-retrieval', ArchiveId: archiveId, SNSTopic: ofJob });
    await until(async () => (sns.refused > 0 ? true : undefined));
    await first.close();

    sns.failures = 0;
    const second = await aGlacier(options);
    const [{ message }] = (await published(1)) as [TestSns['published'][0]];
    await second.close();
    await rm(folder, { recursive: true, force: true });

    assert.equal(message['JobId'], jobId);
  });

  it('is lost on demand', async () => {
    await glacier.admin('faults', { fault: 'lose-notification', times: 1 });
    await completed(glacier.client, await retrieve());
    const second = await retrieve();

    assert.deepEqual(
      (await published(1)).map(({ message }) => message['JobId']),
      [second],
    );
  });

  it('is doubled on demand', async () => {
    await glacier.admin('faults', { fault: 'double-notification', times: 1 });
    const jobId = await retrieve();

    assert.deepEqual(
      (await published(2)).map(({ message }) => message['JobId']),
      [jobId, jobId],
    );
  });
});
