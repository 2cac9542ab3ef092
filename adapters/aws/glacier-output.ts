// adapters/aws/glacier-output.ts — the bytes of a finished retrieval, verified as they arrive.
import { GetJobOutputCommand } from '@aws-sdk/client-glacier';
import { treeHashOf } from './content-hashes.ts';
import type { Vault } from './glacier-upload.ts';
import { hashMismatch } from './hash-mismatch.ts';

/** Bytes `from` to `to` (exclusive). Glacier sends a tree hash with ranges that are nodes of the tree, as parts are. */
export async function readOutput(
  { client, vault }: Vault,
  { retrievalId, from, to, signal }: { retrievalId: string; from: number; to: number; signal?: AbortSignal },
): Promise<Uint8Array> {
  const { body, checksum } = await client.send(
    new GetJobOutputCommand({ ...vault, jobId: retrievalId, range: `bytes=${from}-${to - 1}` }),
    signal ? { abortSignal: signal } : {},
  );
  const bytes = (await body?.transformToByteArray()) ?? new Uint8Array();
  if (bytes.length !== to - from) throw hashMismatch(`Glacier sent ${bytes.length} bytes of ${to - from}.`);

  const actual = checksum === undefined ? undefined : treeHashOf(bytes);
  if (actual === checksum) return bytes;
  throw hashMismatch(`Bytes ${from} to ${to} came with tree hash ${checksum} but have ${actual}.`);
}
