// bridge/thaws.ts — what Glacier and S3 say when a retrieval is over, and which results wait for it.
// Vault and bucket may be shared with others: a well-formed notification of theirs is no fault, and is acknowledged.
// One that names nobody, or claims to be ours with an id that is not, is refused, for somebody to look at.
import { z } from 'zod';
import { jobOfDescription } from '../domain/workflow-ids.ts';
import type { JobId } from '../domain/job.ts';
import { JOB_ID, jobOfKey } from '../domain/job.ts';
import { missingOr, readAs } from './reading.ts';
import type { Reading } from './reading.ts';

/** Glacier's DescribeJob JSON: an inventory job omits most of it. */
const GlacierNotice = z.object({
  Action: z.string().nullish(),
  JobDescription: z.string({ error: missingOr('must be text') }).nullish(),
});

const RestoreEvent = z.object({
  eventName: z
    .string({ error: missingOr('must be text') })
    .regex(/^(s3:)?ObjectRestore:(Post|Completed|Delete)$/, 'is no event of a restore'),
  s3: z.object({ object: z.object({ key: z.string({ error: missingOr('must be text') }) }) }),
});

/** S3 sends one record a message today; its format allows more. */
const RestoreEvents = z.object({ Records: z.array(RestoreEvent).min(1, 'is empty').max(100, 'is too long') });

/** Reads a notification of either store; `keyPrefix` is where results of ours lie in S3. */
export function readThaw(payload: Record<string, unknown>, keyPrefix: string): Reading {
  if (payload['Event'] === 's3:TestEvent') return nothing('a test of the notification');
  if ('Records' in payload) return readAs(RestoreEvents, payload, ({ Records }) => ofRecords(Records, keyPrefix));
  return readAs(GlacierNotice, payload, ofNotice);
}

function ofNotice({ Action: action, JobDescription: description }: z.infer<typeof GlacierNotice>): Reading {
  if (action === 'InventoryRetrieval') return nothing('an inventory');
  if (!description) return refused('JobDescription is missing');
  const jobId = jobOfDescription(description);
  if (jobId === undefined) return nothing('a retrieval of somebody else');
  return JOB_ID.test(jobId) ? thawed([jobId]) : refused('JobDescription is not an id of ours');
}

function ofRecords(records: readonly z.infer<typeof RestoreEvent>[], keyPrefix: string): Reading {
  const completed = records.filter(({ eventName }) => eventName.endsWith(':Completed'));
  const keys = completed.map(({ s3 }) => decoded(s3.object.key));
  const ours = keys.filter((key) => key === undefined || key.startsWith(`${keyPrefix}/`));
  if (ours.length === 0)
    return nothing(keys.length === 0 ? 'a restore that has not completed' : 'a restore of somebody else');

  const jobIds = ours.map((key) => jobOfKey(keyPrefix, key ?? '')?.jobId);
  return jobIds.every((jobId) => jobId !== undefined)
    ? thawed(jobIds)
    : refused('Records.s3.object.key is not a key of ours');
}

/** Keys come URL-encoded, with `+` for a space. */
function decoded(key: string): string | undefined {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function thawed(jobIds: readonly JobId[]): Reading {
  return { kind: 'work', work: [...new Set(jobIds)].map((jobId) => ({ kind: 'archiveThawed', jobId })) };
}

function nothing(why: string): Reading {
  return { kind: 'nothing', why };
}

function refused(reason: string): Reading {
  return { kind: 'refused', reason };
}
