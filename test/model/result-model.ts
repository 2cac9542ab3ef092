// test/model/result-model.ts — the life of one result as a machine of a few states, written from the rules that users were
// told and not from the code: what may happen next, what a mover has to do, and where everything ends.

export type Role = 'free' | 'premium';
export type Status = 'none' | 'pending' | 'running' | 'completed' | 'failed' | 'cancelled';
/** Where the bytes are; while they move they are still where they came from. */
export type Place = 'none' | 'hot' | 'archiving' | 'archived' | 'restoring';

export interface ResultState {
  readonly status: Status;
  readonly place: Place;
  readonly role: Role;
  /** When this role began. */
  readonly since: number;
  readonly completedAt?: number;
  readonly submittedAt: number;
  readonly deleted: boolean;
  /** Nothing is left but the tombstone. */
  readonly buried: boolean;
}

/** What users, time and other systems do to a result. */
export const OUTSIDE = ['submitted', 'retried', 'cancelled', 'upgraded', 'downgraded', 'deleted'] as const;
/** What the service does to it. */
export const INSIDE = [
  'started',
  'completed',
  'failed',
  'claimedForArchive',
  'archived',
  'kept',
  'claimedForRestore',
  'restored',
  'stoodDown',
  'swept',
  'removed',
] as const;
export type EventName = (typeof OUTSIDE)[number] | (typeof INSIDE)[number];

export type Need = 'nothing' | 'wait' | 'archive' | 'restore' | 'remove';

export const nobody = (role: Role = 'free'): ResultState => ({
  status: 'none',
  place: 'none',
  role,
  since: 0,
  submittedAt: 0,
  deleted: false,
  buried: false,
});

/** The state after an event at `at`, or undefined where this may not happen now. */
export function after(state: ResultState, event: EventName, at: number, graceMs: number): ResultState | undefined {
  if (event === 'upgraded') return withRole(state, 'premium', at);
  if (event === 'downgraded') return withRole(state, 'free', at);
  if (state.buried) return undefined;
  if (event === 'deleted') return { ...state, deleted: true };
  if (event === 'removed') return state.deleted ? { ...state, place: 'none', buried: true } : undefined;
  if (state.deleted) return afterDeletion(state, event);
  return isOfAnnotation(event) ? annotation(state, event, at) : move(state, event, at, graceMs);
}

/** A role that is in force already goes on as it began. */
function withRole(state: ResultState, role: Role, at: number): ResultState {
  return state.role === role ? state : { ...state, role, since: at };
}

/** A deleted job is annotated and moved no more; one that runs may still be told to stop, and its claims are let go. */
function afterDeletion(state: ResultState, event: EventName): ResultState | undefined {
  if (event === 'cancelled') return isOpen(state) ? { ...state, status: 'cancelled' } : undefined;
  return event === 'swept' ? swept(state) : undefined;
}

type AnnotationEvent = 'submitted' | 'retried' | 'started' | 'completed' | 'failed' | 'cancelled';

function isOfAnnotation(event: EventName): event is AnnotationEvent {
  return event in ANNOTATION;
}

function isOpen({ status }: ResultState): boolean {
  return status === 'pending' || status === 'running';
}

const ANNOTATION: Record<AnnotationEvent, { from: readonly Status[]; to: Status }> = {
  submitted: { from: ['none'], to: 'pending' },
  retried: { from: ['failed', 'cancelled'], to: 'pending' },
  started: { from: ['pending', 'running'], to: 'running' },
  completed: { from: ['running'], to: 'completed' },
  failed: { from: ['pending', 'running'], to: 'failed' },
  cancelled: { from: ['pending', 'running'], to: 'cancelled' },
};

function annotation(state: ResultState, event: AnnotationEvent, at: number): ResultState | undefined {
  const { from, to } = ANNOTATION[event];
  if (!from.includes(state.status)) return undefined;
  if (event === 'submitted') return { ...state, status: to, submittedAt: at };
  return event === 'completed' ? { ...state, status: to, place: 'hot', completedAt: at } : { ...state, status: to };
}

/** From which place each move sets out, and where it arrives. */
const MOVES: Partial<Record<EventName, readonly [from: Place, to: Place]>> = {
  claimedForArchive: ['hot', 'archiving'],
  archived: ['archiving', 'archived'],
  kept: ['archiving', 'hot'],
  claimedForRestore: ['archived', 'restoring'],
  restored: ['restoring', 'hot'],
  stoodDown: ['restoring', 'archived'],
};

/** Archiving begins and ends only under a free plan whose grace is over; all else may happen under any. */
function move(state: ResultState, event: EventName, at: number, graceMs: number): ResultState | undefined {
  if (event === 'swept') return swept(state);
  const [from, to] = MOVES[event] ?? [];
  if (state.status !== 'completed' || to === undefined || state.place !== from) return undefined;
  const archives = event === 'claimedForArchive' || event === 'archived';
  if (archives && !(state.role === 'free' && at >= graceEnd(state, graceMs))) return undefined;
  return { ...state, place: to };
}

/** A claim that nobody works on goes back to where it came from. */
function swept(state: ResultState): ResultState {
  if (state.place === 'archiving') return { ...state, place: 'hot' };
  return state.place === 'restoring' ? { ...state, place: 'archived' } : state;
}

/** Grace counts from whichever came last: the completion, or the beginning of the role. */
export function graceEnd({ completedAt, submittedAt, since }: ResultState, graceMs: number): number {
  const from = completedAt === undefined ? submittedAt : completedAt;
  return (from > since ? from : since) + graceMs;
}

/** What has to be done about a result at `now`. */
export function needOf(state: ResultState, now: number, graceMs: number): Need {
  if (state.buried) return 'nothing';
  if (state.deleted) return 'remove';
  if (state.status !== 'completed') return 'nothing';
  const isInS3 = state.place === 'hot' || state.place === 'archiving';
  const belongsInS3 = state.role === 'premium';
  if (isInS3 === belongsInS3) return 'nothing';
  if (belongsInS3) return 'restore';
  return now < graceEnd(state, graceMs) ? 'wait' : 'archive';
}

/** Where a result comes to rest when nothing happens to it any more, however long the movers take. */
export function restOf(state: ResultState): ResultState {
  if (state.buried) return state;
  if (state.deleted) return { ...state, place: 'none', buried: true };
  if (state.status !== 'completed') return state;
  return { ...state, place: state.role === 'premium' ? 'hot' : 'archived' };
}
