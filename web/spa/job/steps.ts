// web/spa/job/steps.ts — the life of a job as steps: what its record tells, the one it is at, and the one to come.
import type { JobView } from '../../contract.ts';
import { NOW } from '../words/job.ts';
import { eventOf } from '../words/jobs.ts';

export interface Step {
  key: string;
  when: 'past' | 'now' | 'next';
  title: string;
  at?: string | undefined;
  /** Until when: a countdown, or what is left roughly. */
  until?: { at: string; as: 'countdown' | 'left' } | undefined;
  detail?: string | undefined;
  bad?: boolean;
  /** More is to be said: where in the queue, or how far. */
  more?: 'queue' | 'progress' | undefined;
}

export function stepsOf(job: JobView): Step[] {
  const past = job.timeline.map(({ at, event, detail }, index): Step => {
    return { key: `${index}`, when: 'past', title: eventOf(event), at, detail, bad: event === 'failed' };
  });
  const now = present(job);
  return now ? [...past, { ...now, key: 'now' }] : past;
}

type Present = Omit<Step, 'key'>;

function present(job: JobView): Present | undefined {
  if (job.status === 'ACCEPTED') return { when: 'now', title: NOW.accepted, detail: NOW.acceptedWhy, more: 'queue' };
  if (job.status === 'PENDING') return { when: 'now', title: NOW.queued, more: 'queue' };
  if (job.status === 'RUNNING') return { when: 'now', title: NOW.annotating, more: 'progress' };
  return placed(job);
}

function placed({ place, archives_at: archivesAt, restore, restore_postponed_until: postponed }: JobView) {
  if (postponed) return step('now', NOW.postponed, { until: { at: postponed, as: 'countdown' } });
  if (place === 'hot') {
    return archivesAt ? step('next', NOW.archivedNext, { until: { at: archivesAt, as: 'countdown' } }) : undefined;
  }
  if (place === 'archiving') return step('now', NOW.archivingNow);
  if (place === 'archived') return step('now', NOW.archivedNow, { detail: NOW.archivedWhy });
  if (place !== 'restoring') return undefined;
  const title = restore ? `${NOW.restoringNow} by ${restore.tier}` : NOW.restoringNow;
  const until = restore && ({ at: restore.expected_at, as: 'left' } as const);
  return step('now', title, { until, detail: restore?.reason });
}

function step(when: Step['when'], title: string, more: Partial<Present> = {}): Present {
  return { when, title, ...more };
}
