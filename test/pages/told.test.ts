// test/pages/told.test.ts — what a page tells by itself of jobs that change while another page is open, in Chromium.
import assert from 'node:assert/strict';
import type { JobRecord } from '../../domain/job.ts';
import { aCompletedJob } from '../support/builders.ts';
import { aSite, type Site } from './support/a-site.ts';
import { aChromium } from './support/chromium.ts';
import type { Visitor } from './support/visitor.ts';

const TOLD = '.toast-place .told';

describe('a page tells what has happened meanwhile', function () {
  this.timeout(60_000);
  let site: Site;
  let ann: Visitor;
  let jobs: JobRecord[];
  before(async function () {
    const browser = await aChromium(this);
    site = await aSite();
    jobs = Array.from({ length: 6 }, (_, at) => site.row({ userId: 'ann', status: 'RUNNING', name: `Job ${at}` }));
    ann = await site.visit(browser, 'ann');
  });
  after(() => site?.stop());

  /** As a worker would record it. */
  function becomes(job: JobRecord, change: Partial<JobRecord>): void {
    site.rows.set(job.jobId, {
      ...site.rows.get(job.jobId)!,
      ...change,
      version: site.rows.get(job.jobId)!.version + 1,
    });
  }

  function completes(job: JobRecord): void {
    const { result, hotKey } = aCompletedJob({ jobId: job.jobId, userId: 'ann' });
    becomes(job, { status: 'COMPLETED', result: result!, hotKey: hotKey! });
  }

  it('once, though two tabs are open, and a screen reader hears it', async () => {
    await ann.open('/plan');
    const other = await ann.page.context().newPage();
    await other.goto('/annotations');
    await other.getByRole('link', { name: 'Job 0' }).waitFor();
    await ann.page.bringToFront();
    becomes(jobs[1]!, { status: 'FAILED', failure: 'Line 3: no.' });
    await other.locator('tr', { hasText: 'Job 1' }).getByText('Failed').waitFor();
    completes(jobs[0]!);
    await other.locator('tr', { hasText: 'Job 0' }).locator('[data-place=hot]').waitFor();

    const texts = async () => [
      ...(await ann.page.locator(TOLD).allInnerTexts()),
      ...(await other.locator(TOLD).allInnerTexts()),
    ];
    for (const what of ['completed', 'failed'])
      await Promise.any([ann.page, other].map((page) => page.locator(`${TOLD}[data-what=${what}]`).waitFor()));
    assert.deepEqual((await texts()).toSorted(), ['Job 0 is annotated', 'Job 1 could not be annotated']);
    assert.equal(await ann.page.locator('.toast-place').getAttribute('aria-live'), 'polite');
    await other.close();
  });

  it('in a few lines where much has happened, each of which can be closed', async () => {
    await ann.open('/profile');
    await ann.settled();
    for (const job of jobs.slice(2)) becomes(job, { status: 'FAILED', failure: 'Line 3: no.' });
    await ann.page.locator(TOLD).nth(3).waitFor();
    assert.equal(await ann.page.locator(TOLD).nth(3).innerText(), 'and 1 more');
    for (const [scheme, width] of [
      ['light', 1280],
      ['dark', 360],
    ] as const) {
      await ann.look(scheme, width);
      assert.deepEqual(await ann.violations(), []);
      assert.equal(await ann.overflows(), false);
      await ann.shot(`told-${scheme}-${width}`);
    }
    await ann.page.getByRole('button', { name: 'Close: Job 2' }).click();
    await ann.page.getByText('Job 2 could not be annotated').waitFor({ state: 'detached' });
    assert.deepEqual(ann.complaints(), []);
  });

  it('nothing on the page of the job itself, which says so in its own place', async () => {
    await ann.open(`/annotations/${jobs[1]!.jobId}`);
    await ann.page.getByText('Line 3: no.').waitFor();
    becomes(jobs[1]!, { status: 'RUNNING' });
    await ann.page.locator('main').getByText('Being annotated').first().waitFor();
    completes(jobs[1]!);
    await ann.page.locator('main [data-place=hot]').waitFor();
    assert.equal(await ann.page.locator(TOLD).count(), 0);
  });
});
