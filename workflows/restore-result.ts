// workflows/restore-result.ts — brings an archived result back to S3 for a premium user.
import { ApplicationFailure, TemporalFailure, condition, uuid4 } from '@temporalio/workflow';
import type { Look } from '../activities/look.ts';
import type { RestoreClaim } from '../activities/claim-restore.ts';
import type { StartedRetrieval } from '../activities/retrieval.ts';
import type { RetrievalState } from '../domain/archive.ts';
import { FAILURES } from '../domain/failures.ts';
import type { ResultRef } from './messages.ts';
import {
  claimForRestore,
  copyBack,
  deleteArchive,
  describeRetrieval,
  look,
  recordRestored,
  standDown,
  startRetrieval,
} from './proxies.ts';
import { report, reportTier } from './search-attributes.ts';
import type { Wake } from './settle.ts';
import { settle, uninterrupted } from './settle.ts';

export async function restoreResult(result: ResultRef): Promise<void> {
  await settle({ name: 'restoreResult', move: ({ jobId }, seen, wake) => restore(jobId, seen, wake) }, result);
}

async function restore(jobId: string, seen: Look, wake: Wake): Promise<void> {
  report('retrieving', 'Asking the archive for a retrieval.');
  const answer = await uninterrupted(() => claimForRestore({ jobId, look: seen, token: uuid4() })); // refused if anything moved
  if (answer.kind === 'refused') return;
  const { claim } = answer;

  try {
    for (let round = 0; round < claim.rounds; round++) {
      const retrieval = await retrieve(claim);
      if ((await thaw(retrieval, wake)) !== 'succeeded') continue;
      if ((await look(jobId)).need.kind !== 'restore') return await standDown({ claim }); // downgraded while thawing

      report('copying-back', 'Copying the thawed archive back to S3.');
      const copied = await copyBack({ claim, retrievalId: retrieval.retrievalId });
      if (copied.kind === 'gone') continue; // the output lives a day: a new round

      return await uninterrupted(() => record(claim, copied.versionId));
    }
    throw ApplicationFailure.nonRetryable(
      `No retrieval of the archive succeeded in ${claim.rounds} rounds.`,
      FAILURES.retrievalsExhausted,
    );
  } catch (error) {
    // Visible, for the user in the row and for the operator as a failed workflow. The archive is kept.
    if (error instanceof TemporalFailure) {
      await uninterrupted(() =>
        standDown({
          claim,
          failure: 'The archive could not be brought back yet. Nothing is lost; the operators can see why.',
        }),
      );
    }
    throw error;
  }
}

async function record(claim: RestoreClaim, versionId: string): Promise<void> {
  const recorded = await recordRestored({ claim, versionId });
  if (recorded.kind === 'recorded') await deleteArchive(claim);
}

/** One round: each tier at most once, the faster first. */
async function retrieve(claim: RestoreClaim): Promise<StartedRetrieval> {
  let reason: string | undefined;
  for (const tier of claim.tiers) {
    const answer = await startRetrieval({ claim, tier, ...(reason ? { reason } : {}) });
    if (answer.kind === 'started') {
      reportTier(answer.tier);
      return answer;
    }
    reason = answer.reason;
  }
  throw ApplicationFailure.nonRetryable(`Every tier refused the retrieval: ${reason}`, FAILURES.retrievalsExhausted);
}

/** Waits for the notification or the fallback timer; either way the archive is asked, for notifications get lost. */
async function thaw({ retrievalId, tier, waitMs }: StartedRetrieval, wake: Wake): Promise<RetrievalState> {
  for (;;) {
    wake.thawed = false;
    const state = await describeRetrieval(retrievalId);
    if (state !== 'inProgress') return state;
    report('thawing', `Waiting for Glacier (${tier}): for the notification, or for the fallback timer.`);
    await condition(() => wake.thawed, waitMs, { summary: `fallback timer of a ${tier} retrieval` });
  }
}
