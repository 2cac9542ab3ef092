// temporal/starters.ts — one function per way in which the outside starts or wakes a workflow: ids, queues, policies.
import type { Client } from '@temporalio/client';
import type { ArchiveStoreName } from '../domain/archive.ts';
import type { JobId, JobRequest, JobStatus, UserId } from '../domain/job.ts';
import type { PlanChange, Role } from '../domain/plan.ts';
import type { Notices } from '../domain/notice-ports.ts';
import type { Annotations, ResultMovers } from '../domain/ports.ts';
import type { RebuildReport } from '../domain/rebuilding.ts';
import type { ReconcileReport } from '../domain/reconciliation.ts';
import { annotationStarters } from './annotation-starters.ts';
import { CALL_WAIT_MS } from './calls.ts';
import { noticeStarters } from './notice-starters.ts';
import { operatorStarters } from './operator-starters.ts';
import { removalStarters } from './removal-starters.ts';
import { resultStarters } from './result-starters.ts';

/** `accepted`: Temporal holds the submission, but no worker has recorded the row within three seconds. */
type Submission = { kind: 'recorded'; status: JobStatus } | { kind: 'accepted' };

export interface Starters extends ResultMovers, Notices, Annotations {
  /** Starts `annotate/<job_id>`, once for each attempt of a job however often it is called. Throws TemporalAway. */
  submit(request: JobRequest, role: Role): Promise<Submission>;
  /** What was submitted under this id, from the moment in which Temporal holds it; undefined for what never was. */
  submission(jobId: JobId): Promise<JobRequest | undefined>;
  /** As submit, for a job request that arrives as a message: nobody waits for the row. */
  requestJob(request: JobRequest): Promise<void>;
  /** Asks for the cancellation of a job's annotation; false where none runs. */
  cancel(jobId: JobId): Promise<boolean>;
  /** Wakes the mover of a result that has been annotated. */
  annotationCompleted(result: { jobId: JobId; userId: UserId }): Promise<void>;
  /** Hands a change of plan to `plan/<user_id>`. */
  changePlan(change: PlanChange): Promise<void>;
  /** Tells the mover of a result that a retrieval is over; false where none runs: then nobody waits for it. */
  archiveThawed(jobId: JobId): Promise<boolean>;
  /** Marks a job as deleted, and has it removed; `accepted`: Temporal holds the wish, no worker has marked it yet. */
  deleteJob(job: { jobId: JobId; userId: UserId }): Promise<'marked' | 'accepted'>;
  /** Deletes an account as it is now, with every job. */
  closeAccount(userId: UserId): Promise<void>;
  /** Lets go of a claim: a mover that runs is cancelled, and gives it back; otherwise a sweep is started. */
  release(job: { jobId: JobId; userId: UserId }): Promise<'cancelled' | 'swept'>;
  /** Compares table, buckets and archives; joins a comparison of the same kind that is under way. */
  reconcile(how: { dryRun: boolean }): Promise<{ workflowId: string; report: Promise<ReconcileReport> }>;
  /** Makes the rows of a lost table again; joins one of the same kind that is under way. */
  rebuild(how: { dryRun: boolean }): Promise<{ workflowId: string; report: Promise<RebuildReport> }>;
  /** Has every archived result moved to another kind of archive; not `started` where that is under way already. */
  moveArchives(how: { to: ArchiveStoreName; perMinute?: number }): Promise<{ workflowId: string; started: boolean }>;
  /** Whether Temporal answers. */
  healthy(): Promise<boolean>;
}

export function createStarters(client: Client): Starters {
  return {
    ...annotationStarters(client),
    ...resultStarters(client),
    ...removalStarters(client),
    ...noticeStarters(client),
    ...operatorStarters(client),
    async healthy() {
      const answer = client.withDeadline(Date.now() + CALL_WAIT_MS, () =>
        client.workflowService.describeNamespace({ namespace: client.options.namespace }),
      );
      return answer.then(
        () => true,
        () => false,
      );
    },
  };
}
