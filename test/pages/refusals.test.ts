// test/pages/refusals.test.ts — malformed files on the page for new annotations: all at once, each with the sentence that its
// owner reads, and none of them sent.
import assert from 'node:assert/strict';
import { problemOf } from '../../web/spa/parts/check-file.ts';
import type { Malformed } from '../adapters/annotator/a-check.ts';
import { HEADERS } from '../adapters/annotator/malformed/headers.ts';
import { OTHER_FORMATS } from '../adapters/annotator/malformed/other-formats.ts';
import { PACKINGS } from '../adapters/annotator/malformed/packings.ts';
import { PLACES_AND_ALLELES } from '../adapters/annotator/malformed/places-and-alleles.ts';
import { VALUES } from '../adapters/annotator/malformed/values.ts';
import { aSite, type Site } from './support/a-site.ts';
import { aChromium } from './support/chromium.ts';
import type { Visitor } from './support/visitor.ts';

const ALL: readonly Malformed[] = [...OTHER_FORMATS, ...HEADERS, ...PLACES_AND_ALLELES, ...VALUES, ...PACKINGS];
/** Larger ones are refused for that. */
const LIMIT_BYTES = 150 * 1024;

interface Given {
  name: string;
  buffer: Buffer;
  /** What the server says of it. */
  says: string;
  /** What the page can see of it; undefined where only the server can. */
  seen: string | undefined;
}

async function given(): Promise<Given[]> {
  const inputs = ALL.map(([title, input, says]) => ({ title, buffer: Buffer.from(input()), says }));
  const small = inputs.filter(({ buffer }) => buffer.length <= LIMIT_BYTES);
  return Promise.all(
    small.map(async ({ title, buffer, says }, at) => {
      const seen = await problemOf(new Blob([new Uint8Array(buffer)]));
      return { name: `${at} ${title.replaceAll(/[^\w ]/g, '_')}.vcf`, buffer, says, seen };
    }),
  );
}

describe('the page for new annotations', function () {
  this.timeout(120_000);
  let site: Site;
  let ann: Visitor;
  before(async function () {
    const browser = await aChromium(this);
    site = await aSite();
    ann = await site.visit(browser, 'ann');
  });
  after(() => site?.stop());

  it('says of each malformed file what is wrong with it and what to do, as far as it can see', async () => {
    const files = await given();
    const { page } = ann;
    await ann.open('/new');
    const chosen = files.map(({ name, buffer }) => ({ name, mimeType: 'text/plain', buffer }));
    await page.locator('input[type=file]').setInputFiles(chosen);
    await page
      .locator('li[data-phase]')
      .nth(files.length - 1)
      .waitFor();
    await page.locator('li[data-phase=checking]').first().waitFor({ state: 'detached' });

    const shown = await page.locator('li[data-phase]').evaluateAll((rows) =>
      rows.map((row) => {
        const text = (selector: string) => row.querySelector(selector)?.textContent.trim();
        return [text('strong'), [row.getAttribute('data-phase'), text('[role=alert]')]] as const;
      }),
    );
    const wanted = files.map(({ name, seen }) => [name, seen ? ['refused', seen] : ['ready', undefined]] as const);
    assert.deepEqual(Object.fromEntries(shown), Object.fromEntries(wanted));
    const refused = files.filter(({ seen }) => seen);
    assert.ok(refused.length >= 30, `${refused.length} of ${files.length} can be seen`);
    assert.ok(refused.filter(({ says, seen }) => says === seen).length >= 25, 'in the words of the server');
    assert.deepEqual(ann.complaints(), []);
  });

  it('stays accessible, and no wider than the window', async () => {
    for (const [scheme, width] of [
      ['light', 1280],
      ['dark', 360],
    ] as const) {
      await ann.look(scheme, width);
      assert.deepEqual(await ann.violations('li[data-phase]:nth-child(-n + 5)'), []);
      assert.equal(await ann.overflows(), false);
      await ann.shot(`refused-files-${scheme}-${width}`);
    }
  });
});
