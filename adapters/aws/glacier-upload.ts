// adapters/aws/glacier-upload.ts — one archive into a vault: the missing parts, then the completion, which may be asked
// again and answers the same archive. So an attempt that finds its upload completed asks for that answer once more.
import type { GlacierClient } from '@aws-sdk/client-glacier';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  paginateListParts,
  ResourceNotFoundException,
  UploadMultipartPartCommand,
} from '@aws-sdk/client-glacier';
import pMap from 'p-map';
import type { UploadOutcome } from '../../domain/archive.ts';
import type { ArchiveUpload } from '../../domain/archive-store.ts';
import { combineHex } from './content-hashes.ts';
import { hashMismatch } from './hash-mismatch.ts';
import { partBuffers } from './part-buffers.ts';
import { hashPart } from './part-hashes.ts';
import type { Part } from './part-size.ts';
import { partBytesFor, partsOf, readPart } from './part-size.ts';
import { slots } from './slots.ts';

/** Parts on their way at once: what is sent again after a crash. */
const SENDING = 2;
/** Parts in memory: the next one is read and hashed while these are on their way. */
const PARALLEL = SENDING + 1;

export interface Vault {
  client: GlacierClient;
  vault: { accountId: string; vaultName: string };
}

/** What Glacier holds of an upload: the tree hash of each part by its range, as `from-to` with `to` inclusive. */
interface Stored {
  partBytes: number;
  hashes: Map<string, string>;
}

/** Sends what is missing and completes. Bytes with another tree hash than was told are given up: HashMismatch. */
export async function uploadArchive(target: Vault, upload: ArchiveUpload): Promise<UploadOutcome> {
  try {
    const stored = await storedParts(target, upload);
    // The upload may have been completed by an attempt whose answer was lost: hash again, and ask for that answer.
    const hashes = stored ? await sendMissing(target, upload, stored) : await hashAll(upload);
    return await complete(target, upload, combineHex(hashes));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return { kind: 'gone' };
    throw error;
  }
}

/** Nothing where no upload is open under this id. */
async function storedParts({ client, vault }: Vault, { uploadId }: ArchiveUpload): Promise<Stored | undefined> {
  const hashes = new Map<string, string>();
  let partBytes = 0;
  try {
    for await (const page of paginateListParts({ client }, { ...vault, uploadId })) {
      partBytes = page.PartSizeInBytes ?? partBytes;
      for (const { RangeInBytes = '', SHA256TreeHash = '' } of page.Parts ?? [])
        hashes.set(RangeInBytes, SHA256TreeHash);
    }
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
  return { partBytes, hashes };
}

/** Sends the parts that Glacier does not hold; answers the tree hash of every part, in order. */
async function sendMissing(target: Vault, upload: ArchiveUpload, stored: Stored): Promise<string[]> {
  const parts = partsOf(upload.bytes, stored.partBytes);
  const missing = parts.filter((part) => !stored.hashes.has(rangeOf(part)));
  const sending = slots(SENDING);
  let sent = upload.bytes - sizeOf(missing);

  await eachPart(upload, missing, async (part, { signal, buffer }) => {
    const body = await readPart(upload.read, part, buffer);
    const { tree: checksum } = await hashPart(body);
    const range = `bytes ${rangeOf(part)}/*`;
    const { uploadId } = upload;
    const send = new UploadMultipartPartCommand({ ...target.vault, uploadId, range, checksum, body });
    await sending(() => target.client.send(send, { abortSignal: signal }));
    stored.hashes.set(rangeOf(part), checksum);
    sent += body.length;
    upload.onProgress?.(sent);
  });
  return parts.map((part) => stored.hashes.get(rangeOf(part)) ?? '');
}

async function hashAll(upload: ArchiveUpload): Promise<string[]> {
  const parts = partsOf(upload.bytes, partBytesFor(upload.bytes, 0));
  let hashed = 0;
  return eachPart(upload, parts, async (part, { buffer }) => {
    const bytes = await readPart(upload.read, part, buffer);
    hashed += bytes.length;
    upload.onProgress?.(hashed);
    return (await hashPart(bytes)).tree;
  });
}

async function complete({ client, vault }: Vault, upload: ArchiveUpload, treeHash: string): Promise<UploadOutcome> {
  const { uploadId, bytes, signal } = upload;
  if (upload.treeHash !== undefined && upload.treeHash !== treeHash) {
    // A retry would trust the parts that are stored; without the upload it begins again from the source.
    await abandonUpload({ client, vault }, uploadId);
    throw hashMismatch(`The archive would have tree hash ${treeHash} instead of ${upload.treeHash}.`);
  }
  const { archiveId } = await client.send(
    new CompleteMultipartUploadCommand({ ...vault, uploadId, archiveSize: String(bytes), checksum: treeHash }),
    signal ? { abortSignal: signal } : {},
  );
  if (!archiveId) throw new Error('Glacier completed an upload without naming the archive.');
  return { kind: 'stored', receipt: { archiveId, treeHash, bytes } };
}

/** Gives an upload up; one that is gone already is no error. */
export async function abandonUpload({ client, vault }: Vault, uploadId: string): Promise<void> {
  await unlessGone(client.send(new AbortMultipartUploadCommand({ ...vault, uploadId })));
}

/** What a call that removes something does where it is gone already: nothing. */
export async function unlessGone(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}

/** Works on some parts at once; the first failure stops the others. */
async function eachPart<T>(
  { signal }: ArchiveUpload,
  parts: readonly Part[],
  work: (part: Part, at: { signal: AbortSignal; buffer: Buffer }) => Promise<T>,
): Promise<T[]> {
  const stop = new AbortController();
  const buffers = partBuffers(Math.max(0, ...parts.map(({ from, to }) => to - from)));
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  try {
    const lent = (part: Part) => buffers.lend((buffer) => work(part, { signal: either, buffer }));
    return await pMap(parts, lent, { concurrency: PARALLEL, signal: either });
  } finally {
    stop.abort();
  }
}

function rangeOf({ from, to }: Part): string {
  return `${from}-${to - 1}`;
}

function sizeOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { from, to }) => sum + to - from, 0);
}
