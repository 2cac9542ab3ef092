// test/pages/support/chromium.ts — a real browser, where this machine has one.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage'];

/**
 * Chromium without a window. Where there is none, what waits for it is pending on a person's machine, and fails on one
 * that builds for all (CI=true).
 */
export async function aChromium(context: Mocha.Context): Promise<Browser> {
  const browser = await launched();
  if (browser) return browser;
  if (process.env['CI'] === 'true') throw new Error('There is no Chromium on this machine, and CI=true demands one.');
  return context.skip();
}

/** Undefined where there is none. */
export async function launched(): Promise<Browser | undefined> {
  const executablePath = PROGRAMS.find((program) => existsSync(program));
  return executablePath ? chromium.launch({ executablePath, args: ARGS }) : undefined;
}
