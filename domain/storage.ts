// domain/storage.ts — where a user's results are, in numbers.
import type { JobRecord } from './job.ts';

/** Where a result's bytes are, or are going. */
export const PLACES = ['none', 'hot', 'archiving', 'archived', 'restoring'] as const;
export type Place = (typeof PLACES)[number];

/** Results and their bytes by place. A job without a result counts under `none`. */
export type Storage = Record<Place, { results: number; bytes: number }>;

type Placed = Pick<JobRecord, 'archiveStatus' | 'hotKey' | 'archive'>;

/** Where the result's bytes are, or are going. */
export function placeOf(job: Placed): Place {
  if (job.archiveStatus === 'RESTORING') return 'restoring';
  if (job.hotKey !== undefined) return job.archiveStatus === 'ARCHIVING' ? 'archiving' : 'hot';
  return job.archive || job.archiveStatus === 'ARCHIVED' ? 'archived' : 'none';
}

export function emptyStorage(): Storage {
  return Object.fromEntries(PLACES.map((place) => [place, { results: 0, bytes: 0 }])) as Storage;
}

/** Adds one job to the count. */
export function countJob(storage: Storage, job: Placed & Pick<JobRecord, 'result'>): void {
  const counted = storage[placeOf(job)];
  counted.results += 1;
  counted.bytes += job.archive?.bytes ?? job.result?.bytes ?? 0;
}
