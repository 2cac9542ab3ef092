// test/pages/support/chromium.ts — a real browser, where this machine has one: the same for all tests of a run.
import type { Browser } from 'playwright-core';
import { launched } from './launched.ts';

let shared: Promise<Browser | undefined> | undefined;

/**
 * Each visitor has a context of their own in it. Where there is none, what waits for it is pending on a person's machine,
 * and fails on one that builds for all (CI=true).
 */
export async function aChromium(context: Mocha.Context): Promise<Browser> {
  shared ??= launched();
  const browser = await shared;
  if (browser) return browser;
  if (process.env['CI'] === 'true') throw new Error('There is no Chromium on this machine, and CI=true demands one.');
  return context.skip();
}

after('close the browser', async () => (await shared)?.close());
