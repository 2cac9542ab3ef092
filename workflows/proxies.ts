// workflows/proxies.ts — every step with its queue, time limits, retries and the summary operators read, as one table.
import type { ActivityInterfaceFor, ActivityOptions } from '@temporalio/workflow';
import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { ANNOTATE_QUEUE, TRANSFER_QUEUE, WORKFLOWS_QUEUE } from './queues.ts';

/** A few requests to tables, topics and vaults: retried until the other side is back. */
const quick: ActivityOptions = {
  taskQueue: WORKFLOWS_QUEUE,
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '500ms', maximumInterval: '1 minute' },
};

/** A bad address must not keep a workflow open for ever. */
const mail: ActivityOptions = { ...quick, scheduleToCloseTimeout: '1 day' };

/** Gigabytes may take hours; a dead worker is noticed by its missing heartbeat. */
const transfer: ActivityOptions = {
  taskQueue: TRANSFER_QUEUE,
  startToCloseTimeout: '12 hours',
  heartbeatTimeout: '12s',
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

export const { claimForArchive, beginUpload, recordArchived, keepHot, deleteHotCopy } = proxied(quick, {
  claimForArchive: 'claim the result for archiving',
  beginUpload: 'open an upload into the archive',
  recordArchived: 'record the archive in the row',
  keepHot: 'keep the result in S3: release the claim',
  deleteHotCopy: 'delete the S3 versions that were claimed',
});

export const { claimForRestore, startRetrieval, describeRetrieval, recordRestored, deleteArchive, standDown } = proxied(
  quick,
  {
    claimForRestore: 'claim the archive for restoring',
    startRetrieval: 'start or adopt a retrieval',
    describeRetrieval: 'ask how the retrieval stands',
    recordRestored: 'record the restored result in the row',
    deleteArchive: 'delete the archive',
    standDown: 'leave the result archived: release the claim',
  },
);

export const { recordPlan, wakeResults } = proxied(quick, {
  recordPlan: 'record role and plan version',
  wakeResults: 'wake up to 100 results of the user',
});

export const { mailOutcome } = proxied(mail, { mailOutcome: 'mail the owner' });
export const { annotate } = proxied(annotating, { annotate: 'annotate the VCF' });
export const { uploadToArchive, copyBack } = proxied(transfer, {
  uploadToArchive: 'send the parts, complete with the tree hash',
  copyBack: 'copy the thawed archive back to S3, verified',
});

function proxied<Name extends keyof Activities>(
  options: ActivityOptions,
  summaries: Record<Name, string>,
): Pick<ActivityInterfaceFor<Activities>, Name> {
  const names = Object.keys(summaries) as Name[];
  const steps = names.map((name) => [
    name,
    proxyActivities<Activities>({ ...options, summary: summaries[name] })[name],
  ]);
  return Object.fromEntries(steps) as Pick<ActivityInterfaceFor<Activities>, Name>;
}
