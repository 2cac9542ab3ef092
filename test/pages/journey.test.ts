// test/pages/journey.test.ts — the acceptance walk in Chromium on the embedded stack: two people at once, from sign-in to deletion.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { readConfig } from '../../config.ts';
import type { Stack } from '../../local/start-stack.ts';
import { aStack } from '../support/stack.ts';
import { aChromium } from './support/chromium.ts';
import { aVisitor, type Visitor } from './support/visitor.ts';

/** Minutes and hours as seconds; the grace is long enough to look at a result before it is archived. */
const SETTINGS = {
  GAS_GRACE_PERIOD: '20s',
  GAS_GLACIER_EXPEDITED: '1s',
  GAS_GLACIER_STANDARD: '2s',
  GAS_EXPEDITED_WAIT: '10s',
  GAS_STANDARD_WAIT: '10s',
};

describe('two people at once, in a real browser', function () {
  this.timeout(90_000);
  let browser: Browser | undefined;
  let stack: Stack | undefined;
  let ada: Visitor;
  let ben: Visitor;
  let vcf: Buffer;
  let original: Buffer;
  let jobPage: string;

  before(async function () {
    browser = await aChromium(this);
    stack = await aStack({ settings: SETTINGS });
    vcf = await readFile(join(readConfig().annotator.genomeFolder, 'examples/mgrb.chrM.vcf.gz'));
    [ada, ben] = [await aVisitor(browser, stack.urls.web), await aVisitor(browser, stack.urls.web)];
  });
  after(async () => {
    await stack?.stop();
  });

  it('sign in, and each profile shows who one is and the plan', async () => {
    await Promise.all([signIn(ada.page, 'Ada Free'), signIn(ben.page, 'Ben Free')]);
    await ada.open('/profile');
    const account = await ada.page.locator('#account').innerText();
    assert.match(account, /Ada Free[\s\S]*ada\.free@example\.org[\s\S]*Institute of Mitochondrial Medicine[\s\S]*Free/);
    await ben.open('/profile');
    assert.match(await ben.page.locator('#account').innerText(), /Ben Free/);
  });

  it('a file larger than the plan takes is refused before it is sent, with the way to a larger plan', async () => {
    await ada.open('/new');
    await choose(ada.page, 'large.vcf', Buffer.alloc(200 * 1024, '##fileformat=VCFv4.2\n'));
    await ada.page.getByRole('link', { name: 'Upgrade to Premium' }).waitFor();
    await ada.page.getByRole('button', { name: 'Remove' }).click();
  });

  it('files are submitted, by keyboard alone too, and become ready by themselves', async () => {
    await submit(ada.page, 'first.vcf.gz', vcf);
    jobPage = new URL(ada.page.url()).pathname;
    await submitByKeyboard(ben, 'bens.vcf.gz', vcf);
    await Promise.all([ready(ada.page), ready(ben.page)]);
  });

  it('the input, the result and the log are there', async () => {
    assert.equal(hash(await download(ada.page, 'Download the input')), hash(vcf));
    original = await download(ada.page, 'Download as VCF');
    assert.ok(gunzipSync(original).includes('missense|MT-ND4'));
    await readLog(ada.page);
  });

  it("nobody sees another's annotation, in the list or by its address", async () => {
    await ben.open('/annotations');
    assert.deepEqual(await names(ben.page), ['bens.vcf.gz']);
    await tabTo(ben.page, 'tbody a');
    await ben.page.keyboard.press('Enter');
    await ben.page.getByRole('heading', { level: 1, name: 'bens.vcf.gz' }).waitFor();
    await ben.open(jobPage);
    assert.match(await ben.page.locator('main').innerText(), /You are not authorized to view this job/);
  });

  it('a fault that the browser does not look for is told on the page of the annotation: the line, what is wrong, what to do', async () => {
    const lines = gunzipSync(vcf).toString().trimEnd().split('\n');
    lines[3000] = lines[3000]!.replace(/^(\S+\t\d+\t\S+)\t[ACGT]\t[ACGT]\t/, '$1\tN\tA\t');
    await ben.open('/new');
    await submit(ben.page, 'misread.vcf.gz', gzipSync(lines.join('\n')));
    const told = ben.page.getByRole('status').filter({ hasText: 'Why it failed' });
    await told.waitFor({ timeout: 60_000 });
    assert.match(
      await told.innerText(),
      /Line 3001, column 4 \(REF\): "N" does not fit the reference.* Check that the file/,
    );
    await ben.page.getByRole('button', { name: 'Read the log' }).click();
    await ben.page.getByText('the input was refused, and nothing was changed').waitFor();
    await ben.shot('refused-by-the-annotator');
  });

  it('after the grace the result is archived, and the way to Premium is shown instead; the log still opens', async () => {
    await ada.page.locator('[data-place=archived]').waitFor({ timeout: 60_000 });
    await ada.page.locator('main').getByRole('link', { name: 'Upgrade to Premium' }).waitFor();
    assert.equal(await ada.page.getByRole('button', { name: 'Download as VCF' }).count(), 0);
    await ada.page.reload();
    await readLog(ada.page);
  });

  it('an upgrade brings it back byte for byte, and the list tells so by itself', async () => {
    await ada.page.locator('main').getByRole('link', { name: 'Upgrade to Premium' }).click();
    await ada.page.getByRole('button', { name: 'Subscribe to Premium' }).click();
    await ada.page.getByRole('heading', { name: 'Leave Premium' }).waitFor();
    await ada.page.getByRole('link', { name: 'My annotations' }).click();
    await ada.page.locator('td [data-place=hot]').waitFor();
    await ada.page.locator('#main').getByRole('link', { name: 'first.vcf.gz' }).click(); // a toast names it, too
    assert.equal(hash(await download(ada.page, 'Download as VCF')), hash(original));
  });

  it('Premium is left after one has said to understand what that means', async () => {
    await ada.open('/plan');
    const leave = ada.page.getByRole('button', { name: 'Leave Premium' });
    assert.equal(await leave.isDisabled(), true);
    await ada.page.getByLabel('I understand').check();
    await leave.click();
    await ada.page.getByRole('button', { name: 'Subscribe to Premium' }).waitFor();
  });

  it('a deleted annotation is gone from the list', async () => {
    await ada.open(jobPage);
    await ada.page.getByRole('button', { name: 'Delete this annotation' }).click();
    await ada.page.getByLabel('I understand').check();
    await ada.page.getByRole('button', { name: 'Delete it for good' }).click();
    await ada.page.getByRole('heading', { name: 'Annotate your first file' }).waitFor();
  });

  it('whoever signs out is out, and nothing was complained of all the time', async () => {
    await ada.page.getByRole('button', { name: 'Sign out' }).click();
    await ada.page.getByRole('link', { name: 'Sign in to begin' }).waitFor();
    await ada.open('/annotations');
    await ada.page.getByRole('heading', { name: 'Please sign in' }).waitFor();
    await tabTo(ben.page, '.frame-header button.btn-sm:last-child');
    await ben.page.keyboard.press('Enter');
    await ben.page.getByRole('link', { name: 'Sign in to begin' }).waitFor();
    const expected = /status of 40[13]/; // signed out; another's job
    // The page of the deleted annotation may ask for it once more before it is left.
    const deleted = `/api${jobPage.replace('annotations', 'jobs')}`;
    assert.deepEqual(
      [...ada.complaints(), ...ben.complaints()].filter(
        (line) => !expected.test(line) && !(line.includes('status of 404') && line.endsWith(deleted)),
      ),
      [],
    );
    assert.deepEqual(stack!.troubles, []);
  });
});

/** Compared instead of the bytes: a report of how two files differ can take gigabytes of memory. */
const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: 'Sign in to begin' }).click();
  await page.getByRole('button', { name }).click();
  await page.getByRole('heading', { name: 'My annotations' }).waitFor();
}

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'text/plain', buffer });
}

async function submit(page: Page, name: string, buffer: Buffer): Promise<void> {
  await choose(page, name, buffer);
  await page.getByRole('button', { name: 'Upload and annotate' }).click();
  await page.waitForURL('**/annotations/*');
}

/**
 * No mouse: field and button are reached by Tab, and Enter opens the one and presses the other. The system's dialog is caught
 * from before the page is opened: a browser that is told only with the key may be late, and shows it.
 */
async function submitByKeyboard(visitor: Visitor, name: string, buffer: Buffer): Promise<void> {
  const { page } = visitor;
  const dialog = page.waitForEvent('filechooser', { timeout: 60_000 });
  await visitor.open('/new');
  await tabTo(page, 'input[type=file]');
  await page.keyboard.press('Enter');
  await (await dialog).setFiles({ name, mimeType: 'text/plain', buffer });
  await page.locator('button[type=submit]:enabled').waitFor();
  await tabTo(page, 'button[type=submit]');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/annotations/*');
}

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let tabs = 0; tabs < 40; tabs += 1) {
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${selector} is not reached by Tab`);
}

async function ready(page: Page): Promise<void> {
  await page.locator('[data-place=hot]').waitFor();
}

async function download(page: Page, button: string): Promise<Buffer> {
  const begun = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return readFile(await (await begun).path());
}

async function readLog(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Read the log' }).click();
  const log = page.getByRole('region', { name: 'Text of the log' });
  await log.waitFor();
  assert.match(await log.innerText(), /missense_variant +861/);
}

async function names(page: Page): Promise<string[]> {
  await page.locator('tbody tr').first().waitFor();
  return page.locator('tbody a').allInnerTexts();
}
