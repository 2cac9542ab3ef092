// bench/web/jobs.ts — rows as a completed annotation leaves them.
import { randomUUID } from 'node:crypto';
import type { JobRecord } from '../../domain/job.ts';

const MINUTE_MS = 60_000;

/** The `at`th newest job of a user. */
export function aJob(userId: string, at: number): JobRecord {
  const jobId = randomUUID();
  const submittedAt = Date.now() - at * MINUTE_MS;
  const key = `gas/${userId}/${jobId}~sample-${at}.vcf.gz`;
  const hot = `gas/${userId}/${jobId}~sample-${at}.annot.vcf.gz`;
  return {
    jobId,
    userId,
    version: 3,
    name: `Sample ${at} of family ${at % 7}`,
    inputFileName: `sample-${at}.vcf.gz`,
    input: { bucket: 'gas-inputs', key },
    inputBytes: 22_457,
    submittedAt,
    completedAt: submittedAt + 2000,
    status: 'COMPLETED',
    attempt: 1,
    hotKey: hot,
    result: { bucket: 'gas-results', key: hot, versionId: randomUUID(), bytes: 167_700, treeHash: '0'.repeat(64) },
    timeline: ['submitted', 'annotating', 'completed'].map((event) => ({ at: submittedAt, event }) as never),
  };
}
