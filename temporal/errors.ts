// temporal/errors.ts — tells "Temporal is away" from every other failure of a call.
import { ServiceError, WorkflowUpdateRPCTimeoutOrCancelledError, isGrpcServiceError } from '@temporalio/client';

/** Thrown where Temporal cannot be reached or is overloaded: nothing is known to be started. Try again. */
export class TemporalAway extends Error {
  override name = 'TemporalAway';
}

const DEADLINE_EXCEEDED = 4;
const RESOURCE_EXHAUSTED = 8;
const UNAVAILABLE = 14;

export function isTimeout(error: unknown): boolean {
  return error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || code(error) === DEADLINE_EXCEEDED;
}

function isAway(error: unknown): boolean {
  return isTimeout(error) || code(error) === UNAVAILABLE || code(error) === RESOURCE_EXHAUSTED;
}

/** The error itself, or TemporalAway with it as its cause. */
export function orAway(error: unknown): unknown {
  return isAway(error) ? new TemporalAway('Temporal does not answer.', { cause: error }) : error;
}

function code(error: unknown): number | undefined {
  const inner = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(inner) ? inner.code : undefined;
}
