// workflows/proxies.ts — every step with its queue, time limits, retries and the summary operators read, as one table.
import type { ActivityInterfaceFor, ActivityOptions } from '@temporalio/workflow';
import { ActivityCancellationType, ActivityFailure, proxyActivities } from '@temporalio/workflow';
import { RetryState } from '@temporalio/common';
import type { Activities } from '../activities/index.ts';
import { ANNOTATE_QUEUE, TRANSFER_QUEUE, WORKFLOWS_QUEUE } from './queues.ts';
import { currentPhase, report } from './search-attributes.ts';

/** Attempts, at most a minute apart, after which a step counts as stuck: about half an hour. It is then begun again. */
const STUCK_AFTER = 30;

/** A few requests to tables, topics and vaults: retried until the other side is back. */
const quick: ActivityOptions = {
  taskQueue: WORKFLOWS_QUEUE,
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '500ms', maximumInterval: '1 minute', maximumAttempts: STUCK_AFTER },
};

/** Pages of long lists. */
const paging: ActivityOptions = { ...quick, startToCloseTimeout: '5 minutes' };

/** What fails is told later, together with what happens meanwhile: so a step of it is soon given up. */
const telling: ActivityOptions = {
  ...quick,
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '500ms', maximumInterval: '5s', maximumAttempts: 3 },
};

/** Gigabytes may take hours; a dead worker is noticed by its missing heartbeat. */
const transfer: ActivityOptions = {
  taskQueue: TRANSFER_QUEUE,
  startToCloseTimeout: '12 hours',
  heartbeatTimeout: '12s',
  // Else what is cancelled goes on beside what clears up after it, and leaves an archive or a version that nobody names.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: quick.retry!,
};

/** What is wrong with the input is an answer; five attempts are for engines and machines that fail. */
const annotating: ActivityOptions = {
  taskQueue: ANNOTATE_QUEUE,
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '12s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { ...quick.retry, maximumAttempts: 5 },
};

export const { look, recordSubmitted, recordCompleted, recordFailed, recordCancelled } = proxied(quick, {
  look: 'look at the row and the plan',
  recordSubmitted: 'record the job as PENDING',
  recordCompleted: 'record COMPLETED, publish annotation-complete',
  recordFailed: 'record FAILED',
  recordCancelled: 'record CANCELLED',
});

export const { claimForArchive, beginUpload, recordArchived, keepHot } = proxied(quick, {
  claimForArchive: 'claim the result, open an upload into the archive',
  beginUpload: 'open another upload into the archive',
  recordArchived: 'record the archive, then delete the S3 versions that were claimed',
  keepHot: 'keep the result in S3: release the claim',
});

export const { claimForRestore, startRetrieval, recordRestored, standDown } = proxied(quick, {
  claimForRestore: 'claim the archive for restoring',
  startRetrieval: 'start or adopt a retrieval',
  recordRestored: 'record the restored result, then delete the archive',
  standDown: 'leave the result archived: release the claim',
});

export const { markDeleted, removeResult, listStrays, discardStrays, closeUser } = proxied(quick, {
  markDeleted: 'mark the job as deleted',
  removeResult: 'remove files, archive and row',
  listStrays: 'fence the row, list what it does not name',
  discardStrays: 'discard what was listed',
  closeUser: 'forget profile and plan',
});

export const {
  moveFrom,
  deleteJobs,
  listJobs,
  removeUploads,
  removeSessions,
  startInventory,
  describeInventory,
  reconcileRows,
  reconcileObjects,
  reconcileUploads,
  reconcileWrites,
  rebuildFromArchives,
  rebuildFromObjects,
} = proxied(paging, {
  moveFrom: 'begin the move of a page of archived results',
  listJobs: 'list up to 100 jobs',
  deleteJobs: 'mark up to 100 jobs as deleted',
  removeUploads: 'remove files that were never submitted',
  removeSessions: 'remove sessions and tokens',
  startInventory: 'ask for an inventory',
  describeInventory: 'ask how the inventory stands',
  reconcileRows: 'compare a page of rows with S3',
  reconcileObjects: 'compare a page of objects with the rows',
  reconcileUploads: 'compare a page of unfinished uploads with the rows',
  reconcileWrites: 'compare a page of unfinished writes with the rows',
  rebuildFromArchives: 'make rows again from a page of archives',
  rebuildFromObjects: 'make rows again from a page of objects',
});

export const { recordPlan, wakeResults } = proxied(quick, {
  recordPlan: 'record role and plan version',
  wakeResults: 'wake up to 100 results of the user',
});

export const { mailNotices, postNotices } = proxied(telling, {
  mailNotices: 'mail the user',
  postNotices: 'post to a webhook of the user',
});
export const { annotate } = proxied(annotating, { annotate: 'annotate the VCF' });
export const { uploadToArchive, copyBack, reconcileArchives } = proxied(transfer, {
  uploadToArchive: 'send the parts, complete with the tree hash',
  copyBack: 'ask for the thawed archive, copy it back to S3, verified',
  reconcileArchives: 'compare the inventory with the rows',
});

function proxied<Name extends keyof Activities>(
  options: ActivityOptions,
  summaries: Record<Name, string>,
): Pick<ActivityInterfaceFor<Activities>, Name> {
  const names = Object.keys(summaries) as Name[];
  const steps = names.map((name) => {
    const step = proxyActivities<Activities>({ ...options, summary: summaries[name] })[name];
    return [name, options.retry?.maximumAttempts === STUCK_AFTER ? insisting(name, step as Step) : step];
  });
  return Object.fromEntries(steps) as Pick<ActivityInterfaceFor<Activities>, Name>;
}

type Step = (...given: never[]) => Promise<unknown>;

/** A step that has failed too often says so, where operators search, and is begun again: it may not be given up. */
function insisting(name: string, step: Step): Step {
  return async (...given) => {
    for (const phase = currentPhase(); ;) {
      try {
        const answer = await step(...given);
        if (phase && currentPhase() === 'stuck') report(phase, 'Goes on again.');
        return answer;
      } catch (error) {
        if (!(error instanceof ActivityFailure) || error.retryState !== RetryState.MAXIMUM_ATTEMPTS_REACHED)
          throw error;
        report('stuck', `${name} has failed ${STUCK_AFTER} times; it is tried again. Last: ${error.cause?.message}`);
      }
    }
  };
}
