// cli/operators/inspection.ts — gathers everything that is known of a job: what each place says, or why it says nothing.
import type { RetrievalState } from '../../domain/archive.ts';
import { resultWorkflowId } from '../../domain/workflow-ids.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import { jobSubject } from '../../domain/audit.ts';
import type { JobId, JobRecord, ObjectRef } from '../../domain/job.ts';
import { isTombstone } from '../../domain/job.ts';
import type { Placement } from '../../domain/placement.ts';
import { placement } from '../../domain/placement.ts';
import type { Plan } from '../../domain/plan.ts';
import type { ObjectVersion } from '../../domain/ports.ts';
import type { WorkflowView } from '../../temporal/inspection.ts';
import { CliFailure } from '../failure.ts';
import type { Operator } from './operator.ts';
import { type Told, told } from './told.ts';

export interface JobObject {
  what: 'input' | 'result' | 'log';
  versions: Told<readonly ObjectVersion[]>;
}

interface RetrievalView {
  retrievalId: string;
  state: RetrievalState;
}

/** What a row says, and what follows from it. */
export interface RowSeen {
  job: JobRecord;
  plan: Told<Plan>;
  need: Placement['kind'] | 'unknown';
  objects: readonly JobObject[];
  /** Missing where there is nothing to retrieve. */
  retrieval?: Told<RetrievalView | 'none'>;
}

export interface Inspection {
  jobId: JobId;
  /** Missing where no row was ever recorded, or nothing is left of it. */
  row?: RowSeen;
  tombstone?: Pick<JobRecord, 'deletedAt' | 'expiresAt'>;
  workflows: Told<readonly WorkflowView[]>;
  audit: Told<readonly AuditEntry[]>;
}

/** Asks row, user, Temporal, S3, archive and audit log. CliFailure `job-unknown` where none of them knows the job. */
export async function inspectJob(operator: Operator, jobId: JobId, now: number): Promise<Inspection> {
  const job = await operator.jobs.get(jobId);
  const [row, workflows, audit] = await Promise.all([
    job && !isTombstone(job) ? rowSeen(operator, job, now) : undefined,
    told(() => operator.workflows.ofJob({ jobId, ...(job?.userId ? { userId: job.userId } : {}) })),
    told(() => operator.audit.of(jobSubject(jobId))),
  ]);
  if (!job && isNothing(workflows) && isNothing(audit))
    throw new CliFailure('job-unknown', `There is no job ${jobId}.`);
  return { jobId, ...(row ? { row } : job ? { tombstone: job } : {}), workflows, audit };
}

async function rowSeen(operator: Operator, job: JobRecord, now: number): Promise<RowSeen> {
  const [plan, objects, retrieval] = await Promise.all([
    told(async () => (await operator.users.get(job.userId)).plan),
    objectsOf(operator, job),
    job.archive ? told(() => retrievalOf(operator, job)) : undefined,
  ]);
  const need = 'told' in plan ? placement(job, plan.told, { now, graceMs: operator.graceMs }).kind : 'unknown';
  return { job, plan, need, objects, ...(retrieval ? { retrieval } : {}) };
}

function isNothing(answer: Told<readonly unknown[]>): boolean {
  return 'told' in answer && answer.told.length === 0;
}

function objectsOf({ objects }: Operator, { input, result, log }: JobRecord): Promise<JobObject[]> {
  const refs: [JobObject['what'], ObjectRef | undefined][] = [
    ['input', input],
    ['result', result],
    ['log', log],
  ];
  const there = refs.flatMap(([what, ref]) => (ref ? [{ what, ref }] : []));
  return Promise.all(there.map(async ({ what, ref }) => ({ what, versions: await told(() => objects.versions(ref)) })));
}

/** The retrieval that the row names, or else one that the archive itself knows. */
async function retrievalOf(
  { archives }: Operator,
  { jobId, archive, restore }: JobRecord,
): Promise<RetrievalView | 'none'> {
  const store = archives.of(archive!.store);
  const named = restore?.retrievalId;
  const found =
    named ?? (await store.findRetrieval({ archiveId: archive!.id, description: resultWorkflowId(jobId) }))?.retrievalId;
  return found === undefined ? 'none' : { retrievalId: found, state: await store.describe(found) };
}
