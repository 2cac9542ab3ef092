// test/local/glacier/vaults.test.ts — vaults and where their notifications go.
import assert from 'node:assert/strict';
import {
  CreateVaultCommand,
  DeleteArchiveCommand,
  DeleteVaultCommand,
  DeleteVaultNotificationsCommand,
  DescribeVaultCommand,
  GetVaultNotificationsCommand,
  ListVaultsCommand,
  SetVaultNotificationsCommand,
} from '@aws-sdk/client-glacier';
import { aGlacier, type TestGlacier } from './support/a-glacier.ts';
import { anArchive, anUpload, aVault, refused, someBytes } from './support/archives.ts';

const accountId = '-';
const vaultName = 'results';
const topic = 'arn:aws:sns:us-east-1:000000000000:thaws';

describe('a vault of local Glacier', () => {
  let glacier: TestGlacier;
  beforeEach(async () => void (glacier = await aGlacier()));
  afterEach(() => glacier.close());

  const create = (name = vaultName) => glacier.client.send(new CreateVaultCommand({ accountId, vaultName: name }));
  const list = (limit: number, marker?: string) =>
    glacier.client.send(new ListVaultsCommand({ accountId, limit, ...(marker && { marker }) }));
  const describeVault = () => glacier.client.send(new DescribeVaultCommand({ accountId, vaultName }));
  const remove = (name = vaultName) => glacier.client.send(new DeleteVaultCommand({ accountId, vaultName: name }));
  const configure = (events: string[], SNSTopic = topic) =>
    glacier.client.send(
      new SetVaultNotificationsCommand({ accountId, vaultName, vaultNotificationConfig: { SNSTopic, Events: events } }),
    );
  const notifications = async () =>
    (await glacier.client.send(new GetVaultNotificationsCommand({ accountId, vaultName }))).vaultNotificationConfig;

  it('is made once, however often it is asked for', async () => {
    const { location } = await create();
    const { CreationDate } = await describeVault();
    await create();

    assert.equal(location, '/000000000000/vaults/results');
    assert.equal((await describeVault()).CreationDate, CreationDate);
  });

  it('has a name of letters, digits, dot, dash and underscore', async () => {
    await create('A.b-9_');
    await refused(create('a b'), 'InvalidParameterValueException', 400);
    await refused(create('a'.repeat(256)), 'InvalidParameterValueException', 400);
  });

  it('tells its archives and their bytes', async () => {
    await anArchive(glacier.client, someBytes(5));
    await anArchive(glacier.client, someBytes(7));

    const vault = await describeVault();
    assert.deepEqual([vault.NumberOfArchives, vault.SizeInBytes], [2, 12]);
    assert.equal(vault.VaultARN, 'arn:aws:glacier:us-east-1:000000000000:vaults/results');
  });

  it('tells what it held when the inventory was taken, where inventories are old', async () => {
    await anArchive(glacier.client, someBytes(5));
    await glacier.admin('settings', { inventoryAgeMs: 86_400_000 });

    const vault = await describeVault();
    assert.deepEqual([vault.NumberOfArchives, vault.LastInventoryDate], [0, undefined]);
  });

  it('is not found under a name that no vault has', async () => {
    await refused(describeVault(), 'ResourceNotFoundException', 404);
  });

  it('is listed page by page, in the order of names', async () => {
    for (const name of ['d', 'a', 'e', 'b', 'c']) await aVault(glacier.client, name);
    const first = await list(2);
    const second = await list(2, first.Marker);
    const third = await list(2, second.Marker);

    const names = [first, second, third].map(({ VaultList }) => VaultList!.map((vault) => vault.VaultName).join(''));
    assert.deepEqual([...names, third.Marker], ['ab', 'cd', 'e', undefined]);
  });

  it('is listed ten at a time at most', async () => {
    await refused(list(11), 'InvalidParameterValueException', 400);
    await refused(list(0), 'InvalidParameterValueException', 400);
  });

  it('is not deleted while it holds an archive', async () => {
    const archiveId = await anArchive(glacier.client, someBytes(5));
    await refused(remove(), 'InvalidParameterValueException', 400);

    await glacier.client.send(new DeleteArchiveCommand({ accountId, vaultName, archiveId }));
    await remove();

    await refused(describeVault(), 'ResourceNotFoundException', 404);
  });

  it('is not deleted while it holds an archive that the inventory does not know yet', async () => {
    await anArchive(glacier.client, someBytes(5));
    await glacier.admin('settings', { inventoryAgeMs: 86_400_000 });

    await refused(remove(), 'InvalidParameterValueException', 400);
  });

  it('is deleted with its open uploads, and deleted again without complaint', async () => {
    await anUpload(glacier.client);
    await remove();
    await remove();

    assert.deepEqual((await glacier.admin('state')).vaults, []);
  });

  it('keeps a notification configuration until it is deleted', async () => {
    await aVault(glacier.client);
    await refused(notifications(), 'ResourceNotFoundException', 404);

    await configure(['ArchiveRetrievalCompleted']);
    assert.deepEqual(await notifications(), { SNSTopic: topic, Events: ['ArchiveRetrievalCompleted'] });

    await glacier.client.send(new DeleteVaultNotificationsCommand({ accountId, vaultName }));
    await refused(notifications(), 'ResourceNotFoundException', 404);
  });

  it('takes no notification configuration with another event or without a topic', async () => {
    await aVault(glacier.client);

    await refused(configure(['ArchiveDeleted']), 'InvalidParameterValueException', 400);
    await refused(configure(['ArchiveRetrievalCompleted'], 'thaws'), 'InvalidParameterValueException', 400);
    const untold = new SetVaultNotificationsCommand({ accountId, vaultName, vaultNotificationConfig: { Events: [] } });
    await refused(glacier.client.send(untold), 'MissingParameterValueException', 400);
  });
});
