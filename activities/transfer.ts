// activities/transfer.ts — what moving bytes needs of Temporal: heartbeats, cancellation, errors that retries understand.
import { ApplicationFailure, Context } from '@temporalio/activity';
import { FAILURES } from '../domain/failures.ts';

/** Attempts that bytes with a wrong hash get before an operator has to look. */
const HASH_ATTEMPTS = 3;

/** How often a step that is alive says so: well within the heartbeat timeout of workflows/proxies.ts. */
const BEAT_MS = 3000;

/** Runs a long step with a heartbeat every few seconds; `beat` replaces what a retry of it will find. */
export async function beating<T>(step: (beat: (details: unknown) => void) => Promise<T>): Promise<T> {
  const context = Context.current();
  let details: unknown = context.info.heartbeatDetails;
  const timer = setInterval(() => context.heartbeat(details), BEAT_MS);
  try {
    return await step((newDetails) => context.heartbeat((details = newDetails)));
  } finally {
    clearInterval(timer);
  }
}

/** Fires when the workflow is cancelled or the worker shuts down. */
export function cancellation(): AbortSignal {
  return Context.current().cancellationSignal;
}

/** Bytes that were wrong are fetched again a few times, then fail for good; all else is retried as it comes. */
export async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== FAILURES.hashMismatch) throw error;
    throw ApplicationFailure.create({
      type: FAILURES.hashMismatch,
      message: error.message,
      cause: error,
      nonRetryable: Context.current().info.attempt >= HASH_ATTEMPTS,
    });
  }
}
