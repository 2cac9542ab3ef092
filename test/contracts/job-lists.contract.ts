// test/contracts/job-lists.contract.ts — how every JobRecords searches, filters and sorts the list of one user.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { JobRecord } from '../../domain/job.ts';
import type { JobFilter, JobOrder } from '../../domain/job-list.ts';
import { TooManyToSort } from '../../domain/job-list.ts';
import type { JobRecords } from '../../domain/ports.ts';
import { aJob } from '../support/builders.ts';

const archive = { id: 'a', store: 'glacier-vault', bytes: 1, treeHash: 'ab' } as const;

const ROWS: Partial<JobRecord>[] = [
  { name: 'trio A', inputFileName: 'first.vcf', status: 'COMPLETED', hotKey: 'k' },
  { name: 'Äpfel', inputFileName: 'a.vcf', status: 'FAILED' },
  { inputFileName: 'Birne.vcf', status: 'COMPLETED', hotKey: 'k', archiveStatus: 'ARCHIVING' },
  { name: 'cohort', inputFileName: 'TRIO.vcf.gz', status: 'COMPLETED', archive, archiveStatus: 'ARCHIVED' },
  { name: 'zebra', inputFileName: 'z.vcf', status: 'COMPLETED', archive, archiveStatus: 'RESTORING' },
  { name: 'old trio', inputFileName: 'gone.vcf', status: 'COMPLETED', deletedAt: 1 },
  { name: 'kept', inputFileName: 'k.vcf', status: 'COMPLETED', hotKey: 'k', archive, archiveStatus: 'RESTORING' },
  { name: 'foreign', inputFileName: 'f.vcf', status: 'COMPLETED', archive },
];

export function describeLists(jobs: () => JobRecords): void {
  const userId = randomUUID();
  before(async () => {
    const first = 1_700_000_000_000;
    for (const [n, row] of ROWS.entries())
      await jobs().insert(aJob({ userId, submittedAt: first + n * 1500, timeline: [], ...row }));
  });

  /** The names on every page, in order, and how many pages there were. */
  async function listed(filter: JobFilter & { sort?: JobOrder }, limit = 2) {
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await jobs().page({ userId, limit, ...filter, ...(cursor ? { cursor } : {}) });
      assert.ok(page.jobs.length <= limit);
      names.push(...page.jobs.map(({ name, inputFileName }) => name ?? inputFileName));
      ({ cursor } = page);
    } while (cursor !== undefined);
    return names;
  }

  const filters: [filter: JobFilter, names: string[]][] = [
    [{ text: 'TRIO' }, ['cohort', 'trio A']],
    [{ text: 'äpf' }, ['Äpfel']],
    [{ text: 'birne.V' }, ['Birne.vcf']],
    [{ text: 'nowhere' }, []],
    [{ text: '%_*' }, []],
    [{ status: 'FAILED' }, ['Äpfel']],
    [{ place: 'hot' }, ['trio A']],
    [{ place: 'archiving' }, ['Birne.vcf']],
    [{ place: 'archived' }, ['foreign', 'cohort']],
    [{ place: 'restoring' }, ['kept', 'zebra']],
    [{ place: 'none' }, ['Äpfel']],
    [{ place: 'archived', status: 'COMPLETED', text: 'trio' }, ['cohort']],
    [{ place: 'none', status: 'COMPLETED' }, []],
  ];
  for (const [filter, names] of filters) {
    it(`shows ${names.join(', ') || 'nothing'} for ${JSON.stringify(filter)}, by date and by name`, async () => {
      assert.deepEqual(await listed(filter), names);
      assert.deepEqual(await listed({ ...filter, sort: 'oldest' }), names.toReversed());
      assert.deepEqual((await listed({ ...filter, sort: 'name' })).toSorted(), names.toSorted());
    });
  }

  const newest = ['foreign', 'kept', 'zebra', 'cohort', 'Birne.vcf', 'Äpfel', 'trio A'];
  const orders: [sort: JobOrder, names: string[]][] = [
    ['newest', newest],
    ['oldest', newest.toReversed()],
    ['name', ['Birne.vcf', 'cohort', 'foreign', 'kept', 'trio A', 'zebra', 'Äpfel']],
  ];
  for (const [sort, names] of orders) {
    it(`walks from page to page by ${sort}`, async () => {
      assert.deepEqual(await listed({ sort }), names);
      assert.deepEqual(await listed({ sort }, 3), names);
      assert.deepEqual(await listed({ sort }, 100), names);
    });
  }

  it('keeps jobs of the same name apart, from page to page', async () => {
    const twin = randomUUID();
    for (let n = 0; n < 5; n += 1) await jobs().insert(aJob({ userId: twin, name: n % 2 ? 'Twin' : 'twin' }));
    const seen = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await jobs().page({ userId: twin, limit: 2, sort: 'name', ...(cursor ? { cursor } : {}) });
      for (const { jobId } of page.jobs) seen.add(jobId);
      ({ cursor } = page);
    } while (cursor !== undefined);
    assert.equal(seen.size, 5);
  });

  it('sorts no more names than it says, and a filter helps', async () => {
    const many = randomUUID();
    for (let n = 0; n < 11; n += 1) await jobs().insert(aJob({ userId: many, name: `number ${n}` }));
    await assert.rejects(jobs().page({ userId: many, limit: 5, sort: 'name' }), TooManyToSort);
    const { jobs: found } = await jobs().page({ userId: many, limit: 5, sort: 'name', text: 'number 1' });
    assert.deepEqual(
      found.map(({ name }) => name),
      ['number 1', 'number 10'],
    );
  });

  it('refuses the cursor of another order', async () => {
    const { cursor: byDate } = await jobs().page({ userId, limit: 2 });
    await assert.rejects(jobs().page({ userId, limit: 2, sort: 'name', cursor: byDate! }), RangeError);
    const { cursor } = await jobs().page({ userId, limit: 2, sort: 'name' });
    await assert.rejects(jobs().page({ userId, limit: 2, cursor: cursor! }), RangeError);
  });
}
