// adapters/aws/job-cursors.ts — where a list of jobs goes on: opaque to its reader, and of no use to another user.
import { z } from 'zod';

/** A key of the index. */
export const IndexKey = z.strictObject({ user_id: z.string(), job_id: z.string(), submit_time: z.number() });
export type IndexKey = z.infer<typeof IndexKey>;

const NameCursor = z.strictObject({ user_id: z.string(), job_id: z.string(), name: z.string() });

/** The last row that was shown. */
export type NameCursor = z.infer<typeof NameCursor>;

export function encode(cursor: IndexKey | NameCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** Throws RangeError where the cursor is not of this user, or of another order. */
export function decodeKey(cursor: string, userId: string): IndexKey {
  return ownedBy(userId, IndexKey.safeParse(fromJson(cursor)).data);
}

export function decodeName(cursor: string, userId: string): NameCursor {
  return ownedBy(userId, NameCursor.safeParse(fromJson(cursor)).data);
}

function ownedBy<Cursor extends { user_id: string }>(userId: string, cursor: Cursor | undefined): Cursor {
  if (cursor?.user_id !== userId) throw new RangeError('This cursor does not belong to this list.');
  return cursor;
}

function fromJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
