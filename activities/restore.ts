// activities/restore.ts — the thawed bytes' way back to S3, verified, and the row that vouches for them again.
import { createHash } from 'node:crypto';
import { Context } from '@temporalio/activity';
import type { JobId } from '../domain/job.ts';
import type { WriteProgress } from '../domain/ports.ts';
import { combineTreeHashes, treeHasher } from '../domain/tree-hash.ts';
import type { RestoreClaim } from './claim-restore.ts';
import type { Ports } from './ports.ts';
import type { Recorded } from './rows.ts';
import { saveRowOrRetry } from './rows.ts';
import { beating, cancellation, translated } from './transfer.ts';

export type Copied = { kind: 'copied'; versionId: string } | { kind: 'gone' };

const newSha256 = () => createHash('sha256');

export const createRestoreActivities = ({ jobs, objects, archive, events, now }: Ports) => ({
  async copyBack({ claim, retrievalId }: { claim: RestoreClaim; retrievalId: string }): Promise<Copied> {
    if ((await archive.describe(retrievalId)) !== 'succeeded') return { kind: 'gone' };
    const { bytes, treeHash } = claim.archive;
    const done = checkpoint();
    const partBytes = objects.partBytes(bytes);
    // Parts of another size, of an attempt under another setting, are of no use.
    const hashes = new Map(done?.hashes.filter(([from]) => from % partBytes === 0));
    const signal = cancellation();

    const write = (beat: (details: Checkpoint) => void) =>
      objects.write({
        ...claim.target,
        bytes,
        contentType: 'application/gzip',
        signal,
        ...(done ? { resume: done.progress } : {}),
        async read(from, to, into) {
          const part = await archive.read({ retrievalId, from, to, into, signal });
          hashes.set(from, hashOf(part));
          return part;
        },
        onProgress: (progress) => beat({ progress, hashes: [...hashes] }),
        verify: () => assertHash(hashes, treeHash, claim.jobId),
      });
    const { versionId } = await translated(beating(write));
    return { kind: 'copied', versionId };
  },

  async recordRestored({ claim, versionId }: { claim: RestoreClaim; versionId: string }): Promise<Recorded> {
    const row = await jobs.get(claim.jobId);
    if (row?.claimToken !== claim.token || row.deletedAt !== undefined || !row.result) return { kind: 'refused' };
    if (row.hotKey === undefined) {
      const { bytes, treeHash } = claim.archive;
      await saveRowOrRetry(jobs, row, {
        event: 'restored',
        at: now(),
        set: { hotKey: claim.target.key, result: { ...row.result, versionId, bytes, treeHash } },
        clear: ['archive', 'archiveStatus', 'restore'],
      });
    }
    await events.publish({ kind: 'result-restored', jobId: claim.jobId, userId: claim.userId, at: now() });
    return { kind: 'recorded' };
  },
});

interface Checkpoint {
  progress: WriteProgress;
  /** Start of each part read, with its tree hash in hex. */
  hashes: [from: number, treeHash: string][];
}

function checkpoint(): Checkpoint | undefined {
  return Context.current().info.heartbeatDetails as Checkpoint | undefined;
}

function hashOf(part: Uint8Array): string {
  const hasher = treeHasher(newSha256);
  hasher.update(part);
  return hasher.digest();
}

function assertHash(hashes: ReadonlyMap<number, string>, expected: string, jobId: JobId): void {
  const inOrder = [...hashes].toSorted(([a], [b]) => a - b).map(([, hash]) => Buffer.from(hash, 'hex'));
  const actual = Buffer.from(combineTreeHashes(inOrder, newSha256)).toString('hex');
  if (actual === expected) return;
  const error = new Error(`The archive of job ${jobId} came back with tree hash ${actual} instead of ${expected}.`);
  error.name = 'HashMismatch';
  throw error;
}
