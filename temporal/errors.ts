// temporal/errors.ts — tells "Temporal is away" from every other failure of a call.
import { ServiceError, WorkflowUpdateRPCTimeoutOrCancelledError, isGrpcServiceError } from '@temporalio/client';

/** Thrown where Temporal cannot be reached or is overloaded: nothing is known to be started. Try again. */
export class TemporalAway extends Error {
  override name = 'TemporalAway';
}

/** Status codes of gRPC: https://grpc.io/docs/guides/status-codes/ */
export const GRPC = {
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  UNIMPLEMENTED: 12,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

/** The status with which Temporal's server, or the way to it, answered; undefined for any other error. */
export function grpcStatus(error: unknown): number | undefined {
  const inner = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(inner) ? inner.code : undefined;
}

export function isTimeout(error: unknown): boolean {
  return error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || grpcStatus(error) === GRPC.DEADLINE_EXCEEDED;
}

function isAway(error: unknown): boolean {
  const status = grpcStatus(error);
  return isTimeout(error) || status === GRPC.UNAVAILABLE || status === GRPC.RESOURCE_EXHAUSTED;
}

/** The error itself, or TemporalAway with it as its cause. */
export function orAway(error: unknown): unknown {
  return isAway(error) ? new TemporalAway('Temporal does not answer.', { cause: error }) : error;
}
