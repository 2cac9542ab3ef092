// adapters/aws/glacier-vault.ts — cold storage in an Amazon Glacier vault (vault API 2012-06-01).
import type { GlacierClient } from '@aws-sdk/client-glacier';
import { DeleteArchiveCommand, InitiateMultipartUploadCommand } from '@aws-sdk/client-glacier';
import type { ArchiveStore } from '../../domain/archive-store.ts';
import { describeOrder } from './archive-description.ts';
import { openUploadsOf, pageOfInventory, startInventory } from './glacier-inventory.ts';
import { describeRetrieval, findRetrieval, startRetrieval } from './glacier-retrievals.ts';
import { readOutput } from './glacier-output.ts';
import { abandonUpload, unlessGone, uploadArchive } from './glacier-upload.ts';
import { partBytesFor } from './part-size.ts';

const MIB = 1024 * 1024;

export interface GlacierVaultOptions {
  client: GlacierClient;
  /** A client that tries once: a retrieval whose reply was lost is found by its description, not started again. */
  clientOnce: GlacierClient;
  vault: string;
  /** The least size of an upload's parts. */
  partBytes: number;
  /** Bytes of an inventory that are read, and held, at once: 1 MiB by default, about 3,000 archives. */
  windowBytes?: number;
}

/** Archives in one vault. What Glacier refuses for good (the vault is not there, access denied) is thrown as it comes. */
export function glacierVault({
  client,
  clientOnce,
  vault,
  partBytes,
  windowBytes = MIB,
}: GlacierVaultOptions): ArchiveStore {
  // Frozen, since the SDK's paginators write the page they are on into the object that they are given: pass them a copy.
  const target = { client, vault: Object.freeze({ accountId: '-', vaultName: vault }) };
  return {
    store: 'glacier-vault',

    async begin(order) {
      const { uploadId } = await client.send(
        new InitiateMultipartUploadCommand({
          ...target.vault,
          archiveDescription: describeOrder(order),
          partSize: String(partBytesFor(order.bytes, partBytes)),
        }),
      );
      if (!uploadId) throw new Error('Glacier began an upload without an id.');
      return uploadId;
    },

    upload: (upload) => uploadArchive(target, upload),

    abandon: (uploadId) => abandonUpload(target, uploadId),

    findRetrieval: (of) => findRetrieval(target, of),
    retrieve: (request) => startRetrieval({ ...target, client: clientOnce }, request),
    describe: (retrievalId) => describeRetrieval(target, retrievalId),
    read: (request) => readOutput(target, request),

    async remove(archiveId) {
      await unlessGone(client.send(new DeleteArchiveCommand({ ...target.vault, archiveId })));
    },

    openUploads: (cursor) => openUploadsOf(target, cursor),
    treeHashOf: async () => undefined, // its inventory tells
    startInventory: () => startInventory({ ...target, client: clientOnce }),
    inventory: (of) => pageOfInventory(target, { ...of, windowBytes }),
  };
}
