// workflows/annotate-job.ts — one attempt of one annotation: record the job, annotate it, tell its owner.
import {
  ActivityFailure,
  CancellationScope,
  allHandlersFinished,
  condition,
  isCancellation,
  setHandler,
  uuid4,
} from '@temporalio/workflow';
import type { Annotated, AnnotationClaim } from '../activities/annotation.ts';
import type { Submitted } from '../activities/submission.ts';
import type { JobRequest } from '../domain/job.ts';
import { submit } from './messages.ts';
import { annotate, mailOutcome, recordCancelled, recordCompleted, recordFailed, recordSubmitted } from './proxies.ts';
import { report } from './search-attributes.ts';

export async function annotateJob(request: JobRequest): Promise<void> {
  let submitted: Submitted | undefined;
  setHandler(submit, async () => {
    await condition(() => submitted !== undefined);
    return submitted!;
  });

  // What was asked for is recorded even when it is cancelled at once: the user then sees a cancelled job, not none.
  submitted = await CancellationScope.nonCancellable(() => recordSubmitted(request));
  if (submitted.proceed) {
    const { jobId, attempt } = request;
    await annotateAndRecord({ jobId, attempt, token: uuid4(), version: submitted.version });
  }
  await condition(allHandlersFinished);
}

async function annotateAndRecord(claim: AnnotationClaim): Promise<void> {
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
  if (annotated.kind === 'superseded')
    return report('settled', 'A newer run, a cancellation or a deletion came before.');
  if (annotated.kind === 'refused') {
    await recordFailed({ claim, message: annotated.message, ...(annotated.log ? { log: annotated.log } : {}) });
    report(
      'failed',
      'The input was refused, or the engine failed; the reason is in the row and on the page of the job.',
    );
  } else {
    await recordCompleted({ claim, result: annotated.result, log: annotated.log });
    report('completed', 'Annotated. The result is moved by result/<job_id> from here on.');
  }
  await mailOutcome(claim.jobId);
}
