// test/contracts/job-sweeps.contract.ts — what every JobRecords does for deletion, for reconciliation, and in counting.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { JobRecord } from '../../domain/job.ts';
import type { JobRecords } from '../../domain/ports.ts';
import { aJob } from '../support/builders.ts';
import { aCompleteJob } from './complete-job.ts';

const insert = async (jobs: JobRecords, fields: Partial<JobRecord> = {}): Promise<JobRecord> => {
  const job = aJob(fields);
  assert.equal(await jobs.insert(job), true);
  return job;
};

const aTombstone = (job: JobRecord) => ({
  jobId: job.jobId,
  version: job.version,
  deletedAt: 1_700_000_000_123,
  expiresAt: 1_702_592_000_000,
});

export function describeBurial(open: () => JobRecords): void {
  let jobs: JobRecords;
  before(() => {
    jobs = open();
  });

  it('leaves nothing of a row but its id, its version and when it was deleted', async () => {
    const job = { ...aCompleteJob(), version: 7 };
    await jobs.insert(job);
    assert.equal(await jobs.bury(aTombstone(job)), true);
    assert.deepEqual(await jobs.get(job.jobId), {
      jobId: job.jobId,
      userId: '',
      version: 8,
      inputFileName: '',
      input: { bucket: '', key: '' },
      submittedAt: 0,
      status: 'PENDING',
      attempt: 1,
      timeline: [],
      deletedAt: 1_700_000_000_123,
      expiresAt: 1_702_592_000_000,
    });
    assert.deepEqual(await jobs.page({ userId: job.userId, limit: 10 }), { jobs: [] });
  });

  it('refuses another version, a second burial and a row that is not there', async () => {
    const job = await insert(jobs);
    assert.equal(await jobs.bury({ ...aTombstone(job), version: 2 }), false);
    assert.deepEqual(await jobs.get(job.jobId), job);
    assert.equal(await jobs.bury(aTombstone(job)), true);
    assert.equal(await jobs.bury(aTombstone(job)), false);
    assert.equal(await jobs.bury(aTombstone(aJob())), false);
    assert.equal(await jobs.bury(aTombstone(aJob({ version: 0 }))), false);
  });

  it('lets nobody take the id again', async () => {
    const job = await insert(jobs);
    await jobs.bury(aTombstone(job));
    assert.equal(await jobs.insert(job), false);
  });
}

export function describeAll(open: () => JobRecords): void {
  let jobs: JobRecords;
  before(() => {
    jobs = open();
  });

  it('walks every row once, whoever owns it and whatever is left of it', async () => {
    const rows = await Promise.all([insert(jobs), insert(jobs), insert(jobs, { deletedAt: 5 }), insert(jobs)]);
    await jobs.bury({ jobId: rows[3].jobId, version: 1, deletedAt: 1, expiresAt: 1000 });
    const found = await everyRow(jobs, 2);
    for (const { jobId } of rows) assert.equal(found.filter((job) => job.jobId === jobId).length, 1);
  });
}

export function describeStorage(open: () => JobRecords): void {
  let jobs: JobRecords;
  before(() => {
    jobs = open();
  });

  it('counts the results of one user by place, with their bytes', async () => {
    const userId = randomUUID();
    const result = { bucket: 'results', key: 'k', bytes: 10 };
    const archive = { id: 'a', store: 'glacier-vault', bytes: 7, treeHash: 'ab' } as const;
    await insert(jobs, { userId });
    await insert(jobs, { userId, result, hotKey: 'k' });
    await insert(jobs, { userId, result, hotKey: 'k' });
    await insert(jobs, { userId, result, hotKey: 'k', archiveStatus: 'ARCHIVING' });
    await insert(jobs, { userId, result, archive, archiveStatus: 'ARCHIVED' });
    await insert(jobs, { userId, result, archive, archiveStatus: 'RESTORING' });
    await insert(jobs, { userId, result, hotKey: 'k', deletedAt: 1 });
    await insert(jobs, { result, hotKey: 'k' });

    assert.deepEqual(await jobs.storage(userId), {
      none: { results: 1, bytes: 0 },
      hot: { results: 2, bytes: 20 },
      archiving: { results: 1, bytes: 10 },
      archived: { results: 1, bytes: 7 },
      restoring: { results: 1, bytes: 7 },
    });
  });

  it('counts nothing for a user without jobs', async () => {
    const counts = Object.values(await jobs.storage(randomUUID()));
    assert.ok(counts.every(({ results, bytes }) => results === 0 && bytes === 0));
  });
}

async function everyRow(jobs: JobRecords, limit: number): Promise<JobRecord[]> {
  const found: JobRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await jobs.all({ limit, ...(cursor === undefined ? {} : { cursor }) });
    assert.ok(page.jobs.length <= limit);
    found.push(...page.jobs);
    ({ cursor } = page);
  } while (cursor !== undefined);
  return found;
}
