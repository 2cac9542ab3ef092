// test/support/builders.ts — jobs and plans as tests need them.
import { randomUUID } from 'node:crypto';
import type { JobRecord, JobRequest } from '../../domain/job.ts';
import type { Plan } from '../../domain/plan.ts';

export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => minutes(count * 60);

/** A job of a new user that completed at `completedAt` (0 by default), its result in S3. */
export function aCompletedJob(over: Partial<JobRecord> = {}): JobRecord {
  const request = aJobRequest(over);
  const key = `gas/${request.userId}/${request.jobId}~sample.annot.vcf.gz`;
  return {
    ...request,
    version: 3,
    status: 'COMPLETED',
    completedAt: 0,
    log: { bucket: 'results', key: `gas/${request.userId}/${request.jobId}~sample.vcf.count.log` },
    result: { bucket: 'results', key },
    hotKey: key,
    timeline: [{ at: request.submittedAt, event: 'submitted' }],
    ...over,
  };
}

/** The same job with its bytes in an archive. */
export function anArchivedJob(over: Partial<JobRecord> = {}): JobRecord {
  const { hotKey: _, ...job } = aCompletedJob();
  const archive = { id: 'archive-1', store: 'glacier-vault', bytes: 100, treeHash: '0'.repeat(64) } as const;
  return { ...job, archive, archiveStatus: 'ARCHIVED', ...over };
}

export function aJobRequest({
  jobId = randomUUID(),
  userId = randomUUID(),
}: { jobId?: string; userId?: string } = {}): JobRequest {
  return {
    jobId,
    userId,
    inputFileName: 'sample.vcf',
    input: { bucket: 'inputs', key: `gas/${userId}/${jobId}~sample.vcf` },
    submittedAt: 0,
    attempt: 1,
  };
}

export const aPlan = (over: Partial<Plan> = {}): Plan => ({ role: 'free_user', since: 0, version: 1, ...over });

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
