// temporal/annotation-queue.ts — what Temporal tells of the annotations that are open: by its index of workflows, by the
// state of the task queue, and by the pending step of one workflow.
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { AnnotationQueue, AnnotationState, OpenAnnotation, QueueSnapshot } from '../domain/annotation-queue.ts';
import { annotateWorkflowId, jobOfAnnotateId } from '../domain/workflow-ids.ts';
import { ANNOTATE_QUEUE, WORKFLOWS_QUEUE } from '../workflows/queues.ts';
import { GAS_PHASE, GAS_PLAN, GAS_USER_ID } from '../workflows/search-attributes.ts';
import { soon } from './calls.ts';
import { readPayload } from './payloads.ts';
import { millis, taskQueueState } from './task-queues.ts';

/** Open annotations that are read to tell a job's place; beyond them it is unknown. */
const MOST = 3000;
const RECENT = 20;
/** A poll lasts a minute: who has not asked for longer is busy or gone. */
const FRESH_MS = 75_000;

/** temporal.api.enums.v1.PendingActivityState */
const SCHEDULED = 1;

/** Each call asks Temporal anew. Throws TemporalAway. */
export function annotationQueue(client: Client): AnnotationQueue {
  return {
    snapshot: () => soon(client, () => readSnapshot(client)),
    recent: () => soon(client, () => recentJobs(client)),
    stateOf: (jobId) => soon(client, () => stateOf(client, jobId)),
  };
}

async function readSnapshot(client: Client): Promise<QueueSnapshot> {
  const [open, annotate, workflows] = await Promise.all([
    openAnnotations(client),
    taskQueueState(client, { queue: ANNOTATE_QUEUE, kind: 'activity', polledMs: FRESH_MS }),
    taskQueueState(client, { queue: WORKFLOWS_QUEUE, kind: 'workflow', polledMs: FRESH_MS }),
  ]);
  const annotating = open.filter(({ phase }) => phase === 'annotating').length;
  return {
    open,
    truncated: open.length >= MOST,
    running: Math.max(0, annotating - annotate.waiting),
    annotators: annotate.workers.size,
    recorders: workflows.workers.size,
  };
}

async function openAnnotations({ workflow }: Client): Promise<(OpenAnnotation & { phase: string | undefined })[]> {
  const open: (OpenAnnotation & { phase: string | undefined })[] = [];
  const query = `WorkflowType = 'annotateJob' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId, startTime, typedSearchAttributes: told } of workflow.list({ query, pageSize: 1000 })) {
    open.push({
      jobId: jobOfAnnotateId(workflowId),
      userId: told.get(GAS_USER_ID) ?? '',
      premium: told.get(GAS_PLAN) === 'premium_user',
      startedAt: startTime.getTime(),
      phase: told.get(GAS_PHASE),
    });
    if (open.length === MOST) break;
  }
  return open;
}

async function recentJobs({ workflow }: Client): Promise<string[]> {
  const query = `WorkflowType = 'annotateJob' AND ExecutionStatus = 'Completed'`;
  const jobs: string[] = [];
  for await (const { workflowId } of workflow.list({ query, pageSize: RECENT })) {
    jobs.push(jobOfAnnotateId(workflowId));
    if (jobs.length === RECENT) break;
  }
  return jobs;
}

async function stateOf(client: Client, jobId: string): Promise<AnnotationState> {
  try {
    const { status, raw } = await client.workflow.getHandle(annotateWorkflowId(jobId)).describe();
    if (status.name !== 'RUNNING') return { kind: 'none' };
    const step = raw.pendingActivities?.find(({ activityType }) => activityType?.name === 'annotate');
    return step ? stateOfStep(step, client) : { kind: 'recording' };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'none' };
    throw error;
  }
}

type Description = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['describe']>>;
type Step = NonNullable<Description['raw']['pendingActivities']>[number];

async function stateOfStep(step: Step, client: Client): Promise<AnnotationState> {
  if (Number(step.state) === SCHEDULED) {
    const at = millis(step.nextAttemptScheduleTime);
    return (step.attempt ?? 1) > 1 && at > Date.now() ? { kind: 'retrying', at } : { kind: 'queued' };
  }
  const beat = step.heartbeatDetails?.payloads?.[0];
  const told = beat && (await readPayload<{ records?: number }>(client, beat));
  const records = typeof told?.records === 'number' ? { records: told.records } : {};
  return { kind: 'running', since: millis(step.lastStartedTime), ...records };
}
