import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CreateVaultCommand } from '@aws-sdk/client-glacier';
import { awsClients, closeClients } from '../../../adapters/aws/clients.ts';
import { glacierVault } from '../../../adapters/aws/glacier-vault.ts';
import { describeArchiveStore } from '../../contracts/archive-store.contract.ts';
import { aGlacier, atOnce, credentials } from '../../local/glacier/support/a-glacier.ts';
import type { TestGlacier } from '../../local/glacier/support/a-glacier.ts';

const HOUR = 3_600_000;
const source = { bucket: 'results', key: 'key', versionId: 'version' };
const anOrder = () => ({ jobId: randomUUID(), userId: randomUUID(), source });

describe('a vault of local Glacier', () => {
  let glacier: TestGlacier;
  let clients: ReturnType<typeof awsClients>;
  before(async () => {
    glacier = await aGlacier();
    clients = awsClients({ region: 'us-east-1', credentials, glacierEndpoint: glacier.url });
    await clients.glacier.send(new CreateVaultCommand({ accountId: '-', vaultName: 'results' }));
  });
  after(async () => {
    closeClients(clients);
    await glacier.close();
  });

  const vault = () =>
    glacierVault({
      client: clients.glacier,
      clientOnce: clients.glacierOnce,
      vault: 'results',
      partBytes: 1,
      windowBytes: 1500,
    });
  const fault = async (rule: object) => {
    await glacier.admin('faults', rule);
  };
  const clear = async () => {
    await fetch(`${glacier.url}/_admin/faults`, { method: 'DELETE' });
    await glacier.admin('settings', atOnce);
  };

  describeArchiveStore('Glacier vault', async () => ({
    archive: vault(),
    traits: { opensUploads: true, isVault: true },
    source: async () => source,
    archives: async () => (await glacier.admin('state')).vaults[0]!.archives.map(({ id }) => id),
    faults: {
      noExpeditedCapacity: () => fault({ fault: 'no-expedited-capacity' }),
      failRetrievals: () => fault({ fault: 'fail-job' }),
      flipBit: () => fault({ fault: 'flip-bit', operation: 'GetJobOutput', times: 1 }),
      loseCompletion: () => fault({ fault: 'reply-lost', operation: 'CompleteMultipartUpload', times: 1 }),
      hold: async () => {
        await glacier.admin('settings', { standardMs: HOUR });
      },
      clear,
    },
  }));

  it('takes a retrieval that the policy of the account refuses as refused', async () => {
    const bytes = Buffer.from('a result');
    const uploadId = await vault().begin({ ...anOrder(), bytes: bytes.length });
    const outcome = await vault().upload({ uploadId, source, bytes: bytes.length, read: async () => bytes });
    assert.ok(outcome.kind === 'stored');
    await fault({ fault: 'policy-refusal' });
    const { archiveId } = outcome.receipt;
    const refused = await vault().retrieve({ archiveId, description: `result/${randomUUID()}`, tier: 'Standard' });
    await clear();
    assert.ok(refused.kind === 'refused');
    assert.match(refused.reason, /policy/);
  });

  const jobs = async () => (await glacier.admin('state')).vaults[0]!.jobs.map(({ JobId }) => JobId);

  it('asks again where Glacier throttles or is unavailable', async () => {
    const bytes = Buffer.from('a result');
    const uploadId = await vault().begin({ ...anOrder(), bytes: bytes.length });
    for (const operation of ['ListParts', 'UploadMultipartPart', 'CompleteMultipartUpload']) {
      await fault({ fault: 'throttle', operation, times: 1 });
      await fault({ fault: 'server-error', operation, times: 1 });
    }
    const outcome = await vault().upload({ uploadId, source, bytes: bytes.length, read: async () => bytes });
    await clear();
    assert.equal(outcome.kind, 'stored');
  });

  it('finds the first of more retrievals than a page holds, and goes on as before', async () => {
    const bytes = Buffer.from('a result');
    const store = vault(); // one and the same: what it lists must leave no trace in it
    const archived = async () => {
      const uploadId = await store.begin({ ...anOrder(), bytes: bytes.length });
      const outcome = await store.upload({ uploadId, source, bytes: bytes.length, read: async () => bytes });
      return outcome.kind === 'stored' ? outcome.receipt.archiveId : assert.fail();
    };
    const archiveId = await archived();
    const descriptions = Array.from({ length: 61 }, (_, n) => `result/retrieval-${n}`);
    for (const description of descriptions) await store.retrieve({ archiveId, description, tier: 'Standard' });
    for (const description of [descriptions[0]!, descriptions[60]!, descriptions[0]!])
      assert.ok(await store.findRetrieval({ archiveId, description }));
    assert.ok(await archived());
  });

  it('starts one retrieval where the answer is lost, and finds it again', async () => {
    const bytes = Buffer.from('a result');
    const uploadId = await vault().begin({ ...anOrder(), bytes: bytes.length });
    const outcome = await vault().upload({ uploadId, source, bytes: bytes.length, read: async () => bytes });
    assert.ok(outcome.kind === 'stored');
    const request = { archiveId: outcome.receipt.archiveId, description: `result/${randomUUID()}` };

    const before = await jobs();
    await fault({ fault: 'reply-lost', operation: 'InitiateJob', times: 1 });
    await assert.rejects(vault().retrieve({ ...request, tier: 'Expedited' }));

    const started = (await jobs()).filter((id) => !before.includes(id));
    assert.equal(started.length, 1);
    assert.deepEqual(await vault().findRetrieval(request), { retrievalId: started[0], tier: 'Expedited' });
  });

  it('describes each upload by its job, its user and its hash', async () => {
    const { jobId, userId } = anOrder();
    await vault().begin({ jobId, userId, source, bytes: 3, treeHash: 'ab'.repeat(32) });
    const { uploads } = (await glacier.admin('state')).vaults[0]! as { uploads: { description?: string }[] };
    const described = uploads.map(({ description }) => description);
    const description = { job: jobId, user: userId, bytes: 3, sha256TreeHash: 'ab'.repeat(32) };
    assert.ok(described.includes(JSON.stringify(description)));
  });
});
