// domain/iso-time.ts — instants as everybody outside reads them.
import type { Instant } from './job.ts';

/** ISO 8601 in UTC, with milliseconds; nothing stays nothing. */
export function isoTime(at: Instant): string;
export function isoTime(at: Instant | undefined): string | undefined;
export function isoTime(at: Instant | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}
