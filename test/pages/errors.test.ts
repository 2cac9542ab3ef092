// test/pages/errors.test.ts — the pages for what cannot be shown, and that of the API, in Chromium.
import assert from 'node:assert/strict';
import { errorPage } from '../../web/error-page.ts';
import { aSite, type Site } from './support/a-site.ts';
import { aChromium } from './support/chromium.ts';
import type { Visitor } from './support/visitor.ts';

/** What a server says that no request of a person at a browser can be made to say here. */
const SAID: [status: number, message: string, title: string][] = [
  [403, 'This request did not come from our own pages.', 'Not yours to see'],
  [405, 'This address does not take requests of this kind.', 'Not in this way'],
  [413, 'The request is too large.', 'Too large'],
  [429, 'You are asking too often. Please wait a moment.', 'A little slower, please'],
  [500, 'Something went wrong on our side.', 'Something went wrong'],
  [503, 'The pages have not been built.', 'One moment'],
];

describe('a page for what cannot be shown', function () {
  this.timeout(60_000);
  let site: Site;
  let ann: Visitor;
  before(async function () {
    const browser = await aChromium(this);
    site = await aSite();
    ann = await site.visit(browser, 'ann');
  });
  after(() => site?.stop());

  /** Of pages that differ in their words alone, one is looked at by axe. */
  async function isFine(name: string, { part = 'html', alike = false } = {}): Promise<void> {
    for (const [scheme, width] of [
      ['light', 1280],
      ['dark', 360],
    ] as const) {
      await ann.look(scheme, width);
      assert.deepEqual(alike ? [] : await ann.violations(part), [], `${name}, ${scheme}`);
      assert.equal(await ann.overflows(), false, `${name} is wider than ${width} px`);
      await ann.shot(`${name}-${scheme}-${width}`);
    }
  }

  /** Without those that tell of the very status that the page is about. */
  const complaints = () => ann.complaints().filter((line) => !/status of [45]\d\d/.test(line));

  it('is there for an address where there is nothing', async () => {
    await ann.open('/no/such/page');
    assert.equal(await ann.page.locator('h1').innerText(), 'Not found');
    await isFine('error-404');
    assert.deepEqual(complaints(), []);
  });

  for (const [status, message, title] of SAID) {
    it(`is there for ${status}`, async () => {
      const { headers } = await fetch(`${site.url}/no/such/page`);
      const policy = headers.get('content-security-policy')!;
      await ann.page.route('**/said', (route) =>
        route.fulfill({
          status,
          headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
          body: errorPage({ status, message, requestId: status === 500 ? 'req-1' : undefined }),
        }),
      );
      await ann.open('/said');
      assert.equal(await ann.page.locator('h1').innerText(), title);
      await isFine(`error-${status}`, { alike: status !== 500 });
      await ann.page.unroute('**/said');
      assert.deepEqual(complaints(), []);
    });
  }

  it("is there for another's job, and for one that is not known", async () => {
    const foreign = site.row({ userId: 'ben', status: 'RUNNING' });
    for (const [jobId, title, words] of [
      [foreign.jobId, 'Not yours', 'You are not authorized to view this job.'],
      ['00000000-0000-4000-8000-000000000000', 'Not found', 'This job is not known.'],
    ] as const) {
      await ann.open(`/annotations/${jobId}`);
      await ann.page.getByRole('heading', { name: title }).waitFor();
      await ann.page.getByText(words).waitFor();
      await isFine(`page-${title.replace(' ', '-').toLowerCase()}`, { alike: title === 'Not found' });
    }
    assert.deepEqual(complaints(), []);
  });

  it('says that the service restarts, and opens by itself when it is back', async () => {
    await ann.page.route('**/api/profile', (route) => route.fulfill({ status: 502, body: 'a proxy says no' }));
    await ann.open('/plan');
    await ann.page.getByText('perhaps it is restarting').waitFor();
    await isFine('page-restarting');
    await ann.page.unroute('**/api/profile');
    await ann.page.getByRole('heading', { name: 'Plan', exact: true }).waitFor();
    assert.deepEqual(complaints(), []);
  });

  it('says that a service away while a page is open comes back, and leaves the page as it is', async () => {
    await ann.open('/new');
    site.endStreams();
    await ann.page.route('**/api/{events,profile}', (route) => route.abort());
    await ann.page.getByRole('status').filter({ hasText: 'cannot be reached' }).waitFor();
    await isFine('page-interrupted', { part: 'main > [role=status]' });
    await ann.page.unroute('**/api/{events,profile}');
    await ann.page.getByRole('status').filter({ hasText: 'cannot be reached' }).waitFor({ state: 'detached' });
    ann.complaints(); // of the connection that was cut
  });

  it('is not what the API has: its description is read without a script', async () => {
    await ann.open('/api/docs');
    assert.equal(await ann.page.locator('script').count(), 0);
    await isFine('api-docs', { part: 'main > :nth-child(-n + 7)' });
    await ann.page.getByRole('link', { name: 'NewUpload' }).first().click();
    await ann.page.getByText('"file_name": {').filter({ visible: true }).first().waitFor(); // the link has opened it
    assert.deepEqual(ann.complaints(), []);
  });
});
