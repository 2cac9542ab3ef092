// bench/result.ts — a result of a million variants in a real browser: how soon its first rows are there, and what a filter
// over all of it takes. The annotator makes the result, on a nuclear genome made for this; web runs over ports in memory.
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { objectKeys } from '../domain/job.ts';
import { aSite, type Site } from '../test/pages/support/a-site.ts';
import { launched } from '../test/pages/support/launched.ts';
import { aLargeResult } from './result/a-large-result.ts';

const RECORDS = 1_000_000;
const ROUNDS = 7;
/** The goal: first rows within so many milliseconds on two cores. */
const GOAL_MS = 1000;

/** Prints `ratio result-first-rows VALUE`, the goal by the time it took, and what filters over everything take. */
export async function resultBench(): Promise<void> {
  const browser = await launched();
  if (!browser) throw new Error('There is no Chromium on this machine.');
  const folder = await mkdtemp(join(tmpdir(), 'gas-bench-result-'));
  const site = await aSite();
  try {
    const address = `/annotations/${await aLargeJob(site, folder)}/result`;
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(await firstRows(browser, site, address));
    const median = times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
    console.log(`first rows of ${RECORDS} variants, nothing cached: ${times.join(' ')} ms`);
    console.log(`ratio result-first-rows ${(GOAL_MS / median).toFixed(3)}`);
    await filters(browser, site, address);
  } finally {
    await browser.close();
    await site.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A job of `ann` whose result is annotated as any other is. */
async function aLargeJob(site: Site, folder: string): Promise<string> {
  const outcome = await aLargeResult(folder, RECORDS);
  const job = { jobId: randomUUID(), userId: 'ann', inputFileName: 'large.vcf' };
  const { result: key, index, summary } = objectKeys('gas', job);
  for (const [to, path] of [
    [key, outcome.resultPath],
    [index, outcome.indexPath],
    [summary, outcome.summaryPath!],
  ] as const) {
    await site.put({ bucket: 'results', key: to }, await readFile(path));
  }
  const { versionId, bytes } = (await site.objects.head({ bucket: 'results', key }))!;
  const result = { bucket: 'results', key, versionId, bytes, records: RECORDS };
  site.row({ ...job, status: 'COMPLETED', result, hotKey: key });
  return job.jobId;
}

/** The page's own clock at the first frame with rows; it begins with the address. */
const FIRST_ROWS = `new MutationObserver((_, observer) => {
  if (!document.querySelector('table.variants tbody tr')) return;
  observer.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => (window.firstRowsAt = performance.now())));
}).observe(document, { childList: true, subtree: true })`;

async function firstRows(browser: Browser, site: Site, address: string): Promise<number> {
  const visitor = await site.visit(browser, 'ann');
  await visitor.page.addInitScript(FIRST_ROWS);
  await visitor.page.goto('about:blank');
  await visitor.page.goto(address);
  const at: number = await visitor.page.evaluate(
    'new Promise((resolve) => setInterval(() => window.firstRowsAt && resolve(window.firstRowsAt), 20))',
  );
  await visitor.close();
  return Math.round(at);
}

async function filters(browser: Browser, site: Site, address: string): Promise<void> {
  const visitor = await site.visit(browser, 'ann');
  const { page } = visitor;
  await page.goto(address);
  await page.getByText(/variants, 100 shown/).waitFor();
  const before = await heapBytes(page);
  for (const [field, value] of [
    ['Gene', 'GENE900'],
    ['Disease or status', 'nothing'],
  ] as const) {
    const shown = await page.getByRole('status').filter({ hasText: 'shown' }).innerText();
    const began = performance.now();
    await page.getByLabel(field, { exact: true }).fill(value);
    await page
      .getByRole('status')
      .filter({ hasText: /shown|No variant/, hasNotText: shown })
      .waitFor();
    console.log(`${field} ${value}: all of the file looked at in ${Math.round(performance.now() - began)} ms`);
  }
  console.log(`the page's heap grew by ${Math.round(((await heapBytes(page)) - before) / 1e6)} MB`);
  await visitor.close();
}

/** Of the page and its workers, after what is not needed was given back. */
async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
