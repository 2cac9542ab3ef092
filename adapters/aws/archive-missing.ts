// adapters/aws/archive-missing.ts — the error by which callers know an archive that its row names and the store has not.

/** An Error named ArchiveMissing. */
export function archiveMissing(cause: Error): Error {
  const error = new Error('The archive is not there.', { cause });
  error.name = 'ArchiveMissing';
  return error;
}
