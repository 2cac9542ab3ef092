// domain/annotation-queue.ts — where a job stands among those that wait to be annotated, why it waits, and how long that
// may take. Premium goes before free; within a plan users take turns, and a user's own jobs keep their order.
import type { Instant, JobId, JobRecord, UserId } from './job.ts';

/** An annotation that has begun or waits to. */
export interface OpenAnnotation {
  jobId: JobId;
  userId: UserId;
  premium: boolean;
  startedAt: Instant;
}

/** What Temporal tells of all annotations, at one moment. */
export interface QueueSnapshot {
  open: readonly OpenAnnotation[];
  /** More annotations are open than were read. */
  truncated: boolean;
  /** Annotations that a worker is busy with. */
  running: number;
  /** Workers that have lately asked for an annotation, and for a workflow. A busy one asks for none. */
  annotators: number;
  recorders: number;
}

/** What Temporal tells of one job. `recording`: its row is not written yet. */
export type AnnotationState =
  | { kind: 'none' | 'recording' | 'queued' }
  | { kind: 'retrying'; at: Instant }
  | { kind: 'running'; since: Instant; records?: number };

/** The door to what Temporal knows of annotations; throws where it is away. */
export interface AnnotationQueue {
  snapshot(): Promise<QueueSnapshot>;
  stateOf(jobId: JobId): Promise<AnnotationState>;
  /** Jobs whose annotation has ended lately, newest first, at most 20. */
  recent(): Promise<JobId[]>;
}

export const WAIT_REASONS = [
  'over',
  'annotating',
  'starting',
  'workers-busy',
  'no-worker',
  'retry-after-failure',
  'nobody',
  'unknown',
] as const;
type WaitReason = (typeof WAIT_REASONS)[number];

export interface Standing {
  reason: WaitReason;
  /** From 1, and how many are before it; only of a job that waits for its turn. */
  position?: number;
  ahead?: number;
  expectedStartAt?: Instant;
  retryAt?: Instant;
  /** Records that have been read, of a job that is being annotated. */
  records?: number;
}

export interface QueueView {
  job: { jobId: JobId; userId: UserId };
  state: AnnotationState;
  snapshot: QueueSnapshot;
  /** What an annotation took lately; unknown where none has ended. */
  typicalMs?: number;
  now: Instant;
}

/** Where a job stands that is not over. */
export function standing(view: QueueView): Standing {
  const { state } = view;
  if (state.kind === 'none') return { reason: 'nobody' };
  if (state.kind === 'running')
    return { reason: 'annotating', ...(state.records === undefined ? {} : { records: state.records }) };
  if (state.kind === 'retrying') return { reason: 'retry-after-failure', retryAt: state.at };
  return waiting(view);
}

function waiting({ job, state, snapshot, typicalMs, now }: QueueView): Standing {
  const before = ahead(snapshot, job);
  const place = before === undefined ? {} : { position: before + 1, ahead: before };
  const { running, annotators, recorders } = snapshot;
  const idle = state.kind === 'recording' ? recorders === 0 : annotators === 0 && running === 0;
  if (idle) return { reason: 'no-worker', ...place };
  if (running === 0 && !before) return { reason: 'starting', ...place, expectedStartAt: now };
  if (typicalMs === undefined || before === undefined) return { reason: 'workers-busy', ...place };
  const expectedStartAt = now + Math.ceil(((before + 1) * typicalMs) / Math.max(1, running));
  return { reason: 'workers-busy', ...place, expectedStartAt };
}

/** Jobs that will be annotated before this one, which waits; unknown where it is not among those that were read. */
export function ahead({ open, running, truncated }: QueueSnapshot, job: QueueView['job']): number | undefined {
  const own = open.find(({ jobId }) => jobId === job.jobId);
  if (!own) return truncated ? undefined : Math.max(0, open.length - running);
  // The oldest are taken to be those that the workers have: only their number is known.
  const others = open.filter((one) => one !== own).toSorted((a, b) => a.startedAt - b.startedAt);
  const queued = others.slice(running);
  const first = own.premium ? 0 : queued.filter(({ premium }) => premium).length;
  const level = queued.filter(({ premium }) => premium === own.premium);
  const ownBefore = level.filter((one) => one.userId === own.userId && isBefore(one, own)).length;
  return first + ownBefore + turnsOfOthers(level, own, ownBefore);
}

/** Each other user has as many turns as this one has before this job, and one more where they asked first. */
function turnsOfOthers(level: readonly OpenAnnotation[], own: OpenAnnotation, ownBefore: number): number {
  const byUser = Map.groupBy(
    level.filter(({ userId }) => userId !== own.userId),
    ({ userId }) => userId,
  );
  let turns = 0;
  for (const theirs of byUser.values()) {
    const earlier = theirs.filter((one) => isBefore(one, own)).length;
    turns += Math.min(theirs.length, ownBefore + (earlier > ownBefore ? 1 : 0));
  }
  return turns;
}

const isBefore = (a: OpenAnnotation, b: OpenAnnotation): boolean =>
  a.startedAt < b.startedAt || (a.startedAt === b.startedAt && a.jobId < b.jobId);

/** The median of what the annotations of these jobs took, from their timelines. */
export function typicalAnnotationMs(jobs: readonly JobRecord[]): number | undefined {
  const took = jobs.flatMap(({ timeline }) => {
    const end = timeline.findLast(({ event }) => event === 'completed')?.at;
    const start = timeline.findLast(({ event, at }) => event === 'annotating' && at <= (end ?? 0))?.at;
    return end === undefined || start === undefined ? [] : [end - start];
  });
  return took.toSorted((a, b) => a - b)[Math.floor(took.length / 2)];
}

/** A sentence for whoever waits. `time` says a moment in the reader's own way. */
export function standingInWords(
  { reason, ahead: before = 0, retryAt }: Standing,
  time: (at: Instant) => string,
): string {
  const queue =
    before === 0
      ? 'It is the next one.'
      : before === 1
        ? 'One annotation is before it.'
        : `${before} annotations are before it.`;
  const words: Record<WaitReason, string> = {
    over: 'This annotation is over; it waits for nothing.',
    annotating: 'It is being annotated.',
    starting: 'A worker takes it in a moment.',
    'workers-busy': `All workers are busy with other annotations. ${queue}`,
    'no-worker': 'No worker is running at the moment. The job is safe, and begins as soon as one is back.',
    'retry-after-failure': `An attempt failed on our side; the next one begins ${retryAt === undefined ? 'soon' : `at ${time(retryAt)}`}.`,
    nobody:
      'Nothing works on this job at the moment. The service looks for such jobs by itself; you can also cancel it and run it again.',
    unknown: 'The queue cannot be seen at the moment. The job is safe.',
  };
  return words[reason];
}
