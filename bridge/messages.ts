// bridge/messages.ts — the formats of the four queues, read loosely: unknown fields are ignored, everything else is checked.
import { z } from 'zod';
import type { PlanChange } from '../domain/plan.ts';
import { ROLES } from '../domain/plan.ts';
import type { Delivery, Stamp } from './envelope.ts';
import { TOKEN, unwrap } from './envelope.ts';
import { jobId, missingOr, readAs, text, userId } from './reading.ts';
import type { Reading } from './reading.ts';
import { readThaw } from './thaws.ts';

/** Where inputs must lie to be ours. */
export interface InputPlace {
  inputsBucket: string;
  keyPrefix: string;
}

export type Read = (delivery: Delivery) => Reading;
export type QueueName = 'annotationComplete' | 'planChanges' | 'thaws' | 'jobRequests';

/** A reader for each queue. None of them throws: what can't be read is refused, with a reason free of its content. */
export function readers(place: InputPlace): Record<QueueName, Read> {
  const RequestMessage = jobRequest(place);
  return {
    annotationComplete: reader((payload) => readAs(AnnotationComplete, payload, (message) => work(message))),
    planChanges: reader((payload, stamp) =>
      readAs(PlanMessage, payload, (message) => work({ kind: 'planChanged', change: planChange(message, stamp) })),
    ),
    thaws: reader((payload) => readThaw(payload, place.keyPrefix)),
    jobRequests: reader((payload) => readAs(RequestMessage, payload, (message) => work(message))),
  };
}

function reader(read: (payload: Record<string, unknown>, stamp: Stamp) => Reading): Read {
  return (delivery) => {
    const unwrapped = unwrap(delivery);
    return unwrapped.kind === 'refused' ? unwrapped : read(unwrapped.payload, unwrapped.stamp);
  };
}

function work(only: Extract<Reading, { kind: 'work' }>['work'][number]): Reading {
  return { kind: 'work', work: [only] };
}

const AnnotationComplete = z
  .object({ job_id: jobId, user_id: userId })
  .transform((message) => ({ kind: 'annotationCompleted' as const, jobId: message.job_id, userId: message.user_id }));

const printable = text(/^[^\p{Cc}]{1,1024}$/u, 'must be 1 to 1,024 characters without control characters');

/** All three forms that senders use: with a role, with a user alone, and one message per archived job. */
const PlanMessage = z
  .object({
    user_id: userId,
    role: z.enum(ROLES, 'is no role of ours').optional(),
    change_id: text(TOKEN, 'must be 1 to 128 visible ASCII characters').optional(),
    plan_version: z.int('must be a whole number').min(1, 'must be at least 1').optional(),
    job_id: jobId.optional(),
    archive_id: printable.optional(),
    s3_key_result_file: printable.optional(),
  })
  .superRefine((message, context) => {
    for (const field of missingOfPlan(message))
      context.addIssue({ code: 'custom', path: [field], message: 'is missing' });
  });
type PlanMessage = z.infer<typeof PlanMessage>;

/** An upgrade without a role is taken only from the two old forms: a stray message of another queue is none. */
function missingOfPlan(message: PlanMessage): string[] {
  if (message.role) return [];
  if (message.change_id ?? message.plan_version) return ['role'];
  const ofArchivedJob = ['job_id', 'archive_id', 's3_key_result_file'] as const;
  const missing = ofArchivedJob.filter((field) => message[field] === undefined);
  return missing.length === ofArchivedJob.length ? [] : missing;
}

function planChange(message: PlanMessage, { id, at }: Stamp): PlanChange {
  return {
    userId: message.user_id,
    role: message.role ?? 'premium_user',
    changeId: message.change_id ?? id,
    ...(message.plan_version === undefined ? {} : { planVersion: message.plan_version }),
    orderedAt: at,
  };
}

/** The end of the year 9999 in epoch seconds: a larger number is milliseconds by mistake. */
const LAST_SECOND = 253_402_300_799;

function jobRequest({ inputsBucket, keyPrefix }: InputPlace) {
  return z
    .object({
      job_id: jobId,
      user_id: userId,
      name: printable.optional(),
      genome: printable.optional(),
      input_file_name: printable,
      s3_inputs_bucket: z.literal(inputsBucket, { error: missingOr('is not the bucket of our inputs') }),
      s3_key_input_file: printable,
      submit_time: z
        .number({ error: missingOr('must be a number') })
        .min(0, 'must be epoch seconds')
        .max(LAST_SECOND, 'must be epoch seconds'),
      job_status: z.literal('PENDING', 'must be PENDING').optional(),
    })
    .superRefine((item, context) => {
      const home = `${keyPrefix}/${item.user_id}/${item.job_id}~`;
      if (item.s3_key_input_file.length > home.length && item.s3_key_input_file.startsWith(home)) return;
      context.addIssue({ code: 'custom', path: ['s3_key_input_file'], message: 'is not a key of this user and job' });
    })
    .transform((item) => ({
      kind: 'jobRequested' as const,
      request: {
        jobId: item.job_id,
        userId: item.user_id,
        ...(item.name === undefined ? {} : { name: item.name }),
        ...(item.genome === undefined ? {} : { genome: item.genome }),
        inputFileName: item.input_file_name,
        input: { bucket: item.s3_inputs_bucket, key: item.s3_key_input_file },
        submittedAt: Math.round(item.submit_time * 1000),
        attempt: 1,
      },
    }));
}
