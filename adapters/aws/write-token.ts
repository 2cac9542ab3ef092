// adapters/aws/write-token.ts — telling a conditional write that was refused from one whose reply was lost. The SDK
// sends a write again whose reply it missed, and the second one meets the first one's version: so every write leaves
// a token of its own, and a refusal is believed only after a consistent read has not found it.
import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { Item } from './item-values.ts';

/** Writes remembered per row, by version: ours is recognised until this many others have come after it. */
const REMEMBERED_WRITES = 4;

export interface WriteToken {
  attribute: string;
  token: string;
}

/** A fresh token for the write that makes `version`, and the attribute that keeps it. */
export function writeToken(version: number): WriteToken {
  return { attribute: `write_token_${version % REMEMBERED_WRITES}`, token: randomUUID() };
}

/** Runs `write`; where its condition is refused, answers whether `read` finds our token. Other errors rise. */
export async function writeOnce(
  { attribute, token }: WriteToken,
  { write, read }: { write: () => Promise<unknown>; read: () => Promise<Item | undefined> },
): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (!refusedByCondition(error)) throw error;
    return (await read())?.[attribute] === token;
  }
}

/** A transaction may also be cancelled by another one or by throttling: then nothing is decided, and it is thrown. */
function refusedByCondition(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  return error.CancellationReasons?.some(({ Code }) => Code === 'ConditionalCheckFailed') ?? false;
}
