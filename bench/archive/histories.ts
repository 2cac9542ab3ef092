// bench/archive/histories.ts — what Temporal's histories tell: how long each step took, and which actions were billed.
import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';

type Event = temporal.api.history.v1.IHistoryEvent;

/** One activity: when it was scheduled, begun and completed, in milliseconds since 1970. */
interface Step {
  name: string;
  scheduledAt: number;
  startedAt: number;
  completedAt: number;
  attempts: number;
}

export interface Told {
  startedAt: number;
  closedAt: number;
  steps: Step[];
  actions: Record<string, number>;
}

/** Activities beat every three seconds (activities/transfer.ts); heartbeats are in no history. */
const BEAT_MS = 3000;

/** The history of the newest run under an id. */
export async function historyOf(client: Client, workflowId: string): Promise<Told> {
  const { events = [] } = await client.workflow.getHandle(workflowId).fetchHistory();
  const list = events ?? [];
  const steps = stepsOf(list);
  return {
    startedAt: timeOf(list[0]!),
    closedAt: timeOf(list.at(-1)!),
    steps,
    actions: actionsOf(list, steps),
  };
}

/**
 * Billable actions as docs.temporal.io/cloud/actions defines them: workflow started; signal received (one more where it
 * came with the start); timer started; search attributes upserted (not those of the start); activity started, each
 * attempt; heartbeat recorded (counted here as one per three seconds of an activity, which is the most there can be of
 * a transfer of one part); update accepted; a marker is free but for those of side effects and versions.
 */
function actionsOf(events: readonly Event[], steps: readonly Step[]): Record<string, number> {
  const count = (has: keyof Event) => events.filter((event) => Boolean(event[has])).length;
  return {
    'workflow starts': count('workflowExecutionStartedEventAttributes'),
    signals: count('workflowExecutionSignaledEventAttributes'),
    timers: count('timerStartedEventAttributes'),
    'search-attribute updates': count('upsertWorkflowSearchAttributesEventAttributes'),
    activities: sum(steps.map(({ attempts }) => attempts)),
    heartbeats: sum(steps.map(({ startedAt, completedAt }) => Math.floor((completedAt - startedAt) / BEAT_MS))),
    updates: count('workflowExecutionUpdateAcceptedEventAttributes'),
    markers: count('markerRecordedEventAttributes'),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function stepsOf(events: readonly Event[]): Step[] {
  const scheduled = new Map(events.map((event) => [String(event.eventId), event]));
  const started = new Map(
    events.flatMap((event) => {
      const of = event.activityTaskStartedEventAttributes;
      return of ? [[String(of.scheduledEventId), event] as const] : [];
    }),
  );
  return events.flatMap((event) => {
    const of = event.activityTaskCompletedEventAttributes;
    const order = of && scheduled.get(String(of.scheduledEventId));
    const begun = of && started.get(String(of.scheduledEventId));
    if (!order || !begun) return [];
    return [
      {
        name: order.activityTaskScheduledEventAttributes?.activityType?.name ?? '',
        scheduledAt: timeOf(order),
        startedAt: timeOf(begun),
        completedAt: timeOf(event),
        attempts: begun.activityTaskStartedEventAttributes?.attempt ?? 1,
      },
    ];
  });
}

function timeOf({ eventTime }: Event): number {
  return Number(eventTime?.seconds ?? 0) * 1000 + (eventTime?.nanos ?? 0) / 1e6;
}

/** How long a run took, in milliseconds, without the time in which the archive thawed. */
export function workedMs({ startedAt, closedAt, steps }: Told): number {
  const asked = steps.findLast(({ name }) => name === 'startRetrieval');
  const copied = steps.findLast(({ name }) => name === 'copyBack');
  const thawMs = asked && copied ? copied.scheduledAt - asked.completedAt : 0;
  return closedAt - startedAt - thawMs;
}
