// test/contracts/complete-job.ts — a row that has every field.
import type { JobRecord } from '../../domain/job.ts';
import { aJob } from '../support/builders.ts';

/** Every field that a row can have. */
export function aCompleteJob(): JobRecord {
  return aJob({
    name: 'Trio, chrM',
    inputBytes: 1234,
    genome: 'GRCh38 chrM',
    status: 'COMPLETED',
    attempt: 2,
    completedAt: 1_700_000_001_789,
    failure: 'none any more',
    log: { bucket: 'results', key: 'gas/u/j~a.vcf.count.log' },
    result: {
      bucket: 'results',
      key: 'gas/u/j~a.annot.vcf.gz',
      versionId: 'v1',
      bytes: 99,
      treeHash: 'ab'.repeat(32),
      records: 7,
    },
    hotKey: 'gas/u/j~a.annot.vcf.gz',
    archive: { id: 'arc', store: 's3-glacier', bytes: 99, treeHash: 'cd'.repeat(32) },
    archiveStatus: 'RESTORING',
    claimToken: 'token',
    restore: { tier: 'Expedited', reason: 'asked', startedAt: 1, expectedAt: 2 },
    restorePostponedUntil: 1_700_000_100_000,
    restoreFailure: 'gave up',
    timeline: [
      { at: 1, event: 'submitted' },
      { at: 2, event: 'completed', detail: '7 records' },
    ],
  });
}
