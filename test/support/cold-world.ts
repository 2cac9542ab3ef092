// test/support/cold-world.ts — the real adapters over the emulators, behind ways that misbehave, with one archive in use.
import { randomUUID } from 'node:crypto';
import { CreateVaultCommand } from '@aws-sdk/client-glacier';
import type { Ports } from '../../activities/ports.ts';
import { awsClients, closeClients } from '../../adapters/aws/clients.ts';
import { awsAdapters } from '../../adapters/aws/index.ts';
import type { FaultRule } from '../../chaos/fault-proxy-rules.ts';
import { startFaultProxy } from '../../chaos/fault-proxy.ts';
import type { ArchiveStoreName } from '../../domain/archive.ts';
import { ARCHIVE_STORES } from '../../domain/archive.ts';
import { createBucket } from '../../local/resources-buckets.ts';
import { aGlacier, atOnce } from '../local/glacier/support/a-glacier.ts';
import { names, testAws } from './aws.ts';

export interface ColdWorld {
  ports: Pick<Ports, 'jobs' | 'users' | 'objects' | 'archives' | 'budget' | 'audit'>;
  /** The ids of all archives there are, in the archive in use or in the one that is named. */
  archives(where?: ArchiveStoreName): Promise<string[]>;
  faults: {
    noExpeditedCapacity(): Promise<void>;
    /** The next output that is asked for has expired. */
    expireOutput(): Promise<void>;
    /** The answer to the next completed upload is lost. */
    loseCompletion(): Promise<void>;
    /** A bit flips in whatever the archive sends, from now on. */
    flipOnTheWayBack(): Promise<void>;
    /** A bit flips the next time that a result is read in order to be archived. */
    flipOnTheWayIn(): Promise<void>;
    clear(): Promise<void>;
  };
  close(): Promise<void>;
}

export async function openColdWorld(store: ArchiveStoreName): Promise<ColdWorld> {
  const { options, clients, config } = await testAws();
  const [proxy, glacier] = await Promise.all([
    startFaultProxy({ target: options.endpoint, seed: 11 }),
    aGlacier({ credentials: options.credentials }),
  ]);
  const aws = { ...options, endpoint: proxy.url, glacierEndpoint: glacier.url };
  const bucket = `archive-${randomUUID()}`;
  const archive = { store, stores: ARCHIVE_STORES, vault: 'results', bucket, storageClass: 'GLACIER' } as const;
  await createBucket(clients.s3, bucket);
  const owner = awsClients(aws);
  await owner.glacier.send(new CreateVaultCommand({ accountId: '-', vaultName: archive.vault }));
  closeClients(owner);

  const storage = { partBytes: 1, keyPrefix: 'gas' };
  const { close, ...ports } = awsAdapters({
    aws,
    storage,
    archive,
    tables: names,
    queues: config.queues,
    topics: config.topics,
  });
  const vault = (rule: object) => glacier.admin('faults', rule);
  const faults = store === 'glacier-vault' ? vaultFaults(vault) : s3Faults((rule) => proxy.add(rule));
  return {
    ports,
    async archives(where = store) {
      // An inventory of the vault is shared for half a day: what it holds now is asked of its server.
      if (where === 'glacier-vault') return (await glacier.admin('state')).vaults[0]!.archives.map(({ id }) => id);
      const { archives } = await ports.archives.of(where).inventory({ retrievalId: 'listing' });
      return archives.map(({ archiveId }) => archiveId);
    },
    faults: {
      ...faults,
      flipOnTheWayIn: async () => proxy.add({ fault: 'flip-bit', operation: 'GetObject', times: 1 }),
      async clear() {
        proxy.clear();
        await fetch(`${glacier.url}/_admin/faults`, { method: 'DELETE' });
        await glacier.admin('settings', atOnce);
      },
    },
    async close() {
      close();
      await Promise.all([proxy.close(), glacier.close()]);
    },
  };
}

type Faults = Omit<ColdWorld['faults'], 'flipOnTheWayIn' | 'clear'>;

function vaultFaults(add: (rule: object) => Promise<unknown>): Faults {
  return {
    noExpeditedCapacity: async () => void (await add({ fault: 'no-expedited-capacity' })),
    expireOutput: async () => void (await add({ fault: 'expire-output', times: 1 })),
    loseCompletion: async () =>
      void (await add({ fault: 'reply-lost', operation: 'CompleteMultipartUpload', times: 1 })),
    flipOnTheWayBack: async () => void (await add({ fault: 'flip-bit', operation: 'GetJobOutput' })),
  };
}

function s3Faults(add: (rule: FaultRule) => void): Faults {
  return {
    noExpeditedCapacity: async () => add({ fault: 'no-expedited-capacity' }),
    expireOutput: async () => add({ fault: 'restore-expired', times: 1 }),
    loseCompletion: async () => add({ fault: 'reply-lost', operation: 'CopyObject', times: 1 }),
    flipOnTheWayBack: async () => add({ fault: 'flip-bit', operation: 'GetObject' }),
  };
}
