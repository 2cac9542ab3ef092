// chaos/checker-path.ts — the paths that a row may take: its states, and its version, which grows by one.
import { isDeleted, type Row } from './rows.ts';

/** From a status to those that may follow; a status may be written again. */
const STATUS: Record<string, readonly string[]> = {
  undefined: ['PENDING'],
  PENDING: ['RUNNING', 'FAILED', 'CANCELLED'],
  RUNNING: ['COMPLETED', 'FAILED', 'CANCELLED'],
  COMPLETED: [],
  FAILED: ['PENDING'],
  CANCELLED: ['PENDING'],
};

const PLACE: Record<string, readonly string[]> = {
  undefined: ['ARCHIVING'],
  ARCHIVING: ['undefined', 'ARCHIVED'],
  ARCHIVED: ['RESTORING'],
  RESTORING: ['undefined', 'ARCHIVED'],
};

/** What is wrong with a step of a row, in words. */
export function checkPath(before: Row | undefined, after: Row): string[] {
  const [from, to] = [Number(before?.['version'] ?? 0), Number(after['version'] ?? Number.NaN)];
  const wrong = to === from + 1 ? [] : [`version ${to} follows ${from}`];
  if (before && isDeleted(before)) return isDeleted(after) ? wrong : [...wrong, 'a deleted row came back to life'];
  if (isDeleted(after)) return wrong;
  return [...wrong, ...step('job_status', STATUS, [before, after]), ...step('archive_status', PLACE, [before, after])];
}

function step(name: string, paths: typeof STATUS, [before, after]: [Row | undefined, Row]): string[] {
  const [old, now] = [String(before?.[name]), String(after[name])];
  return old === now || paths[old]?.includes(now) ? [] : [`${name} ${now} follows ${old}`];
}
