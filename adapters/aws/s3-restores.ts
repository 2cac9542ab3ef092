// adapters/aws/s3-restores.ts — restores of archived objects: asked for, found again, described, read.
import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand, RestoreObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import type { ArchiveRead } from '../../domain/archive-store.ts';
import type { Retrieval, RetrievalStart, RetrievalState, RetrievalTier } from '../../domain/archive.ts';
import { archiveMissing } from './archive-missing.ts';
import { filled } from './filled.ts';
import { sliced } from './read-object.ts';
import { headOf } from './object-versions.ts';
import type { ArchivedVersion } from './s3-archive-ids.ts';
import { knownVersion, newRetrievalId, versionOf, versionOfRetrieval } from './s3-archive-ids.ts';
import type { ArchiveTarget } from './s3-archive-target.ts';

/** S3 keeps the restored copy until the midnight (UTC) after so many days: at least one whole day, as Glacier does. */
const KEPT_DAYS = 1;

/** Starts a restore, or adopts the one that is under way. Only these two refusals are answers. */
export async function startRestore(
  { clientOnce, storageClass }: ArchiveTarget,
  { archiveId, tier }: { archiveId: string; tier: RetrievalTier },
): Promise<RetrievalStart> {
  if (tier === 'Expedited' && storageClass === 'DEEP_ARCHIVE') return { kind: 'refused', reason: NO_EXPEDITED };
  const { bucket, key, versionId } = knownVersion(archiveId);
  const RestoreRequest = { Days: KEPT_DAYS, GlacierJobParameters: { Tier: tier } };
  const restore = new RestoreObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId, RestoreRequest });
  try {
    // 202: it began. 200: it had ended before, and its copy is kept longer.
    await clientOnce.send(restore);
  } catch (error) {
    const answer = answerOf(error, tier);
    if (answer !== 'started') return answer;
  }
  return { kind: 'started', retrievalId: newRetrievalId(archiveId), tier };
}

const NO_EXPEDITED = 'the storage class DEEP_ARCHIVE has no Expedited retrieval';

function answerOf(error: unknown, tier: RetrievalTier): 'started' | Extract<RetrievalStart, { kind: 'refused' }> {
  if (!(error instanceof S3ServiceException)) throw error;
  if (error.name === 'NoSuchKey' || error.name === 'NoSuchVersion') throw archiveMissing(error);
  if (error.name === 'RestoreAlreadyInProgress') return 'started';
  if (error.name === 'GlacierExpeditedRetrievalNotAvailable')
    return { kind: 'refused', reason: `${tier} retrieval has no capacity at the moment` };
  // The object may lie in another class than this deployment writes now.
  if (tier === 'Expedited' && /not (supported|available)[^.]*storage class/i.test(error.message))
    return { kind: 'refused', reason: NO_EXPEDITED };
  throw error;
}

/** Only one that has ended and not expired: S3 does not tell by which tier it came, nor of which tier one under way is. */
export async function findRestore(
  { client }: ArchiveTarget,
  { archiveId }: { archiveId: string },
): Promise<Retrieval | undefined> {
  const version = versionOf(archiveId);
  const state = version && (await stateOf(client, version));
  return state === 'succeeded' ? { retrievalId: newRetrievalId(archiveId), tier: 'Standard' } : undefined;
}

export async function describeRestore({ client }: ArchiveTarget, retrievalId: string): Promise<RetrievalState> {
  const version = versionOfRetrieval(retrievalId);
  return version ? stateOf(client, version) : 'gone';
}

/** Goes by the header of the restore, never by the class: a restored object keeps its class. */
async function stateOf(client: S3Client, { versionId, ...ref }: ArchivedVersion): Promise<RetrievalState> {
  // It is the newest version as a rule, and some S3 emulators tell of a restore only where no version is named.
  const newest = await headOf(client, ref);
  const head = newest?.VersionId === versionId ? newest : await headOf(client, { ...ref, versionId });
  if (head?.Restore === undefined) return 'gone';
  if (head.Restore.includes('ongoing-request="true"')) return 'inProgress';
  const [, expiry = ''] = /expiry-date="([^"]+)"/.exec(head.Restore) ?? [];
  return Date.parse(expiry) <= Date.now() ? 'gone' : 'succeeded';
}

/** Bytes `from` to `to` (exclusive). S3 sends no hash of a range: whoever reads the whole compares its tree hash. */
export async function readRestored(
  { client }: ArchiveTarget,
  { retrievalId, from, to, into, signal }: ArchiveRead,
): Promise<Uint8Array> {
  const version = versionOfRetrieval(retrievalId);
  if (!version) throw new TypeError('This is not the id of a restore in S3.');
  const { bucket, key, versionId } = version;
  const { Body, ContentRange } = await client.send(
    new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId, Range: `bytes=${from}-${to - 1}` }),
    signal ? { abortSignal: signal } : {},
  );
  if (!(Body instanceof Readable)) throw new Error('S3 answered without a body.');
  return filled(ContentRange === undefined ? sliced(Body, { from, to }) : Body, into.subarray(0, to - from));
}
