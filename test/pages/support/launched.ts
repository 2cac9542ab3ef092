// test/pages/support/launched.ts — the browser of this machine, where it has one.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage'];

/** Without a window; undefined where there is none. */
export async function launched(): Promise<Browser | undefined> {
  const executablePath = PROGRAMS.find((program) => existsSync(program));
  return executablePath ? chromium.launch({ executablePath, args: ARGS }) : undefined;
}
