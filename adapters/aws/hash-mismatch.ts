// adapters/aws/hash-mismatch.ts — bytes that are not the ones their hash names.

/** An Error whose name is HashMismatch, by which callers know it. */
export function hashMismatch(message: string): Error {
  const error = new Error(message);
  error.name = 'HashMismatch';
  return error;
}

export function isHashMismatch(error: unknown): boolean {
  return error instanceof Error && error.name === 'HashMismatch';
}
