// test/support/fakes/archive-store.ts — a vault in memory, whose thaws, refusals and failures a test decides.
import { createHash, randomUUID } from 'node:crypto';
import type { RetrievalState, RetrievalTier } from '../../../domain/archive.ts';
import type { ArchiveStore, ArchiveUpload } from '../../../domain/ports.ts';
import { treeHasher } from '../../../domain/tree-hash.ts';

const MIB = 1024 * 1024;

interface FakeUpload {
  parts: Map<number, Buffer>;
  archiveId?: string;
}

interface FakeRetrieval {
  archiveId: string;
  description: string;
  tier: RetrievalTier;
  state: RetrievalState;
}

export interface FakeArchive {
  port: ArchiveStore;
  archives: Map<string, Buffer>;
  /** Uploads that were begun and neither completed nor given up. */
  uploads: () => string[];
  /** Uploads that are open die, as they do after a day. */
  forgetUploads: () => void;
  retrievals: Map<string, FakeRetrieval>;
  /** Tiers that are refused, each with its reason, until they are taken out again. */
  refusals: Map<RetrievalTier, string>;
  /** What becomes of retrievals that start from now on; `inProgress` waits for `settle`. */
  startAs: (state: RetrievalState) => void;
  /** Ends every retrieval in progress: thawed by default, or failed, or expired. */
  settle: (state?: RetrievalState) => void;
  /** The next bytes that are read have one bit flipped, and are noticed. */
  flipBit: () => void;
}

export function fakeArchiveStore(): FakeArchive {
  const archives = new Map<string, Buffer>();
  const uploads = new Map<string, FakeUpload>();
  const retrievals = new Map<string, FakeRetrieval>();
  const refusals = new Map<RetrievalTier, string>();
  let firstState: RetrievalState = 'inProgress';
  let flipped = false;

  const port: ArchiveStore = {
    store: 'glacier-vault',

    async begin() {
      const uploadId = randomUUID();
      uploads.set(uploadId, { parts: new Map() });
      return uploadId;
    },

    async upload(request) {
      const upload = uploads.get(request.uploadId);
      if (!upload) return { kind: 'gone' };
      const bytes = await received(request, upload);
      const treeHash = hashOf(bytes);
      if (request.treeHash !== undefined && request.treeHash !== treeHash) {
        uploads.delete(request.uploadId);
        throw hashMismatch();
      }
      upload.archiveId ??= randomUUID();
      archives.set(upload.archiveId, bytes);
      return { kind: 'stored', receipt: { archiveId: upload.archiveId, treeHash, bytes: bytes.length } };
    },

    async abandon(uploadId) {
      if (uploads.get(uploadId)?.archiveId === undefined) uploads.delete(uploadId);
    },

    async findRetrieval({ archiveId, description }) {
      const found = [...retrievals].find(
        ([, job]) => job.archiveId === archiveId && job.description === description && isAlive(job.state),
      );
      return found && { retrievalId: found[0], tier: found[1].tier };
    },

    async retrieve({ archiveId, description, tier }) {
      const reason = refusals.get(tier);
      if (reason !== undefined) return { kind: 'refused', reason };
      if (!archives.has(archiveId)) throw new Error('There is no such archive.');
      const retrievalId = randomUUID();
      retrievals.set(retrievalId, { archiveId, description, tier, state: firstState });
      return { kind: 'started', retrievalId, tier };
    },

    describe: async (retrievalId) => retrievals.get(retrievalId)?.state ?? 'gone',

    async read({ retrievalId, from, to }) {
      const job = retrievals.get(retrievalId);
      const bytes = job?.state === 'succeeded' ? archives.get(job.archiveId) : undefined;
      if (!bytes) throw new Error('There is no output to read.');
      if (flipped) {
        flipped = false;
        throw hashMismatch();
      }
      return bytes.subarray(from, to);
    },

    async remove(archiveId) {
      archives.delete(archiveId);
    },
  };

  return {
    port,
    archives,
    uploads: () => [...uploads].filter(([, { archiveId }]) => archiveId === undefined).map(([uploadId]) => uploadId),
    forgetUploads: () => uploads.clear(),
    retrievals,
    refusals,
    startAs: (state) => {
      firstState = state;
    },
    settle: (state = 'succeeded') => {
      for (const job of retrievals.values()) if (job.state === 'inProgress') job.state = state;
    },
    flipBit: () => {
      flipped = true;
    },
  };
}

/** Takes the parts that are still missing. */
async function received(request: ArchiveUpload, { parts }: FakeUpload): Promise<Buffer> {
  const { bytes, read, signal } = request;
  for (let from = 0; from < bytes; from += MIB) {
    if (parts.has(from)) continue;
    signal?.throwIfAborted();
    parts.set(from, Buffer.from(await read(from, Math.min(bytes, from + MIB), Buffer.alloc(MIB))));
    request.onProgress?.(from + parts.get(from)!.length);
  }
  const whole = [...parts].toSorted(([a], [b]) => a - b).map(([, part]) => part);
  return Buffer.concat(whole);
}

function isAlive(state: RetrievalState): boolean {
  return state === 'inProgress' || state === 'succeeded';
}

function hashOf(bytes: Uint8Array): string {
  const hasher = treeHasher(() => createHash('sha256'));
  hasher.update(bytes);
  return hasher.digest();
}

function hashMismatch(): Error {
  const error = new Error('These are not the bytes that the hash names.');
  error.name = 'HashMismatch';
  return error;
}
