// test/contracts/job-records.contract.ts — what every JobRecords does, whatever keeps the rows.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { JobRecord } from '../../domain/job.ts';
import { UNKNOWN_USER } from '../../domain/plan.ts';
import type { JobRecords, UserRecords } from '../../domain/ports.ts';
import { aJob } from '../support/builders.ts';
import { aCompleteJob } from './complete-job.ts';
import { describeLists } from './job-lists.contract.ts';
import { describeAll, describeBurial, describeStorage } from './job-sweeps.contract.ts';

export interface JobRecordsUnderTest {
  jobs: JobRecords;
  users: UserRecords;
}

export function describeJobRecords(name: string, open: () => Promise<JobRecordsUnderTest>): void {
  describe(`JobRecords: ${name}`, () => {
    let jobs: JobRecords;
    let users: UserRecords;
    before(async () => {
      ({ jobs, users } = await open());
    });

    const aRow = async (fields: Partial<JobRecord> = {}): Promise<JobRecord> => {
      const job = aJob(fields);
      assert.equal(await jobs.insert(job), true);
      return job;
    };

    const rowsOf = async (userId: string, count: number) => {
      const rows = Array.from({ length: count }, (_, n) => aJob({ userId, submittedAt: 1_700_000_000_000 + n * 1500 }));
      for (const row of rows) await jobs.insert(row);
      return rows;
    };

    describe('insert and get', () => {
      it('answers a row as it was written, to the millisecond', async () => {
        const job = aCompleteJob();
        await jobs.insert(job);
        assert.deepEqual(await jobs.get(job.jobId), job);
      });

      it('answers a row without any optional field', async () => {
        const job = await aRow();
        assert.deepEqual(await jobs.get(job.jobId), job);
      });

      it('does not know a job that was never inserted', async () => {
        assert.equal(await jobs.get(randomUUID()), undefined);
      });

      it('refuses a second row under the same id and keeps the first', async () => {
        const job = await aRow({ inputFileName: 'first.vcf' });
        assert.equal(await jobs.insert({ ...job, inputFileName: 'second.vcf' }), false);
        assert.equal((await jobs.get(job.jobId))?.inputFileName, 'first.vcf');
      });
    });

    describe('save', () => {
      it('changes only what is set and raises the version by one', async () => {
        const job = await aRow();
        assert.equal(await jobs.save({ jobId: job.jobId, version: 1, set: { status: 'RUNNING' } }), true);
        assert.deepEqual(await jobs.get(job.jobId), { ...job, status: 'RUNNING', version: 2 });
      });

      it('refuses a write at another version and changes nothing', async () => {
        const job = await aRow();
        assert.equal(await jobs.save({ jobId: job.jobId, version: 2, set: { status: 'RUNNING' } }), false);
        assert.equal(await jobs.save({ jobId: job.jobId, version: 0, set: { status: 'RUNNING' } }), false);
        assert.deepEqual(await jobs.get(job.jobId), job);
      });

      it('lets one of two writers at the same version win', async () => {
        const job = await aRow();
        const writes = ['a', 'b'].map((claimToken) => jobs.save({ jobId: job.jobId, version: 1, set: { claimToken } }));
        assert.equal((await Promise.all(writes)).filter(Boolean).length, 1);
        assert.equal((await jobs.get(job.jobId))?.version, 2);
      });

      it('makes no row where there is none', async () => {
        const jobId = randomUUID();
        assert.equal(await jobs.save({ jobId, version: 0, set: { status: 'RUNNING' } }), false);
        assert.equal(await jobs.get(jobId), undefined);
      });

      it('clears every field that can be cleared', async () => {
        const job = aCompleteJob();
        await jobs.insert(job);
        const clear = [
          'hotKey',
          'archive',
          'archiveStatus',
          'claimToken',
          'restore',
          'restorePostponedUntil',
          'restoreFailure',
          'failure',
        ] as const;
        assert.equal(await jobs.save({ jobId: job.jobId, version: 1, clear }), true);

        const expected: JobRecord = { ...job, version: 2 };
        for (const field of clear) delete expected[field];
        assert.deepEqual(await jobs.get(job.jobId), expected);
      });

      it('clears a field that is not there', async () => {
        const job = await aRow();
        assert.equal(await jobs.save({ jobId: job.jobId, version: 1, clear: ['hotKey', 'restore'] }), true);
        assert.deepEqual(await jobs.get(job.jobId), { ...job, version: 2 });
      });

      it('replaces a compound field whole', async () => {
        const job = aCompleteJob();
        await jobs.insert(job);
        const restore = { tier: 'Standard', startedAt: 5, expectedAt: 6 } as const;
        const result = { bucket: 'results', key: 'moved' };
        assert.equal(await jobs.save({ jobId: job.jobId, version: 1, set: { restore, result } }), true);
        assert.deepEqual(await jobs.get(job.jobId), { ...job, version: 2, restore, result });
      });
    });

    describe('save under a plan', () => {
      it('counts a user who is not known as free at version 0', async () => {
        const job = await aRow();
        assert.equal(await jobs.save({ jobId: job.jobId, version: 1, plan: free(job.userId, 0) }), true);
        assert.equal((await jobs.get(job.jobId))?.version, 2);
      });

      it('counts a user with only a profile as free at version 0', async () => {
        const job = await aRow();
        await users.saveProfile(job.userId, { name: 'Ada' });
        assert.equal(await jobs.save({ jobId: job.jobId, version: 1, plan: free(job.userId, 0) }), true);
      });

      it('refuses another role and another version of the plan, and changes nothing', async () => {
        const job = await aRow();
        const plan = { ...UNKNOWN_USER, role: 'premium_user', version: 3, changeId: 'c3' } as const;
        await users.savePlan(job.userId, { version: 0, plan });

        const save = (wanted: { userId: string; role: 'free_user' | 'premium_user'; version: number }) =>
          jobs.save({ jobId: job.jobId, version: 1, set: { status: 'RUNNING' }, plan: wanted });
        assert.equal(await save(free(job.userId, 3)), false);
        assert.equal(await save(free(job.userId, 0)), false);
        assert.equal(await save({ userId: job.userId, role: 'premium_user', version: 2 }), false);
        assert.deepEqual(await jobs.get(job.jobId), job);
        assert.equal(await save({ userId: job.userId, role: 'premium_user', version: 3 }), true);
      });

      it('refuses another version of the row', async () => {
        const job = await aRow();
        assert.equal(await jobs.save({ jobId: job.jobId, version: 5, plan: free(job.userId, 0) }), false);
      });
    });

    describe('bury', () => describeBurial(() => jobs));
    describe('all', () => describeAll(() => jobs));
    describe('storage', () => describeStorage(() => jobs));
    describe('list', () => describeLists(() => jobs));

    describe('getMany', () => {
      it('answers the rows that exist, each once', async () => {
        const rows = await Promise.all([aRow(), aRow(), aRow()]);
        const wanted = rows.map((job) => job.jobId);
        const found = await jobs.getMany([...wanted, wanted[0]!, randomUUID()]);
        assert.deepEqual(found.map((job) => job.jobId).toSorted(), wanted.toSorted());
      });

      it('reads more rows than one batch holds, and none at all', async () => {
        const row = await aRow();
        const others = Array.from({ length: 230 }, () => randomUUID());
        assert.deepEqual(await jobs.getMany([...others, row.jobId]), [row]);
        assert.deepEqual(await jobs.getMany([]), []);
      });
    });

    describe('versions', () => {
      it('answers those of the rows that exist and are not deleted', async () => {
        const [there, deleted] = [await aRow(), await aRow()];
        await jobs.save({ jobId: deleted.jobId, version: deleted.version, set: { deletedAt: 1 } });
        const found = await jobs.versions([there.jobId, there.jobId, deleted.jobId, randomUUID()]);
        assert.deepEqual([...found], [[there.jobId, there.version]]);
        assert.equal((await jobs.versions([])).size, 0);
      });
    });

    describe('page', () => {
      it('walks the jobs of one user, newest first', async () => {
        const userId = randomUUID();
        const rows = await rowsOf(userId, 5);
        await aRow();

        const first = await jobs.page({ userId, limit: 3 });
        const second = await jobs.page({ userId, limit: 3, cursor: first.cursor! });
        assert.deepEqual([...first.jobs, ...second.jobs], rows.toReversed());
        assert.equal(second.cursor, undefined);
      });

      it('leaves out what is deleted and other states', async () => {
        const userId = randomUUID();
        const [a, b, c] = await rowsOf(userId, 3);
        await jobs.save({ jobId: a!.jobId, version: 1, set: { deletedAt: 1 } });
        await jobs.save({ jobId: b!.jobId, version: 1, set: { status: 'FAILED' } });

        assert.deepEqual(ids(await jobs.page({ userId, limit: 10 })), [c!.jobId, b!.jobId]);
        assert.deepEqual(ids(await jobs.page({ userId, limit: 10, status: 'FAILED' })), [b!.jobId]);
      });

      it('answers nothing for a user without jobs', async () => {
        assert.deepEqual(await jobs.page({ userId: randomUUID(), limit: 10 }), { jobs: [] });
      });

      it('refuses a cursor that is not of this list', async () => {
        const userId = randomUUID();
        await rowsOf(userId, 2);
        const { cursor } = await jobs.page({ userId, limit: 1 });
        await assert.rejects(jobs.page({ userId: randomUUID(), limit: 1, cursor: cursor! }), RangeError);
        for (const forged of ['', 'x', 'e30', cursor!.slice(1)])
          await assert.rejects(jobs.page({ userId, limit: 1, cursor: forged }), RangeError);
      });
    });
  });
}

const free = (userId: string, version: number) => ({ userId, role: 'free_user', version }) as const;

const ids = (page: { jobs: JobRecord[] }) => page.jobs.map((job) => job.jobId);
