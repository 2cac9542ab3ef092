// test/pages/thousands.test.ts — a list of five thousand jobs in Chromium: shown in pages, searched, selected, acted upon.
import assert from 'node:assert/strict';
import { aCompletedJob } from '../support/builders.ts';
import { aSite, type Site } from './support/a-site.ts';
import { aChromium } from './support/chromium.ts';
import type { Visitor } from './support/visitor.ts';

const JOBS = 5000;

describe('a list of five thousand annotations', function () {
  this.timeout(60_000);
  let site: Site;
  let ann: Visitor;
  before(async function () {
    const browser = await aChromium(this);
    site = await aSite({ feedEveryMs: 500 });
    for (let at = 0; at < JOBS; at += 1) {
      const name = `Family ${at % 1000}, run ${Math.floor(at / 1000)}`;
      site.row({ ...aCompletedJob({ userId: 'ann' }), name, submittedAt: Date.now() - at * 60_000 });
    }
    ann = await site.visit(browser, 'ann');
  });
  after(() => site?.stop());

  const rows = () => ann.page.locator('tbody tr');

  it('is fetched a page at a time, whatever was asked for before', async () => {
    const { page } = ann;
    const asked: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === '/api/jobs') asked.push(request.url());
    });
    await ann.open('/annotations');
    await rows().first().waitFor();
    assert.equal(await rows().count(), 50);
    for (const shown of [100, 150, 200]) {
      await page.getByRole('button', { name: 'Show more' }).click();
      await rows()
        .nth(shown - 1)
        .waitFor();
      assert.equal(await rows().count(), shown);
    }
    assert.equal(asked.filter((url) => url.includes('cursor=')).length, 3);
    await ann.look('light', 1280);
    await ann.shot('thousands-light-1280');
  });

  it('is searched on the server, among all of them', async () => {
    const { page } = ann;
    await page.getByRole('searchbox').fill('Family 777,');
    await rows().nth(4).waitFor();
    await page.getByText('Family 777, run 4').waitFor();
    assert.equal(await rows().count(), 5);
  });

  it('has many selected at once, and asks before anything is done with them', async () => {
    const { page } = ann;
    await page.getByLabel('Select all that are shown').check();
    await page.getByText('5 annotations selected').waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete 5 annotations' }).click();
    await page.getByText('Asked for 5 annotations.').waitFor();
    assert.equal(site.starters.deleted.length, 5);
    assert.deepEqual(ann.complaints(), []);
  });
});
