// workflows/annotate-job.ts — one attempt of one annotation: record the job, annotate it, record how it ended.
import {
  ActivityFailure,
  CancellationScope,
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  setHandler,
  setWorkflowOptions,
  uuid4,
} from '@temporalio/workflow';
import type { Annotated, AnnotationClaim } from '../activities/annotation.ts';
import type { Submitted } from '../activities/submission.ts';
import type { JobRequest } from '../domain/job.ts';
import { submit } from './messages.ts';
import { annotate, recordCancelled, recordCompleted, recordFailed, recordSubmitted } from './proxies.ts';
import { report } from './search-attributes.ts';
import { HAS_VERSION } from './worker-facts.ts';

/** Over within hours: an attempt stays with the version of workers that began it. */
if (HAS_VERSION) setWorkflowOptions({ versioningBehavior: 'PINNED' }, annotateJob);

export async function annotateJob(request: JobRequest): Promise<void> {
  let submitted: Submitted | undefined;
  let retry: JobRequest | undefined;
  setHandler(submit, async (asked) => {
    if (asked.attempt > request.attempt) retry = asked; // asked for in the moment in which this attempt ends
    await condition(() => submitted !== undefined);
    return submitted!;
  });

  // What was asked for is recorded even when it is cancelled at once: the user then sees a cancelled job, not none.
  submitted = await CancellationScope.nonCancellable(() => recordSubmitted(request));
  try {
    if (submitted.proceed) await annotateAndRecord(request, submitted);
  } catch (error) {
    if (!retry) throw error;
  }
  await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  if (retry) await continueAsNew<typeof annotateJob>(retry);
}

async function annotateAndRecord({ jobId, attempt }: JobRequest, { version }: Submitted): Promise<void> {
  const claim: AnnotationClaim = { jobId, attempt, token: uuid4(), version };
  report('annotating', 'Waiting for a place, or annotating: see the pending activity.');
  try {
    const annotated = await annotate(claim);
    await CancellationScope.nonCancellable(() => recordOutcome(claim, annotated));
  } catch (error) {
    if (isCancellation(error)) {
      await CancellationScope.nonCancellable(() => recordCancelled(claim));
      report('cancelled', 'Cancelled; the annotation was stopped.');
      throw error;
    }
    // The annotator itself failed, again and again. Without this the job would look as if it still ran.
    if (!(error instanceof ActivityFailure)) throw error;
    await CancellationScope.nonCancellable(() => recordOutcome(claim, { kind: 'refused', message: ENGINE_FAILED }));
    throw error;
  }
}

const ENGINE_FAILED =
  'The annotation engine failed several times on this file; the operators can see why. Retry later, and tell them if it fails again.';

async function recordOutcome(claim: AnnotationClaim, annotated: Annotated): Promise<void> {
  if (annotated.kind === 'superseded') {
    return report('settled', 'A newer run, a cancellation or a deletion came before.');
  }
  if (annotated.kind === 'refused') {
    await recordFailed({ claim, message: annotated.message, ...(annotated.log ? { log: annotated.log } : {}) });
    report('failed', 'The input was refused, or the engine failed; the page of the job says why.');
  } else {
    await recordCompleted({ claim, result: annotated.result, log: annotated.log });
    report('completed', 'Annotated. The result is moved by result/<job_id> from here on.');
  }
}
