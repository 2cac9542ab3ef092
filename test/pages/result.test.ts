// test/pages/result.test.ts — the page of one result in a real Chromium, over a result of the annotator.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { objectKeys } from '../../domain/job.ts';
import { genomeFolder, HEADER } from '../adapters/annotator/an-annotation.ts';
import { type AnAnnotation, annotated, END_BYTES, packed } from '../web/spa/variants/a-result.ts';
import { aSite, type Site } from './support/a-site.ts';
import { aChromium } from './support/chromium.ts';
import type { Visitor } from './support/visitor.ts';

const EVIL = '<img/src=x/onerror=document.title=1>';
const INFO = '##INFO=<ID=NOTE,Number=1,Type=String,Description="<b>bold</b>">\n';
const BASES = readFileSync(join(genomeFolder, 'chrM.fa'), 'latin1').replace(/^>.*/, '').replaceAll(/\s/g, '');
/** 150 exchanges of a base, synonymous and not, of which none is in the way of those that are looked for. */
const MANY = Array.from({ length: 150 }, (_, at) => {
  const ref = BASES[8599 + at * 3]!;
  return `chrM\t${8600 + at * 3}\t.\t${ref}\t${ref === 'A' ? 'G' : 'A'}\t.\t.\tNOTE=x\n`;
});
const INPUT =
  HEADER.replace('#CHROM', `${INFO}#CHROM`) +
  `chrM\t73\t.\tA\tG\t.\t.\tNOTE=${EVIL}\n` +
  MANY.join('') +
  'chrM\t11778\t.\tG\tA\t.\t.\t.\n';

describe('the page of a result', function () {
  this.timeout(120_000);
  let browser: Browser;
  let site: Site;
  let ann: Visitor;
  let jobId: string;
  before(async function () {
    browser = await aChromium(this);
    site = await aSite();
    ann = await site.visit(browser, 'ann');
    jobId = await aResult();
  });
  after(async () => {
    await site?.stop();
  });

  const aResult = async (): Promise<string> => aJobWith(await annotated(INPUT));

  /** A million records: the same thousand again and again, which the page does not mind. */
  async function aLargeResult(): Promise<string> {
    const { data, index, summary } = await annotated(HEADER + MANY.join('').replaceAll('\tNOTE=x', '\t.'));
    const lines = gunzipSync(data)
      .toString()
      .split(/^(?=chrM)/m);
    const [header, records] = [lines[0]!, lines.slice(1)];
    const block = packed(Array.from({ length: 100 }, (_, at) => records[at % records.length]).join(''), 65_000);
    const repeated = Buffer.concat(Array.from({ length: 10_000 }, () => block.subarray(0, -END_BYTES)));
    const told = { ...(JSON.parse(summary.toString()) as object), records: 1_000_000 };
    return aJobWith({
      data: Buffer.concat([packed(header, 65_000).subarray(0, -END_BYTES), repeated, block.subarray(-END_BYTES)]),
      index,
      summary: Buffer.from(JSON.stringify(told)),
    });
  }

  async function aJobWith(made: AnAnnotation): Promise<string> {
    const job = { jobId: randomUUID(), userId: 'ann', inputFileName: 'sample.vcf' };
    const { result: key, index, summary } = objectKeys('gas', job);
    await site.put({ bucket: 'results', key }, made.data);
    await site.put({ bucket: 'results', key: index }, made.index);
    await site.put({ bucket: 'results', key: summary }, made.summary);
    const { versionId, bytes } = (await site.objects.head({ bucket: 'results', key }))!;
    site.row({ ...job, status: 'COMPLETED', result: { bucket: 'results', key, versionId, bytes }, hotKey: key });
    return job.jobId;
  }

  it('shows the first of a million variants after it has asked for no more than the first part of them', async () => {
    const many = await aLargeResult();
    const asked: string[] = [];
    const { page } = ann;
    page.on('request', (request) => {
      if (/result\/(data|index)$/.test(request.url())) asked.push(request.headers()['range'] ?? request.url());
    });
    await ann.open(`/annotations/${many}/result`);
    await page.getByText('1,000,000 variants, 100 shown').waitFor();
    assert.deepEqual(asked, ['bytes=0-131071']);
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('1,000,000 variants, 200 shown').waitFor();
    assert.deepEqual(asked, ['bytes=0-131071'], 'what was read is not read again');
    assert.deepEqual(ann.complaints(), []);
    page.removeAllListeners('request');
  });

  it('shows variants, finds some of them, tells all of one, and exports them', async () => {
    const { page } = ann;
    await ann.open(`/annotations/${jobId}/result`);
    await page.getByText('152 variants, 100 shown').waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('152 variants, 152 shown').waitFor();

    await page.getByRole('textbox', { name: 'Disease or status' }).fill('progressive-dystonia');
    await page.getByText('1 variant, 1 shown').waitFor();
    await page.getByRole('button', { name: 'chrM:11,778' }).click();
    await page.getByRole('heading', { name: 'chrM:m.11778G>A' }).waitFor();
    assert.match((await page.getByRole('link', { name: 'MITOMAP' }).getAttribute('href'))!, /variant=11778G%3EA$/);
    assert.deepEqual(await ann.violations(), []);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export VCF' }).click();
    const saved = await download;
    assert.equal(saved.suggestedFilename(), 'sample.filtered.vcf');
    const records = readFileSync(await saved.path(), 'utf8')
      .split('\n')
      .filter((line) => /^[^#]/.test(line));
    assert.deepEqual(
      records.map((line) => line.split('\t')[1]),
      ['11778'],
    );
    assert.deepEqual(ann.complaints(), []);
  });

  it('draws plots with tables behind them, and the genome with the result on it', async () => {
    const { page } = ann;
    await ann.open(`/annotations/${jobId}/result`);
    await page.getByRole('tab', { name: 'Plots' }).click();
    await page.getByRole('img', { name: /^Consequences: 152 records/ }).waitFor();
    await page.getByRole('button', { name: 'Show as a table' }).first().click();
    await page.getByRole('button', { name: 'intergenic_variant' }).click();
    await page.getByText('1 variant, 1 shown').waitFor();
    await page.getByRole('tab', { name: 'Genome browser' }).click();
    await page.locator('.genome-browser canvas').first().waitFor();
    await ann.settled();
    for (const scheme of ['light', 'dark'] as const) {
      await ann.look(scheme, 360);
      assert.equal(await ann.overflows(), false);
      assert.deepEqual(await ann.violations(), []);
    }
    // igv stays white in the dark: so must not its words.
    const field = page.locator('.igv-search-input');
    const colour = await field.evaluate((input) => input.ownerDocument.defaultView!.getComputedStyle(input).color);
    assert.equal(colour, 'rgb(0, 0, 0)');
    assert.deepEqual(ann.complaints(), []);
  });

  it('shows what a file says as the text it is', async () => {
    const { page } = ann;
    await ann.open(`/annotations/${jobId}/result`);
    await page.getByRole('button', { name: 'chrM:73', exact: true }).click();
    await page.getByText(EVIL).waitFor();
    await page.getByText('<b>bold</b>').waitFor();
    assert.match(await page.title(), /^sample\.vcf/);
    assert.deepEqual(ann.complaints(), []);
  });

  it('says where a result is that cannot be read', async () => {
    const { page } = ann;
    const archive = { id: 'a', store: 'glacier-vault', bytes: 9, treeHash: 'ab'.repeat(32) } as const;
    const row = site.rows.get(jobId)!;
    const { hotKey: _gone, ...rest } = row;
    for (const [job, words] of [
      [{ ...rest, archive, archiveStatus: 'ARCHIVED' as const }, /in the archive/],
      [{ ...rest, status: 'FAILED' as const, result: undefined!, failure: 'Line 3: no.' }, /Line 3: no\./],
      [{ ...rest, status: 'RUNNING' as const, result: undefined! }, /not finished/],
    ] as const) {
      site.rows.set(jobId, { ...job, version: row.version + 1 });
      await ann.open(`/annotations/${jobId}/result`);
      await page.getByRole('status').filter({ hasText: words }).waitFor();
      assert.equal(await page.getByRole('tab', { name: 'Variants' }).count(), 0);
      assert.deepEqual(await ann.violations(), []);
    }
  });
});
