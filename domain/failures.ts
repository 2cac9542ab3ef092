// domain/failures.ts — the types of failure that retries and callers go by.

export const FAILURES = {
  /** A conditional write met a newer row: the attempt starts again from its first read. */
  rowMoved: 'RowMoved',
  /** Bytes and hash disagree; fetched again, then a visible failure. */
  hashMismatch: 'HashMismatch',
  /** Every round of retrieval failed: an operator decides. Never retried. */
  retrievalsExhausted: 'RetrievalsExhausted',
  /** The row names a result of which S3 has no version. Never retried. */
  resultMissing: 'ResultMissing',
  /** The row names an archive that the store does not have: asked again, then a visible failure. */
  archiveMissing: 'ArchiveMissing',
  /** Another system archived the result, and its row lacks what a restore needs. Never retried. */
  archiveUnknown: 'ArchiveUnknown',
  /** Archives are to be moved to a kind that results do not go to. Never retried. */
  archiveNotCurrent: 'ArchiveNotCurrent',
} as const;
