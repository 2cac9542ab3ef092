// temporal/annotation-queue.ts — what Temporal tells of the annotations that are open: by its index of workflows, by the
// state of the task queue, and by the pending step of one workflow.
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { AnnotationQueue, AnnotationState, OpenAnnotation, QueueSnapshot } from '../domain/annotation-queue.ts';
import { ANNOTATE_QUEUE, WORKFLOWS_QUEUE } from '../workflows/queues.ts';
import { GAS_PHASE, GAS_PLAN, GAS_USER_ID } from '../workflows/search-attributes.ts';
import { CALL_WAIT_MS } from './calls.ts';
import { orAway } from './errors.ts';
import { readPayload } from './payloads.ts';

/** Open annotations that are read to tell a job's place; beyond them it is unknown. */
const MOST = 3000;
const RECENT = 20;
/** A poll lasts a minute: who has not asked for longer is busy or gone. */
const FRESH_MS = 75_000;

type QueueType = NonNullable<Parameters<Client['workflowService']['describeTaskQueue']>[0]['taskQueueType']>;
/** temporal.api.enums.v1.TaskQueueType and PendingActivityState */
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the client does not export its enums
const TASKS = { workflow: 1 as QueueType, activity: 2 as QueueType };
const SCHEDULED = 1;

/** Each call asks Temporal anew. Throws TemporalAway. */
export function annotationQueue(client: Client): AnnotationQueue {
  const soon = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await client.withDeadline(Date.now() + CALL_WAIT_MS, call);
    } catch (error) {
      throw orAway(error);
    }
  };
  return {
    snapshot: () => soon(() => readSnapshot(client)),
    recent: () => soon(() => recentJobs(client)),
    stateOf: (jobId) => soon(() => stateOf(client, jobId)),
  };
}

async function readSnapshot(client: Client): Promise<QueueSnapshot> {
  const [open, annotate, workflows] = await Promise.all([
    openAnnotations(client),
    describeQueue(client, ANNOTATE_QUEUE, 'activity'),
    describeQueue(client, WORKFLOWS_QUEUE, 'workflow'),
  ]);
  const annotating = open.filter(({ phase }) => phase === 'annotating').length;
  return {
    open,
    truncated: open.length >= MOST,
    running: Math.max(0, annotating - annotate.backlog),
    annotators: annotate.workers,
    recorders: workflows.workers,
  };
}

async function openAnnotations({ workflow }: Client): Promise<(OpenAnnotation & { phase: string | undefined })[]> {
  const open: (OpenAnnotation & { phase: string | undefined })[] = [];
  const query = `WorkflowType = 'annotateJob' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId, startTime, typedSearchAttributes: told } of workflow.list({ query, pageSize: 1000 })) {
    open.push({
      jobId: jobIdOf(workflowId),
      userId: told.get(GAS_USER_ID) ?? '',
      premium: told.get(GAS_PLAN) === 'premium_user',
      startedAt: startTime.getTime(),
      phase: told.get(GAS_PHASE),
    });
    if (open.length === MOST) break;
  }
  return open;
}

async function describeQueue(client: Client, name: string, kind: keyof typeof TASKS) {
  const { pollers, stats } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name },
    taskQueueType: TASKS[kind],
    reportStats: true,
  });
  const since = Date.now() - FRESH_MS;
  const fresh = pollers.filter(({ lastAccessTime }) => millis(lastAccessTime) >= since);
  const workers = new Set(fresh.map(({ identity }) => identity)).size;
  return { workers, backlog: Number(stats?.approximateBacklogCount ?? 0) };
}

async function recentJobs({ workflow }: Client): Promise<string[]> {
  const query = `WorkflowType = 'annotateJob' AND ExecutionStatus = 'Completed'`;
  const jobs: string[] = [];
  for await (const { workflowId } of workflow.list({ query, pageSize: RECENT })) {
    jobs.push(jobIdOf(workflowId));
    if (jobs.length === RECENT) break;
  }
  return jobs;
}

async function stateOf(client: Client, jobId: string): Promise<AnnotationState> {
  try {
    const { status, raw } = await client.workflow.getHandle(`annotate/${jobId}`).describe();
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

const jobIdOf = (workflowId: string): string => workflowId.slice('annotate/'.length);

function millis(time: { seconds?: unknown; nanos?: number | null } | null | undefined): number {
  return Number(time?.seconds ?? 0) * 1000 + Math.floor((time?.nanos ?? 0) / 1e6);
}
