// adapters/aws/glacier-output.ts — the bytes of a finished retrieval, verified as they arrive.
import { Readable } from 'node:stream';
import { GetJobOutputCommand } from '@aws-sdk/client-glacier';
import type { ArchiveRead } from '../../domain/archive-store.ts';
import { treeHasher } from '../../domain/tree-hash.ts';
import { newSha256 } from './content-hashes.ts';
import { filled } from './filled.ts';
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
  const hasher = treeHasher(newSha256);
  const bytes = await filled(body, into.subarray(0, to - from), (chunk) => hasher.update(chunk));
  const treeHash = hasher.digest();
  if (checksum === undefined || checksum === treeHash) return bytes;
  throw hashMismatch(`Bytes ${from} to ${to} came with tree hash ${checksum} but have ${treeHash}.`);
}
