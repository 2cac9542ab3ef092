// adapters/aws/glacier-output.ts — the bytes of a finished retrieval, verified as they arrive.
import { Readable } from 'node:stream';
import { GetJobOutputCommand } from '@aws-sdk/client-glacier';
import type { ArchiveRead } from '../../domain/ports.ts';
import { treeHasher } from '../../domain/tree-hash.ts';
import { newSha256 } from './content-hashes.ts';
import type { Vault } from './glacier-upload.ts';
import { hashMismatch } from './hash-mismatch.ts';

/** Bytes `from` to `to` (exclusive). Glacier sends a tree hash with ranges that are nodes of the tree, as parts are. */
export async function readOutput(
  { client, vault }: Vault,
  { retrievalId, from, to, into, signal }: ArchiveRead,
): Promise<Uint8Array> {
  const { body, checksum } = await client.send(
    new GetJobOutputCommand({ ...vault, jobId: retrievalId, range: `bytes=${from}-${to - 1}` }),
    signal ? { abortSignal: signal } : {},
  );
  if (!(body instanceof Readable)) throw new Error('Glacier answered without a body.');
  const { bytes, treeHash } = await received(body, into.subarray(0, to - from));
  if (checksum === undefined || checksum === treeHash) return bytes;
  throw hashMismatch(`Bytes ${from} to ${to} came with tree hash ${checksum} but have ${treeHash}.`);
}

/** Fills the buffer as the bytes arrive: collecting chunks and joining them would hold every part twice. */
async function received(body: Readable, bytes: Uint8Array): Promise<{ bytes: Uint8Array; treeHash: string }> {
  const { length } = bytes;
  const hasher = treeHasher(newSha256);
  let filled = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (filled + chunk.length > length) throw hashMismatch(`Glacier sent more than the ${length} bytes asked for.`);
    hasher.update(chunk);
    bytes.set(chunk, filled);
    filled += chunk.length;
  }
  if (filled < length) throw hashMismatch(`Glacier sent ${filled} bytes of ${length}.`);
  return { bytes, treeHash: hasher.digest() };
}
