// test/support/at-rest.ts — where a result's bytes are when nothing moves: in exactly one place, and whole.
import assert from 'node:assert/strict';
import type { JobRecord } from '../../domain/job.ts';
import type { Service } from './service.ts';

type Stores = Pick<Service, 'row' | 'hot' | 'cold'>;

/** The row vouches for one version in S3, with the bytes that were annotated, and names no archive. */
export function assertHot(service: Stores, { jobId, ...job }: JobRecord): void {
  const { hotKey, archive, archiveStatus } = service.row(jobId);
  assert.deepEqual(
    { hotKey, archive, archiveStatus },
    { hotKey: job.result!.key, archive: undefined, archiveStatus: undefined },
  );
  assert.equal(service.hot({ jobId, ...job }).length, 1);
  assert.match(service.hot({ jobId, ...job })[0]!, /11778/);
}

/** The row names one archive, which holds the bytes that were annotated; S3 holds no version of them. */
export function assertArchived(service: Stores, job: JobRecord): void {
  const { hotKey, archive, archiveStatus } = service.row(job.jobId);
  assert.deepEqual({ hotKey, archiveStatus }, { hotKey: undefined, archiveStatus: 'ARCHIVED' });
  assert.match(service.cold.archives.get(archive!.id)!.toString(), /11778/);
  assert.deepEqual(service.hot(job), []);
}
