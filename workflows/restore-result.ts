// workflows/restore-result.ts — brings an archived result back to S3 for a premium user.
import { ApplicationFailure, TemporalFailure, condition, uuid4 } from '@temporalio/workflow';
import type { RestoreClaim } from '../activities/claim-restore.ts';
import type { Look } from '../activities/look.ts';
import type { Copied } from '../activities/restore.ts';
import type { StartedRetrieval } from '../activities/retrieval.ts';
import { FAILURES } from '../domain/failures.ts';
import type { JobId } from '../domain/job.ts';
import type { RestorePurpose } from '../domain/placement.ts';
import { isWantedBack } from '../domain/placement.ts';
import type { ResultRef } from './messages.ts';
import { claimForRestore, copyBack, look, recordRestored, standDown, startRetrieval } from './proxies.ts';
import { report } from './search-attributes.ts';
import type { Wake } from './settle.ts';
import { settle, uninterrupted } from './settle.ts';

export async function restoreResult(result: ResultRef): Promise<void> {
  await settle(
    { name: 'restoreResult', move: ({ jobId }, seen, wake) => restore({ jobId, purpose: 'owner', seen, wake }) },
    result,
  );
}

interface Restore {
  jobId: JobId;
  purpose: RestorePurpose;
  seen: Look;
  wake: Wake;
}

/** Answers as a mover does. */
export async function restore({ jobId, purpose, seen, wake }: Restore): Promise<Look | undefined> {
  const order = { jobId, purpose, look: seen, token: uuid4() };
  const answer = await uninterrupted(() => claimForRestore(order)); // refused if anything moved
  if (answer.kind === 'refused') return;
  const { claim } = answer;
  try {
    const copied = await retrieveAndCopy(claim, seen, wake);
    if (copied.kind === 'unwanted') {
      await uninterrupted(() => standDown({ claim }));
      return;
    }
    wake.changed = false; // the last step ends with a look of its own
    const recorded = await uninterrupted(() => recordRestored({ claim, versionId: copied.versionId }));
    return recorded.kind === 'recorded' ? recorded.look : undefined;
  } catch (error) {
    // Visible, for the user in the row and for the operator as a failed workflow. The archive is kept.
    if (error instanceof TemporalFailure) {
      report('stuck', 'The restore failed or was cancelled; the archive is kept, until the result is woken.');
      await uninterrupted(() => standDown({ claim, failure: wordsFor(error) }));
    }
    throw error;
  }
}

/** What the owner reads. */
function wordsFor({ cause }: TemporalFailure): string {
  const isMissing = cause instanceof ApplicationFailure && cause.type === FAILURES.archiveMissing;
  return isMissing
    ? 'The archive of this result was not found where it was put. The operators can see it and are looking.'
    : 'The archive could not be brought back yet. Nothing is lost; the operators can see why.';
}

type Ended = Extract<Copied, { kind: 'copied' | 'unwanted' }>;

/** Rounds of retrieval, until the bytes are back or nobody wants them any more. */
async function retrieveAndCopy(claim: RestoreClaim, seen: Look, wake: Wake): Promise<Ended> {
  for (let round = 1; round <= claim.rounds; round++) {
    const retrieval = await retrieve({ claim, round, wake });
    if (retrieval.kind === 'unwanted') return retrieval;
    const copied = await thawAndCopy({ claim, retrieval, seen, wake });
    if (copied.kind !== 'gone') return copied; // the output lives a day: a new round
  }
  throw ApplicationFailure.nonRetryable(
    `No retrieval of the archive succeeded in ${claim.rounds} rounds.`,
    FAILURES.retrievalsExhausted,
  );
}

interface Round {
  claim: RestoreClaim;
  round: number;
  wake: Wake;
}

/** One round: each tier at most once, the faster first. What does not fit into today's budget waits for tomorrow's. */
async function retrieve({ claim, round, wake }: Round): Promise<StartedRetrieval | { kind: 'unwanted' }> {
  let reason: string | undefined;
  for (let at = 0; at < claim.tiers.length;) {
    const answer = await startRetrieval({ claim, round, tier: claim.tiers[at]!, ...(reason ? { reason } : {}) });
    if (answer.kind === 'started') return answer;
    if (answer.kind === 'refused') {
      ({ reason } = answer);
      at += 1;
    } else {
      report('postponed', 'Today’s budget for retrievals is used up: waits for the next day.');
      await condition(() => wake.changed, answer.waitMs, { summary: 'next day’s budget for retrievals' });
      if (wake.changed && !(await isWanted(claim, wake))) return { kind: 'unwanted' };
    }
  }
  throw ApplicationFailure.nonRetryable(`Every tier refused the retrieval: ${reason}`, FAILURES.retrievalsExhausted);
}

/** Waits for the notification or the fallback timer; either way the archive is asked, for notifications get lost. */
async function thawAndCopy({
  claim,
  retrieval,
  seen,
  wake,
}: {
  claim: RestoreClaim;
  retrieval: StartedRetrieval;
  seen: Look;
  wake: Wake;
}): Promise<Ended | { kind: 'gone' }> {
  const { retrievalId, tier } = retrieval;
  report('thawing', `Waits for Glacier (${tier}): for the notification, or for the fallback timer.`, {
    plan: seen.role,
    tier,
  });
  for (let waitMs = retrieval.firstWaitMs; ; waitMs = retrieval.waitMs) {
    const summary = `fallback timer of a ${tier} retrieval`;
    if (waitMs > 0) await condition(() => wake.thawed || wake.changed, waitMs, { summary });
    if (wake.changed && !(await isWanted(claim, wake))) return { kind: 'unwanted' };
    wake.thawed = false;
    const copied = await copyBack({ claim, retrievalId });
    if (copied.kind !== 'inProgress') return copied;
  }
}

/** After a change of plan or a deletion, which need not wait for hours until the archive has thawed. */
async function isWanted({ jobId, purpose }: RestoreClaim, wake: Wake): Promise<boolean> {
  wake.changed = false;
  return isWantedBack((await look(jobId)).need, purpose);
}
