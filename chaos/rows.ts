// chaos/rows.ts — rows as they lie in the table, read by the attribute names of the contract alone.

/** Attributes that are maps or lists are left out of logs and checks. */
export type Row = Record<string, string | number | boolean | undefined>;
export type Where = 'none' | 'hot' | 'archiving' | 'archived' | 'restoring';

/** Where the row says that the result is, or is going. */
export function placeOf(row: Row): Where {
  const status = row['archive_status'];
  if (status === 'RESTORING') return 'restoring';
  if (row['s3_key_result_file'] !== undefined) return status === 'ARCHIVING' ? 'archiving' : 'hot';
  return row['results_file_archive_id'] !== undefined || status === 'ARCHIVED' ? 'archived' : 'none';
}

/** A user whom the table does not know is free. */
export function roleOf(users: readonly Row[], userId: string): string {
  const user = users.find((item) => item['user_id'] === userId);
  return user?.['role'] === 'premium_user' ? 'premium_user' : 'free_user';
}

export function isDeleted(row: Row): boolean {
  return row['deleted_at'] !== undefined;
}

export function isCompleted(row: Row): boolean {
  return row['job_status'] === 'COMPLETED' && !isDeleted(row);
}
