// test/support/a-job.ts — a job record with everything it must have, and whatever a test wants to say about it.
import { randomUUID } from 'node:crypto';
import type { JobRecord } from '../../domain/job.ts';

/** A pending job of a user of its own, at version 1. */
export function aJob(fields: Partial<JobRecord> = {}): JobRecord {
  const jobId = fields.jobId ?? randomUUID();
  const userId = fields.userId ?? randomUUID();
  return {
    jobId,
    userId,
    version: 1,
    inputFileName: 'sample.vcf',
    input: { bucket: 'inputs', key: `gas/${userId}/${jobId}~sample.vcf` },
    submittedAt: 1_700_000_000_123,
    status: 'PENDING',
    attempt: 1,
    timeline: [],
    ...fields,
  };
}
