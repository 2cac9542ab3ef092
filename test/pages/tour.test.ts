// test/pages/tour.test.ts — every page in Chromium: what axe says, light and dark; on a phone; and what the console says.
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { annotatedExample, putOutputs } from './support/a-result.ts';
import { aPast, aSite, type Site } from './support/a-site.ts';
import { aChromium } from './support/chromium.ts';
import { aVisitor, type Visitor } from './support/visitor.ts';

const PAGES: Record<string, (past: ReturnType<typeof aPast>) => string> = {
  'My annotations': () => '/annotations',
  'a search that finds nothing': () => '/annotations?q=nothing-is-called-so',
  'an annotation that waits': ({ pending }) => `/annotations/${pending!.jobId}`,
  'an annotation under way': ({ running }) => `/annotations/${running!.jobId}`,
  'an annotation with its result': ({ ready }) => `/annotations/${ready!.jobId}`,
  'an archived annotation': ({ archived }) => `/annotations/${archived!.jobId}`,
  'an annotation being restored': ({ restoring }) => `/annotations/${restoring!.jobId}`,
  'a result, its variants': ({ ready }) => `/annotations/${ready!.jobId}/result`,
  'the numbers of an archived result': ({ archived }) => `/annotations/${archived!.jobId}/result`,
  'a failed annotation': ({ failed }) => `/annotations/${failed!.jobId}`,
  'New annotation': () => '/new',
  Plan: () => '/plan',
  Profile: () => '/profile',
};

/** What only the service knows, said where it is wanted. */
const SAID: Partial<Record<string, RegExp>> = {
  'an annotation that waits': /All workers are busy with other annotations\. One annotation is before it\./,
  'an annotation under way': /1,200 records read so far/,
  'an annotation with its result': /Its workflows in Temporal Web/,
  'a result, its variants': /Absence of Endometriosis/,
  'the numbers of an archived result': /what was found in numbers stays readable/,
  Plan: /1 result \(100 bytes\) in the archive: brought back by the Expedited tier, in about 5 minutes/,
};

describe('every page', function () {
  this.timeout(60_000);
  let browser: Browser | undefined;
  let site: Site;
  let ann: Visitor;
  let past: ReturnType<typeof aPast>;

  before(async function () {
    browser = await aChromium(this);
    site = await aSite({ operators: ['ann'], temporalWebUrl: 'http://127.0.0.1:8233' });
    past = aPast(site, 'ann');
    tellQueue(site, past);
    const outputs = await annotatedExample();
    for (const job of Object.values(past)) if (job.result) await putOutputs(site, job, outputs);
    ann = await site.visit(browser, 'ann');
  });
  after(async () => {
    await site?.stop();
  });

  for (const [name, path] of Object.entries(PAGES)) {
    it(`is accessible, fits a phone and complains of nothing: ${name}`, async () => {
      await ann.open(path(past));
      await ann.settled();
      const said = SAID[name];
      if (said) await ann.page.getByText(said).filter({ visible: true }).first().waitFor();
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

/** One annotation runs, another user's is next, and then ours. */
function tellQueue({ queue }: Site, { running, pending }: ReturnType<typeof aPast>) {
  const since = Date.now() - 60_000;
  queue.states.set(running!.jobId, { kind: 'running', since, records: 1200 });
  queue.states.set(pending!.jobId, { kind: 'queued' });
  const open = [running!.jobId, 'of-ben', pending!.jobId].map((jobId, index) => {
    return { jobId, userId: index === 1 ? 'ben' : 'ann', premium: false, startedAt: since + index };
  });
  queue.snapshot = { open, truncated: false, running: 1, annotators: 0, recorders: 1 };
}

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
