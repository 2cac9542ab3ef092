// activities/transfer.ts — what moving bytes needs of Temporal: heartbeats, cancellation, errors that retries understand.
import { ApplicationFailure, Context } from '@temporalio/activity';
import { FAILURES } from '../domain/failures.ts';

/** Attempts that wrong bytes, or an archive that is not there, get before an operator has to look. */
const FEW_ATTEMPTS = 3;
const GRAVE: readonly string[] = [FAILURES.hashMismatch, FAILURES.archiveMissing];

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

/** What is gravely wrong is tried again a few times, then fails for good; all else is retried as it comes. */
export async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Error) || !GRAVE.includes(error.name)) throw error;
    throw ApplicationFailure.create({
      type: error.name,
      message: error.message,
      cause: error,
      nonRetryable: Context.current().info.attempt >= FEW_ATTEMPTS,
    });
  }
}
