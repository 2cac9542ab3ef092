// test/contracts/archive-steps.ts — a store of archives under test, what it is made to do, and the steps of its tests.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { resultWorkflowId } from '../../domain/workflow-ids.ts';
import type { ArchiveOrder, ArchiveSource, ArchiveStore, ArchiveUpload } from '../../domain/archive-store.ts';
import { treeHasher } from '../../domain/tree-hash.ts';
import { until } from '../support/until.ts';

export interface Owner {
  jobId: string;
  userId: string;
}

export const anOwner = (): Owner => ({ jobId: randomUUID(), userId: randomUUID() });

/** What a store is made to do, for the calls that follow. */
interface ArchiveFaults {
  noExpeditedCapacity(): Promise<void>;
  /** Retrievals end in failure or, where a store knows no failure, their output is gone. */
  failRetrievals(): Promise<void>;
  /** Retrievals stay in progress, at least for as long as a test looks. */
  hold(): Promise<void>;
  /** The next completed upload takes effect, but its answer never arrives. */
  loseCompletion(): Promise<void>;
  /** The next bytes that are read arrive with one bit flipped. */
  flipBit(): Promise<void>;
  /** Everything goes well again. */
  clear(): Promise<void>;
}

/** How a store differs from others where the port lets it. */
interface ArchiveTraits {
  /** It knows an upload from its beginning: it can be listed, given up, and dies. Otherwise it is but a name. */
  opensUploads: boolean;
  /** It is sent the bytes, and knows its retrievals by description. Otherwise it copies them, and knows only the last. */
  isVault: boolean;
}

export interface ArchiveStoreUnderTest {
  archive: ArchiveStore;
  faults: ArchiveFaults;
  traits: ArchiveTraits;
  /** Puts a source of these bytes where the store may look for it. */
  source: (bytes: Buffer, of: Owner) => Promise<ArchiveSource>;
  /** The ids of all archives there are. */
  archives(): Promise<string[]>;
}

export const MIB = 1024 * 1024;

export type ArchiveSteps = ReturnType<typeof archiveSteps>;

export function archiveSteps({ archive, source, ...opened }: ArchiveStoreUnderTest) {
  const orders = new Map<string, ArchiveOrder>();

  async function begin(bytes: Buffer, owner: Owner = anOwner()): Promise<string> {
    const at = await source(bytes, owner);
    const order = { ...owner, bytes: bytes.length, treeHash: hashOf(bytes), source: at };
    const uploadId = await archive.begin(order);
    orders.set(uploadId, order);
    return uploadId;
  }

  function send(uploadId: string, bytes: Buffer, more: Partial<ArchiveUpload> = {}) {
    const { source: at = NOWHERE, treeHash = hashOf(bytes) } = orders.get(uploadId) ?? {};
    return archive.upload({ uploadId, bytes: bytes.length, treeHash, source: at, read: rangesOf(bytes), ...more });
  }

  return {
    ...opened,
    archive,
    begin,
    send,
    async store(bytes: Buffer, owner?: Owner): Promise<string> {
      const outcome = await send(await begin(bytes, owner), bytes);
      assert.ok(outcome.kind === 'stored');
      return outcome.receipt.archiveId;
    },
    async retrieve(archiveId: string, description = resultWorkflowId(randomUUID())): Promise<string> {
      const start = await archive.retrieve({ archiveId, description, tier: 'Standard' });
      assert.ok(start.kind === 'started');
      return start.retrievalId;
    },
    reach: (retrievalId: string, wanted: string) =>
      until(async () => (await archive.describe(retrievalId)) === wanted || undefined),
    /** The whole output of a retrieval, read in two ranges at once. */
    async readAll(retrievalId: string, bytes: number): Promise<Buffer> {
      const cut = Math.min(2 * MIB, bytes);
      const range = (from: number, to: number) =>
        archive.read({ retrievalId, from, to, into: Buffer.alloc(to - from) });
      return Buffer.concat(await Promise.all([range(0, cut), ...(cut < bytes ? [range(cut, bytes)] : [])]));
    },
  };
}

const NOWHERE: ArchiveSource = { bucket: 'results', key: 'gas/u/j~a.annot.vcf.gz', versionId: 'v' };

export function rangesOf(bytes: Buffer) {
  return async (from: number, to: number) => bytes.subarray(from, to);
}

export function hashOf(bytes: Uint8Array): string {
  const hasher = treeHasher(() => createHash('sha256'));
  hasher.update(bytes);
  return hasher.digest();
}
