// local/glacier/errors.ts — the errors of the vault API, each with its code and HTTP status.

/** An answer that refuses: its body is `{code, message, type}`. */
export class GlacierError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.name = 'GlacierError';
    this.code = code;
    this.status = status;
  }

  /** The body as it goes over the wire. */
  get body(): { code: string; message: string; type: 'Client' | 'Server' } {
    return { code: this.code, message: this.message, type: this.status === 500 ? 'Server' : 'Client' };
  }
}

const kind =
  (code: string, status: number) =>
  (message: string): GlacierError =>
    new GlacierError(code, status, message);

export const invalid = kind('InvalidParameterValueException', 400);
export const missing = kind('MissingParameterValueException', 400);
export const notFound = kind('ResourceNotFoundException', 404);
export const limitExceeded = kind('LimitExceededException', 400);
export const policyEnforced = kind('PolicyEnforcedException', 400);
export const noCapacity = kind('InsufficientCapacityException', 503);
export const noLongerSupported = kind('NoLongerSupportedException', 400);
// 400, not 429: retries of AWS clients go by the code.
export const throttled = kind('ThrottlingException', 400);
export const requestTimeout = kind('RequestTimeoutException', 408);
export const unavailable = kind('ServiceUnavailableException', 500);
export const accessDenied = kind('AccessDeniedException', 403);
export const invalidSignature = kind('InvalidSignatureException', 403);
export const unknownClient = kind('UnrecognizedClientException', 403);
export const missingToken = kind('MissingAuthenticationTokenException', 403);
export const unknownOperation = kind('UnknownOperationException', 404);
