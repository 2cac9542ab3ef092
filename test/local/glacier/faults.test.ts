// test/local/glacier/faults.test.ts — what goes wrong on demand, as often as it was asked to.
import assert from 'node:assert/strict';
import { ListVaultsCommand, UploadArchiveCommand, type GlacierClient } from '@aws-sdk/client-glacier';
import { aClient, aGlacier, type TestGlacier } from './support/a-glacier.ts';
import {
  aJob,
  anArchive,
  anUpload,
  aVault,
  complete,
  completed,
  MiB,
  output,
  referenceTreeHash,
  refused,
  someBytes,
  uploadPart,
} from './support/archives.ts';

const vaultName = 'results';
const accountId = '-';

describe('a fault of local Glacier', () => {
  let glacier: TestGlacier;
  beforeEach(async () => {
    glacier = await aGlacier();
    await aVault(glacier.client);
  });
  afterEach(() => glacier.close());

  const arm = (fault: string, more: object = { times: 1 }) => glacier.admin('faults', { fault, ...more });
  const fired = async () => (await glacier.admin('faults')).faults.map((rule) => rule.fired);
  const list = (client: GlacierClient = glacier.client) => client.send(new ListVaultsCommand({ accountId }));
  const retrieve = async (more: object = {}) =>
    aJob(glacier.client, {
      Type: 'archive-retrieval',
      ArchiveId: await anArchive(glacier.client, someBytes(5)),
      ...more,
    });

  it('refuses Expedited for lack of capacity, and no other tier', async () => {
    await arm('no-expedited-capacity');

    await retrieve({ Tier: 'Standard' });
    await refused(retrieve({ Tier: 'Expedited' }), 'InsufficientCapacityException', 503);
    await retrieve({ Tier: 'Expedited' });
    assert.deepEqual(await fired(), [1]);
  });

  it('refuses a retrieval by policy', async () => {
    await arm('policy-refusal');

    await refused(retrieve({ Tier: 'Expedited' }), 'PolicyEnforcedException', 400);
    await retrieve();
  });

  it('throttles with status 400, which the SDK retries by its code', async () => {
    await arm('throttle', { times: 2, operation: 'ListVaults' });

    await refused(list(), 'ThrottlingException', 400);
    const patient = aClient(glacier.url, { maxAttempts: 3 });
    await list(patient);
    patient.destroy();
    assert.deepEqual(await fired(), [2]);
  });

  it('answers 500 as an unavailable service', async () => {
    await arm('server-error', { times: 1, operation: 'ListVaults' });

    await refused(list(), 'ServiceUnavailableException', 500);
    await list();
  });

  it('loses the reply after the effect: an upload sent again makes a second archive', async () => {
    await arm('reply-lost', { times: 1, operation: 'UploadArchive' });
    const impatient = glacier.client.send(new UploadArchiveCommand({ accountId, vaultName, body: someBytes(5) }));
    await assert.rejects(impatient, { code: 'ECONNRESET' });

    await anArchive(glacier.client, someBytes(5));
    assert.equal((await glacier.admin('state')).vaults[0]!.archives.length, 2);
  });

  it('loses the reply after the effect: a completion sent again finds the one archive', async () => {
    const bytes = someBytes(5);
    const uploadId = await anUpload(glacier.client);
    await uploadPart(glacier.client, uploadId, { from: 0, body: bytes });
    await arm('reply-lost', { times: 1, operation: 'CompleteMultipartUpload' });
    const whole = { size: 5, checksum: referenceTreeHash(bytes) };

    await assert.rejects(complete(glacier.client, uploadId, whole), { code: 'ECONNRESET' });
    const { archiveId } = await complete(glacier.client, uploadId, whole);

    assert.deepEqual(
      (await glacier.admin('state')).vaults[0]!.archives.map(({ id }) => id),
      [archiveId],
    );
  });

  it('delays an answer longer than a client waits', async () => {
    await arm('latency', { times: 1, ms: 600, operation: 'ListVaults' });
    const hasty = aClient(glacier.url, { requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true } });

    await assert.rejects(list(hasty), { name: 'TimeoutError' });
    hasty.destroy();
    assert.deepEqual(await fired(), [1]);
  });

  it('flips a bit on the way in, which the hashes tell', async () => {
    await arm('flip-bit', { times: 2 });
    const uploadId = await anUpload(glacier.client);

    const part = () => uploadPart(glacier.client, uploadId, { from: 0, body: someBytes(MiB) });
    await refused(anArchive(glacier.client, someBytes(5)), 'InvalidParameterValueException', 400);
    await refused(part(), 'InvalidParameterValueException', 400);
    await part();
    assert.equal((await glacier.admin('state')).files, 1);
  });

  it('flips a bit on the way out, which the tree hash tells', async () => {
    const jobId = await retrieve();
    await completed(glacier.client, jobId);
    await arm('flip-bit', { times: 1, operation: 'GetJobOutput' });

    const bad = await output(glacier.client, jobId);
    assert.notEqual(referenceTreeHash(bad.body), bad.checksum);
    assert.equal(bad.body.length, 5);
    assert.ok((await output(glacier.client, jobId)).body.equals(someBytes(5)));
  });

  it('fails a job when it completes', async () => {
    await arm('fail-job');
    const jobId = await retrieve();

    assert.equal((await completed(glacier.client, jobId)).StatusCode, 'Failed');
    await refused(output(glacier.client, jobId), 'InvalidParameterValueException', 400);
  });

  it('expires an output when it is asked for', async () => {
    const jobId = await retrieve();
    await completed(glacier.client, jobId);
    await arm('expire-output');

    await refused(output(glacier.client, jobId), 'ResourceNotFoundException', 404);
    await refused(output(glacier.client, jobId), 'ResourceNotFoundException', 404);
    assert.deepEqual(await fired(), [1]);
  });

  it('fires by chance, the same for the same seed', async () => {
    const pattern = async () => {
      await arm('server-error', { probability: 0.5, seed: 7, operation: 'ListVaults' });
      const answers = [];
      for (let call = 0; call < 12; call += 1)
        answers.push(
          await list().then(
            () => '.',
            () => 'x',
          ),
        );
      await fetch(`${glacier.url}/_admin/faults`, { method: 'DELETE' });
      return answers.join('');
    };
    const first = await pattern();

    assert.match(first, /x.*\.|\..*x/);
    assert.equal(await pattern(), first);
    await list();
  });

  it('is refused where it is not known', async () => {
    assert.equal((await arm('earthquake')).code, 'InvalidParameterValueException');
    assert.equal((await arm('throttle', { operation: 'ListEverything' })).code, 'InvalidParameterValueException');
    assert.equal((await arm('throttle', { times: 0 })).code, 'InvalidParameterValueException');
    assert.deepEqual((await glacier.admin('faults')).faults, []);
  });
});

describe('the administration of local Glacier', () => {
  let glacier: TestGlacier;
  before(async () => void (glacier = await aGlacier()));
  after(() => glacier.close());

  it('tells that the server is well', async () => {
    assert.equal((await fetch(`${glacier.url}/_admin/health`)).status, 200);
  });

  it('changes the time of a tier, and takes no other setting', async () => {
    assert.equal((await glacier.admin('settings', { standardMs: 200 })).standardMs, 200);
    assert.equal((await glacier.admin('settings', { patience: 5 })).code, 'InvalidParameterValueException');
    assert.equal((await glacier.admin('settings', { standardMs: -1 })).code, 'InvalidParameterValueException');
    assert.equal((await glacier.admin('settings')).standardMs, 200);
  });

  it('knows no other path', async () => {
    assert.equal((await fetch(`${glacier.url}/_admin/everything`)).status, 404);
  });
});
