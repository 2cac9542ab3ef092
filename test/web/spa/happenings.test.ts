// test/web/spa/happenings.test.ts — what a page tells of that has happened to jobs between two looks at them.
import assert from 'node:assert/strict';
import type { JobView } from '../../../web/contract.ts';
import { happenings } from '../../../web/spa/toasts/happenings.ts';

type State = Pick<JobView, 'status' | 'place'>;

const COMPLETED = (place: JobView['place']): State => ({ status: 'COMPLETED', place });
const QUEUED: State = { status: 'PENDING', place: 'none' };
const RUNNING: State = { status: 'RUNNING', place: 'none' };
const FAILED: State = { status: 'FAILED', place: 'none' };

const job = (state: State, version: number) =>
  ({ job_id: 'a', file_name: 'a.vcf', version, timeline: [], ...state }) as unknown as JobView;
const jobs = (...all: JobView[]) => new Map(all.map((each) => [each.job_id, each]));
const told = (before: State, after: State) =>
  happenings(jobs(job(before, 1)), jobs(job(after, 2))).map(({ what }) => what);

describe('a page tells', () => {
  for (const [before, after, what] of [
    [RUNNING, COMPLETED('hot'), ['completed']],
    [QUEUED, COMPLETED('hot'), ['completed']],
    [RUNNING, FAILED, ['failed']],
    [COMPLETED('archiving'), COMPLETED('archived'), ['archived']],
    [COMPLETED('hot'), COMPLETED('archived'), ['archived']],
    [COMPLETED('restoring'), COMPLETED('hot'), ['restored']],
    [COMPLETED('archived'), COMPLETED('hot'), ['restored']],
    [QUEUED, RUNNING, []],
    [FAILED, QUEUED, []],
    [RUNNING, { status: 'CANCELLED', place: 'none' }, []],
    [COMPLETED('hot'), COMPLETED('archiving'), []],
    [COMPLETED('archiving'), COMPLETED('hot'), []],
    [COMPLETED('archived'), COMPLETED('restoring'), []],
    [COMPLETED('restoring'), COMPLETED('archived'), []],
  ] as const) {
    const words = what.length > 0 ? what.join() : 'nothing';
    it(`${words} of ${before.status} ${before.place} that becomes ${after.status} ${after.place}`, () => {
      assert.deepEqual(told(before, after), what);
    });
  }

  it('nothing of a job that it did not know before, nor of an older version', () => {
    assert.deepEqual(happenings(jobs(), jobs(job(COMPLETED('hot'), 2))), []);
    assert.deepEqual(happenings(jobs(job(RUNNING, 3)), jobs(job(COMPLETED('hot'), 2))), []);
  });
});
