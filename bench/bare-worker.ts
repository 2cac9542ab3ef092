// bench/bare-worker.ts — the worker with its workflows as they are, over activities that do nothing but answer: what the
// Temporal server and the SDK cost by themselves.
import { NativeConnection, Runtime } from '@temporalio/worker';
import type { Activities } from '../activities/index.ts';
import type { Look, Moved } from '../activities/look.ts';
import type { ArchiveClaim, ArchiveClaimed } from '../activities/claim-archive.ts';
import { readConfig } from '../config.ts';
import type { UploadOutcome } from '../domain/archive.ts';
import { createWorkers } from '../worker/workers.ts';

const HASH = '0'.repeat(64);
const seen = (kind: 'archive' | 'nothing'): Look => ({
  need: { kind },
  rowVersion: 1,
  planVersion: 0,
  role: 'free_user',
});

/** The way of a result into the archive, with answers as long as the real ones. */
const empty = {
  look: async (): Promise<Look> => seen('archive'),
  async claimForArchive({ jobId, token }: { jobId: string; token: string }): Promise<ArchiveClaimed> {
    const key = `gas/${jobId}/${jobId}~bench.annot.vcf.gz`;
    const claim: ArchiveClaim = {
      jobId,
      userId: jobId,
      token,
      planVersion: 0,
      store: 'glacier-vault',
      source: { bucket: 'gas-results', key, versionId: '0'.repeat(32), bytes: 50_000 },
      versionIds: ['0'.repeat(32)],
      treeHash: HASH,
    };
    return { kind: 'claimed', claim, uploadId: '0'.repeat(92) };
  },
  uploadToArchive: async (): Promise<UploadOutcome> => ({
    kind: 'stored',
    receipt: { archiveId: '0'.repeat(138), treeHash: HASH, bytes: 50_000 },
  }),
  recordArchived: async (): Promise<Moved> => ({ kind: 'recorded', look: seen('nothing') }),
};

const config = readConfig();
Runtime.install({ shutdownSignals: ['SIGTERM', 'SIGINT'] });
const connection = await NativeConnection.connect({ address: config.temporal.address });
const workers = await createWorkers({
  connection,
  namespace: config.temporal.namespace,
  activities: empty as unknown as Activities,
  roles: config.worker.roles,
  workflows: { codePath: config.worker.bundle },
  transfersAtOnce: config.worker.transfersAtOnce,
  annotationsAtOnce: config.worker.annotationsAtOnce,
});
console.log('worker ready');
try {
  await Promise.all(workers.map((worker) => worker.run()));
} finally {
  await connection.close();
}
