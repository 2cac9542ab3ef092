// domain/failures.ts — the types of failure that retries and callers go by.

export const FAILURES = {
  /** The file can't be annotated; the message is for the researcher. Never retried. */
  inputRefused: 'InputRefused',
  /** A conditional write met a newer row: the attempt starts again from its first read. */
  rowMoved: 'RowMoved',
  /** Bytes and hash disagree; fetched again, then a visible failure. */
  hashMismatch: 'HashMismatch',
  /** Every round of retrieval failed: an operator decides. Never retried. */
  retrievalsExhausted: 'RetrievalsExhausted',
} as const;

/** Failures that no retry can mend. */
export const FINAL_FAILURES: readonly string[] = [FAILURES.inputRefused, FAILURES.retrievalsExhausted];
