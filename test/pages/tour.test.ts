// test/pages/tour.test.ts — every page in Chromium: what axe says, light and dark; on a phone; and what the console says.
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { aPast, aSite, type Site } from './support/a-site.ts';
import { aChromium } from './support/chromium.ts';
import { aVisitor, type Visitor } from './support/visitor.ts';

const PAGES: Record<string, (past: ReturnType<typeof aPast>) => string> = {
  'My annotations': () => '/annotations',
  'an annotation that waits': ({ pending }) => `/annotations/${pending!.jobId}`,
  'an annotation under way': ({ running }) => `/annotations/${running!.jobId}`,
  'an annotation with its result': ({ ready }) => `/annotations/${ready!.jobId}`,
  'an archived annotation': ({ archived }) => `/annotations/${archived!.jobId}`,
  'an annotation being restored': ({ restoring }) => `/annotations/${restoring!.jobId}`,
  'a failed annotation': ({ failed }) => `/annotations/${failed!.jobId}`,
  'New annotation': () => '/new',
  Plan: () => '/plan',
  Profile: () => '/profile',
};

describe('every page', function () {
  this.timeout(60_000);
  let browser: Browser | undefined;
  let site: Site;
  let ann: Visitor;
  let past: ReturnType<typeof aPast>;

  before(async function () {
    browser = await aChromium(this);
    site = await aSite();
    past = aPast(site, 'ann');
    ann = await site.visit(browser, 'ann');
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  for (const [name, path] of Object.entries(PAGES)) {
    it(`is accessible, fits a phone and complains of nothing: ${name}`, async () => {
      await ann.open(path(past));
      await ann.settled();
      await assertFine(ann, name);
    });
  }

  it('is accessible, fits a phone and complains of nothing: Home, to a stranger', async () => {
    const stranger = await aVisitor(browser!, site.url);
    await stranger.open('/');
    assert.equal(await stranger.page.getByRole('link', { name: 'Sign in to begin' }).count(), 1);
    stranger.complaints(); // that nobody is signed in is told by a 401, which Chromium writes into the console
    await assertFine(stranger, 'Home');
    await stranger.close();
  });
});

/** Light on a desk, dark on a phone: between them every colour and every layout. */
async function assertFine(visitor: Visitor, name: string) {
  const file = name.replaceAll(' ', '-').toLowerCase();
  for (const [scheme, width] of [
    ['light', 1280],
    ['dark', 360],
  ] as const) {
    await visitor.look(scheme, width);
    assert.deepEqual(await visitor.violations(), [], `${name}, ${scheme}, ${width} px`);
    assert.equal(await visitor.overflows(), false, `${name} is wider than ${width} px`);
    await visitor.shot(`${file}-${scheme}-${width}`);
  }
  assert.deepEqual(visitor.complaints(), []);
}
