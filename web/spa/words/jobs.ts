// web/spa/words/jobs.ts — the states of a job and the places of its result, in words.
import type { JobView } from '../../contract.ts';

type Status = JobView['status'];
type Place = JobView['place'];
type Event = JobView['timeline'][number]['event'];

export const STATUS: Record<Status, string> = {
  ACCEPTED: 'Accepted, waiting for a worker',
  PENDING: 'Waiting to be annotated',
  RUNNING: 'Being annotated',
  COMPLETED: 'Annotated',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
};

export const PLACE: Record<Place, string> = {
  none: 'without a result',
  hot: 'ready to download',
  archiving: 'being archived',
  archived: 'archived',
  restoring: 'being restored',
};

const EVENTS: Record<Event, string> = {
  submitted: 'Submitted',
  annotating: 'Annotation began',
  completed: 'Annotation completed',
  failed: 'Annotation failed',
  cancelled: 'Cancelled',
  archiving: 'Archiving began',
  kept: 'Kept: archiving was called off',
  archived: 'Archived, verified by its hash',
  restoring: 'Restoring began',
  retrieving: 'Retrieval asked for',
  'stood-down': 'Restoring called off',
  rebuilt: 'Record made again',
  restored: 'Restored, verified by its hash',
  postponed: 'Restoring postponed: the retrieval budget of the day is used up',
  moving: 'On its way to another kind of archive',
  released: 'Let go: whatever worked on it had stopped',
  deleted: 'Deleted',
};

/** "Annotated, ready to download". */
export function stateOf({ status, place, restore_postponed_until: postponed }: JobView): string {
  if (postponed) return `${STATUS[status]}, archived, waiting for the retrieval budget`;
  return place === 'none' ? STATUS[status] : `${STATUS[status]}, ${PLACE[place]}`;
}

/** One or two words, for lists. */
export function shortState({ status, place }: JobView): string {
  if (status !== 'COMPLETED') return SHORT[status];
  return SHORT_PLACE[place];
}

const SHORT: Record<Status, string> = {
  ACCEPTED: 'Accepted',
  PENDING: 'Queued',
  RUNNING: 'Annotating',
  COMPLETED: 'Annotated',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
};

const SHORT_PLACE: Record<Place, string> = {
  none: 'Annotated',
  hot: 'Ready',
  archiving: 'Archiving',
  archived: 'Archived',
  restoring: 'Restoring',
};

export function eventOf(event: Event): string {
  return EVENTS[event] ?? event;
}
