// local/glacier/vaults.ts — vaults and their notification configuration.
import { z } from 'zod';
import { inventoryOf } from './inventory.ts';
import type { Call, Reply } from './call.ts';
import { checkLimit, checkTopic, checkVaultName, pageOf } from './checks.ts';
import { invalid, limitExceeded, notFound } from './errors.ts';
import { isoDate, releasePieces, requireVault, vaultArn, type Glacier } from './glacier.ts';
import { shaped } from './shaped.ts';

const maxVaults = 1000;
const VaultNotificationConfig = z.object({
  SNSTopic: z.string(),
  Events: z.array(z.enum(['ArchiveRetrievalCompleted', 'InventoryRetrievalCompleted'])).min(1),
});

/** CreateVault, DescribeVault, ListVaults, DeleteVault, and Set-, Get-, DeleteVaultNotifications. */
export function vaultOperations(glacier: Glacier) {
  const { store } = glacier;

  return {
    CreateVault({ vault }: Call): Reply {
      const name = checkVaultName(vault, invalid);
      if (!store.vaults.get(name)) {
        if (store.vaults.list().length >= maxVaults) throw limitExceeded('Too many vaults in this account.');
        store.vaults.put(name, { name, createdAt: Date.now() });
      }
      return { status: 201, headers: { Location: `/${glacier.accountId}/vaults/${name}` } };
    },

    DescribeVault: ({ vault }: Call): Reply => ({ status: 200, json: describeVault(glacier, vault) }),

    ListVaults({ query }: Call): Reply {
      const limit = checkLimit(query, 10);
      const from = nameOfArn(query.get('marker') ?? '');
      const { page, Marker } = pageOf(store.vaults.list({ from, limit: limit + 1 }), limit, ({ key }) =>
        vaultArn(glacier, key),
      );
      return { status: 200, json: { VaultList: page.map(({ key }) => describeVault(glacier, key)), Marker } };
    },

    async DeleteVault({ vault }: Call): Promise<Reply> {
      if (!store.vaults.get(vault)) return { status: 204 }; // idempotent
      await glacier.bytes.drop(store.atomically(() => removeVault(glacier, vault)));
      return { status: 204 };
    },

    SetVaultNotifications(call: Call): Reply {
      const config = shaped(VaultNotificationConfig, call.json());
      checkTopic(config.SNSTopic);
      store.vaults.put(call.vault, { ...requireVault(glacier, call.vault), notifications: config });
      return { status: 204 };
    },

    GetVaultNotifications({ vault }: Call): Reply {
      const { notifications } = requireVault(glacier, vault);
      if (!notifications) throw notFound(`No notification configuration is set for vault: ${vault}`);
      return { status: 200, json: notifications };
    },

    DeleteVaultNotifications({ vault }: Call): Reply {
      const { notifications: _, ...rest } = requireVault(glacier, vault);
      store.vaults.put(vault, rest);
      return { status: 204 };
    },
  };
}

/** The vault as DescribeVault shows it: counts are those of the inventory. */
function describeVault(glacier: Glacier, name: string) {
  const vault = requireVault(glacier, checkVaultName(name, notFound));
  const inventory = inventoryOf(glacier, name);
  return {
    CreationDate: isoDate(vault.createdAt),
    LastInventoryDate: inventory.at < vault.createdAt ? null : isoDate(inventory.at),
    NumberOfArchives: inventory.archives.length,
    SizeInBytes: inventory.archives.reduce((sum, { size }) => sum + size, 0),
    VaultARN: vaultArn(glacier, name),
    VaultName: name,
  };
}

// Markers of ListVaults are ARNs; what is not one is taken as a name and simply sorts somewhere.
const nameOfArn = (marker: string): string => marker.slice(marker.lastIndexOf('/') + 1);

function removeVault(glacier: Glacier, vault: string): string[] {
  const { store } = glacier;
  const prefix = `${vault}/`;
  const archives = store.archives.list({ prefix });
  if (archives.some(({ value }) => !value.deletedAt) || inventoryOf(glacier, vault).archives.length > 0) {
    throw invalid(`Vault not empty or recently written to: ${vaultArn(glacier, vault)}`);
  }
  for (const { key } of archives) store.archives.delete(key);
  const uploads = store.uploads.list({ prefix }).flatMap(({ key, value }) => {
    store.uploads.delete(key);
    return releasePieces(glacier, value.id, 'upload');
  });
  const jobs = store.jobs.list({ prefix }).flatMap(({ key, value }) => {
    store.jobs.delete(key);
    const result = value.outcome?.result;
    return result?.kind === 'succeeded' ? releasePieces(glacier, result.owner, value.id) : [];
  });
  store.vaults.delete(vault);
  return [...uploads, ...jobs];
}
