// web/spa/list/query.ts — what of one's jobs is wanted, kept in the address so that it can be shared and gone back to.
import type { JobView } from '../../contract.ts';
import { JOB_STATUSES } from '../../../domain/job.ts';
import { PLACES } from '../../../domain/storage.ts';

export const SORTS = ['newest', 'oldest', 'name'] as const;

export interface ListQuery {
  status?: (typeof JOB_STATUSES)[number] | undefined;
  place?: (typeof PLACES)[number] | undefined;
  q: string;
  sort: (typeof SORTS)[number];
}

export const EVERYTHING: ListQuery = { q: '', sort: 'newest' };

/** Whatever the address says that is not one of ours is left out. */
export function fromAddress(search: string): ListQuery {
  const given = new URLSearchParams(search);
  const one = <Value extends string>(values: readonly Value[], name: string) =>
    values.find((value) => value === given.get(name));
  return {
    status: one(JOB_STATUSES, 'status'),
    place: one(PLACES, 'place'),
    q: given.get('q')?.slice(0, 120) ?? '',
    sort: one(SORTS, 'sort') ?? 'newest',
  };
}

/** `status=FAILED&q=chrM`: what differs from everything, newest first. */
export function toAddress({ status, place, q, sort }: ListQuery): string {
  const wanted = { status, place, q: q.trim(), sort: sort === 'newest' ? undefined : sort };
  const told = Object.entries(wanted).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return new URLSearchParams(told).toString();
}

export function isFiltered({ status, place, q }: ListQuery): boolean {
  return status !== undefined || place !== undefined || q.trim() !== '';
}

/** Whether a job that was heard of since belongs into the list; the server has the last word when it is asked again. */
export function belongs(job: JobView, { status, place, q }: ListQuery): boolean {
  if (status && job.status !== status && !(status === 'PENDING' && job.status === 'ACCEPTED')) return false;
  if (place && job.place !== place) return false;
  const text = `${job.name ?? ''}\n${job.file_name}`.toLowerCase();
  return text.includes(q.trim().toLowerCase());
}

type Order = (a: JobView, b: JobView) => number;

const byTime: Order = (a, b) => Date.parse(a.submitted_at) - Date.parse(b.submitted_at);

export const ORDERS: Record<ListQuery['sort'], Order> = {
  newest: (a, b) => byTime(b, a),
  oldest: byTime,
  name: (a, b) => titleOf(a).localeCompare(titleOf(b)) || byTime(b, a),
};

function titleOf({ name, file_name: fileName }: JobView): string {
  return name ?? fileName;
}
