// activities/restore.ts — the thawed bytes' way back to S3, verified, and the row that vouches for them again.
import { createHash } from 'node:crypto';
import { Context } from '@temporalio/activity';
import type { JobId } from '../domain/job.ts';
import type { WriteProgress } from '../domain/ports.ts';
import { isWantedBack } from '../domain/placement.ts';
import { combineTreeHashes, treeHasher } from '../domain/tree-hash.ts';
import type { RestoreClaim } from './claim-restore.ts';
import type { Moved } from './look.ts';
import { lookAt, seeOwner } from './look.ts';
import type { Ports } from './ports.ts';
import { saveRowOrRetry } from './rows.ts';
import { keyOf, tell } from './tell.ts';
import { beating, cancellation, translated } from './transfer.ts';

/** `gone`: the output has expired or the retrieval failed. `unwanted`: the result is to stay archived, or to be removed. */
export type Copied =
  | { kind: 'copied'; versionId: string }
  | { kind: 'inProgress' }
  | { kind: 'gone' }
  | { kind: 'unwanted' };

const newSha256 = () => createHash('sha256');

export const createRestoreActivities = (ports: Ports) => ({
  /** Asks first how the retrieval stands, and whether its bytes are still wanted: a notification proves neither. */
  async copyBack({ claim, retrievalId }: { claim: RestoreClaim; retrievalId: string }): Promise<Copied> {
    if (!isWantedBack((await lookAt(ports, claim.jobId)).need, claim.purpose)) return { kind: 'unwanted' };
    const state = await ports.archives.of(claim.archive.store).describe(retrievalId);
    if (state === 'inProgress') return { kind: 'inProgress' };
    if (state !== 'succeeded') return { kind: 'gone' };
    const versionId = await translated(beating((beat) => copy(ports, { claim, retrievalId, beat })));
    return { kind: 'copied', versionId };
  },

  /** Names the restored version in the row, and only then deletes the archive. One step, as recordArchived is. */
  async recordRestored({ claim, versionId }: { claim: RestoreClaim; versionId: string }): Promise<Moved> {
    const { jobs, archives, events, now } = ports;
    const row = await jobs.get(claim.jobId);
    if (row?.claimToken !== claim.token || !row.result) return { kind: 'refused' };
    if (row.hotKey === undefined) {
      if (row.deletedAt !== undefined) return { kind: 'refused' };
      const { bytes, treeHash } = claim.archive;
      await saveRowOrRetry(jobs, row, {
        event: 'restored',
        at: now(),
        set: { hotKey: claim.target.key, result: { ...row.result, versionId, bytes, treeHash } },
        clear: ['archive', 'archiveStatus', 'restore'],
      });
    }
    await archives.of(claim.archive.store).remove(claim.archive.id);
    await events.publish({ kind: 'result-restored', jobId: claim.jobId, userId: claim.userId, at: now() });
    const { look, owner } = await seeOwner(ports, claim.jobId);
    // A move to another kind of archive is the operators' affair.
    if (owner && claim.purpose === 'owner')
      await tell(ports, owner, [{ kind: 'restored', jobId: claim.jobId, key: keyOf(claim) }]);
    return { kind: 'recorded', look };
  },
});

interface Copying {
  claim: RestoreClaim;
  retrievalId: string;
  beat: (details: Checkpoint) => void;
}

/** Every part is hashed as it arrives; the object appears only if all of them together have the archive's tree hash. */
async function copy({ objects, archives }: Ports, { claim, retrievalId, beat }: Copying): Promise<string> {
  const { bytes, treeHash, store } = claim.archive;
  const done = checkpoint();
  const partBytes = objects.partBytes(bytes);
  // Parts of another size, of an attempt under another setting, are of no use.
  const hashes = new Map(done?.hashes.filter(([from]) => from % partBytes === 0));
  const signal = cancellation();
  const { versionId } = await objects.write({
    ...claim.target,
    bytes,
    contentType: 'application/gzip',
    signal,
    ...(done ? { resume: done.progress } : {}),
    async read(from, to, into) {
      const part = await archives.of(store).read({ retrievalId, from, to, into, signal });
      hashes.set(from, hashOf(part));
      return part;
    },
    onProgress: (progress) => beat({ progress, hashes: [...hashes] }),
    verify: () => assertHash(hashes, treeHash, claim.jobId),
  });
  return versionId;
}

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
