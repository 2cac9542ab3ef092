// web/spa/parts/words.ts — the states of a job, in words.
import type { JobView } from '../../contract.ts';

const STATUS: Record<JobView['status'], string> = {
  ACCEPTED: 'Accepted, waiting for a worker',
  PENDING: 'Waiting to be annotated',
  RUNNING: 'Being annotated',
  COMPLETED: 'Annotated',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
};

const PLACE: Record<JobView['place'], string> = {
  none: '',
  hot: 'ready to download',
  archiving: 'being archived',
  archived: 'archived',
  restoring: 'being restored',
};

const EVENTS: Record<JobView['timeline'][number]['event'], string> = {
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
  restored: 'Restored, verified by its hash',
  postponed: 'Restoring postponed: the retrieval budget of the day is used up',
  moving: 'On its way to another kind of archive',
  released: 'Let go: whatever worked on it had stopped',
  deleted: 'Deleted',
};

export function stateOf({ status, place, restore_postponed_until: postponed }: JobView): string {
  if (postponed) return `${STATUS[status]}, archived, waiting for the retrieval budget`;
  return PLACE[place] ? `${STATUS[status]}, ${PLACE[place]}` : STATUS[status];
}

export function placeInWords(place: JobView['place']): string {
  return PLACE[place] || 'without a result';
}

/** The day of a retrieval budget, which is one of UTC: "23 November 2026". */
export function budgetDay(at: string): string {
  return new Date(at).toLocaleDateString('en-GB', { timeZone: 'UTC', dateStyle: 'long' });
}

export function eventOf(event: JobView['timeline'][number]['event']): string {
  return EVENTS[event];
}

/** 153600 as "150 KB": for people, so in steps of 1024 and rounded. */
export function size(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  const step = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** step;
  return `${amount.toLocaleString('en', { maximumFractionDigits: amount < 10 ? 1 : 0 })} ${units[step]}`;
}

/** 300000 as "5 minutes". */
export function span(ms: number): string {
  const [amount, unit] =
    ms >= 172_800_000
      ? [ms / 86_400_000, 'day']
      : ms >= 7_200_000
        ? [ms / 3_600_000, 'hour']
        : ms >= 120_000
          ? [ms / 60_000, 'minute']
          : [ms / 1000, 'second'];
  return Math.round(amount).toLocaleString('en', { style: 'unit', unit, unitDisplay: 'long' });
}
