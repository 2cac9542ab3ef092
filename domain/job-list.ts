// domain/job-list.ts — which jobs a list shows, and in which order.
import type { JobRecord, JobStatus } from './job.ts';
import type { Place } from './storage.ts';
import { placeOf } from './storage.ts';

export const JOB_ORDERS = ['newest', 'oldest', 'name'] as const;
export type JobOrder = (typeof JOB_ORDERS)[number];

/** Everything that is given has to hold. */
export interface JobFilter {
  status?: JobStatus;
  place?: Place;
  /** Part of the name or of the file name, in any case. */
  text?: string;
}

/** Jobs that one list can put in the order of their names: no index knows that order, so all of them are read for it. */
export const NAMES_SORTED = 2000;

/** Thrown where a list by name would be longer than what is sorted: a filter makes it shorter. */
export class TooManyToSort extends Error {
  override name = 'TooManyToSort';
}

type Listed = Pick<JobRecord, 'jobId' | 'name' | 'inputFileName'>;

export function isFiltered({ status, place, text }: JobFilter): boolean {
  return status !== undefined || place !== undefined || text !== undefined;
}

export function isListed(job: JobRecord, { status, place, text }: JobFilter): boolean {
  if (job.deletedAt !== undefined) return false;
  if (status !== undefined && job.status !== status) return false;
  if (place !== undefined && placeOf(job) !== place) return false;
  return text === undefined || searchText(job).includes(text.toLowerCase());
}

/** What a search looks through. */
export function searchText({ name = '', inputFileName }: Omit<Listed, 'jobId'>): string {
  return `${name}\n${inputFileName}`.toLowerCase();
}

/** By the name that people see, in any case; among equals by id, so that every list of the same jobs is in one order. */
export function byName(a: Listed, b: Listed): number {
  const [left, right] = [sortName(a), sortName(b)];
  if (left !== right) return left < right ? -1 : 1;
  if (a.jobId === b.jobId) return 0;
  return a.jobId < b.jobId ? -1 : 1;
}

const sortName = ({ name, inputFileName }: Listed): string => (name ?? inputFileName).toLowerCase();
