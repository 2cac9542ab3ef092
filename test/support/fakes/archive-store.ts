// test/support/fakes/archive-store.ts — cold storage in memory, whose thaws, refusals and failures a test decides.
import { createHash, randomUUID } from 'node:crypto';
import type { ArchiveStoreName, RetrievalState, RetrievalTier } from '../../../domain/archive.ts';
import type { ArchiveOrder, ArchiveStore, ArchiveUpload, ListedArchive } from '../../../domain/archive-store.ts';
import { treeHasher } from '../../../domain/tree-hash.ts';
import { fakeInventories } from './inventories.ts';

const MIB = 1024 * 1024;
/** Small, so that tests meet a second page. */
const UPLOADS_PER_PAGE = 10;

type Described = Pick<ArchiveOrder, 'jobId' | 'userId'>;

interface FakeUpload extends Described {
  startedAt: number;
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
  /** Whose each archive is, and since when: what an inventory tells. One that is missing here was made by a stranger. */
  origins: Map<string, Described & { createdAt: number }>;
  /** Uploads that were begun and neither completed nor given up. */
  uploads: () => string[];
  /** Uploads that are open die, as they do after a day. */
  forgetUploads: () => void;
  retrievals: Map<string, FakeRetrieval>;
  /** Tiers that are refused, each with its reason, until they are taken out again. */
  refusals: Map<RetrievalTier, string>;
  /** What becomes of retrievals that start from now on; `inProgress` waits for `settle`. */
  startAs: (state: RetrievalState) => void;
  /** What becomes of inventories that are asked for from now on; `succeeded` by default. */
  startInventoriesAs: (state: RetrievalState) => void;
  /** Ends every retrieval and inventory in progress: thawed by default, or failed, or expired. */
  settle: (state?: RetrievalState) => void;
  /** The next bytes that are read have one bit flipped, and are noticed. */
  flipBit: () => void;
}

export function fakeArchiveStore(store: ArchiveStoreName, now: () => number): FakeArchive {
  const archives = new Map<string, Buffer>();
  const origins: FakeArchive['origins'] = new Map();
  const uploads = new Map<string, FakeUpload>();
  const retrievals = new Map<string, FakeRetrieval>();
  const refusals = new Map<RetrievalTier, string>();
  const inventories = fakeInventories(now, () => listed({ archives, origins }));
  const knobs: Knobs = { firstState: 'inProgress', flipped: false };

  const uploading = {
    async begin({ jobId, userId }: ArchiveOrder) {
      const uploadId = randomUUID();
      uploads.set(uploadId, { jobId, userId, startedAt: now(), parts: new Map() });
      return uploadId;
    },

    async upload(request: ArchiveUpload) {
      const upload = uploads.get(request.uploadId);
      if (!upload) return { kind: 'gone' } as const;
      const bytes = await received(request, upload);
      const treeHash = hashOf(bytes);
      if (request.treeHash !== undefined && request.treeHash !== treeHash) {
        uploads.delete(request.uploadId);
        throw hashMismatch();
      }
      if (upload.archiveId === undefined) {
        upload.archiveId = randomUUID();
        archives.set(upload.archiveId, bytes);
        origins.set(upload.archiveId, { jobId: upload.jobId, userId: upload.userId, createdAt: now() });
      }
      const receipt = { archiveId: upload.archiveId, treeHash, bytes: bytes.length };
      return { kind: 'stored', receipt } as const;
    },

    async abandon(uploadId: string) {
      if (uploads.get(uploadId)?.archiveId === undefined) uploads.delete(uploadId);
    },

    async openUploads(cursor = '0') {
      const open = [...uploads].filter(([, { archiveId }]) => archiveId === undefined);
      const next = Number(cursor) + UPLOADS_PER_PAGE;
      const page = open.slice(Number(cursor), next).map(([uploadId, { jobId, userId, startedAt }]) => ({
        uploadId,
        jobId,
        userId,
        startedAt,
      }));
      return { uploads: page, ...(next < open.length ? { cursor: String(next) } : {}) };
    },
  };

  const port: ArchiveStore = {
    store,
    ...uploading,
    ...retrieving({ archives, retrievals, refusals, knobs }),
    describe: async (id) => retrievals.get(id)?.state ?? inventories.stateOf(id) ?? 'gone',
    async remove(archiveId) {
      archives.delete(archiveId);
      origins.delete(archiveId);
    },
    startInventory: async () => inventories.start(),
    inventory: async (of) => inventories.page(of),
    async treeHashOf(archiveId) {
      const bytes = archives.get(archiveId);
      return bytes && hashOf(bytes);
    },
  };

  return {
    port,
    archives,
    origins,
    uploads: () => [...uploads].filter(([, { archiveId }]) => archiveId === undefined).map(([uploadId]) => uploadId),
    forgetUploads: () => uploads.clear(),
    retrievals,
    refusals,
    startAs: (state) => {
      knobs.firstState = state;
    },
    startInventoriesAs: (state) => inventories.startAs(state),
    settle: (state = 'succeeded') => {
      for (const job of retrievals.values()) if (job.state === 'inProgress') job.state = state;
      inventories.settle(state);
    },
    flipBit: () => {
      knobs.flipped = true;
    },
  };
}

function archiveMissing(): Error {
  const error = new Error('The archive is not there.');
  error.name = 'ArchiveMissing';
  return error;
}

interface Knobs {
  firstState: RetrievalState;
  flipped: boolean;
}

type Inside = Pick<FakeArchive, 'archives' | 'retrievals' | 'refusals'> & { knobs: Knobs };

function retrieving({ archives, retrievals, refusals, knobs }: Inside) {
  return {
    async findRetrieval({ archiveId, description }) {
      const found = [...retrievals].find(
        ([, job]) => job.archiveId === archiveId && job.description === description && isAlive(job.state),
      );
      return found && { retrievalId: found[0], tier: found[1].tier };
    },

    async retrieve({ archiveId, description, tier }) {
      const reason = refusals.get(tier);
      if (reason !== undefined) return { kind: 'refused', reason };
      if (!archives.has(archiveId)) throw archiveMissing();
      const retrievalId = randomUUID();
      retrievals.set(retrievalId, { archiveId, description, tier, state: knobs.firstState });
      return { kind: 'started', retrievalId, tier };
    },

    async read({ retrievalId, from, to }) {
      const job = retrievals.get(retrievalId);
      const bytes = job?.state === 'succeeded' ? archives.get(job.archiveId) : undefined;
      if (!bytes) throw new Error('There is no output to read.');
      if (knobs.flipped) {
        knobs.flipped = false;
        throw hashMismatch();
      }
      return bytes.subarray(from, to);
    },
  } satisfies Pick<ArchiveStore, 'findRetrieval' | 'retrieve' | 'read'>;
}

function listed({ archives, origins }: Pick<FakeArchive, 'archives' | 'origins'>): ListedArchive[] {
  return [...archives].map(([archiveId, bytes]) => ({
    archiveId,
    bytes: bytes.length,
    createdAt: 0,
    ...origins.get(archiveId),
  }));
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
