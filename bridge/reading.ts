// bridge/reading.ts — what a message comes to, and the words in which one is refused.
import { z } from 'zod';
import type { JobId, JobRequest, UserId } from '../domain/job.ts';
import { JOB_ID, USER_ID } from '../domain/job.ts';
import type { PlanChange } from '../domain/plan.ts';

/** One call of a starter. */
export type Work =
  | { kind: 'annotationCompleted'; jobId: JobId; userId: UserId }
  | { kind: 'planChanged'; change: PlanChange }
  | { kind: 'archiveThawed'; jobId: JobId }
  | { kind: 'jobRequested'; request: JobRequest };

/** `nothing`: a true message that asks for no work. `refused`: one that can never be accepted. */
export type Reading =
  | { kind: 'work'; work: readonly Work[] }
  | { kind: 'nothing'; why: string }
  | { kind: 'refused'; reason: string };

const REASON_CHARACTERS = 400;

export function text(pattern: RegExp, expected: string) {
  return z.string({ error: missingOr('must be text') }).regex(pattern, expected);
}

export const jobId = text(JOB_ID, 'is not an id of ours');
export const userId = text(USER_ID, 'is not an id of ours');

/** For zod's `error`: whether a field is missing or of another type, never what it held. */
export function missingOr(expected: string) {
  return ({ input }: { input?: unknown }) => (input === undefined ? 'is missing' : expected);
}

/** Checks a payload and turns it into a reading; a mismatch is refused with every field that is wrong. */
export function readAs<T>(schema: z.ZodType<T>, payload: unknown, toReading: (message: T) => Reading): Reading {
  const parsed = schema.safeParse(payload);
  return parsed.success ? toReading(parsed.data) : { kind: 'refused', reason: reasonOf(parsed.error) };
}

function reasonOf({ issues }: z.ZodError): string {
  const reasons = issues.map(({ path, message }) => `${path.join('.') || 'the message'} ${message}`);
  return reasons.join('; ').slice(0, REASON_CHARACTERS);
}
