// test/pages/support/visitor.ts — a person at a real browser: what they do, what they see, and what the browser complains of.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { ROOT } from '../../../local/environment.ts';

/** Kept after the tests, to be looked at. */
const SCREENSHOTS = join(ROOT, '.local/screenshots');

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Scheme = 'light' | 'dark';

export interface Visitor {
  page: Page;
  /** Errors in the console, and of scripts, since the last call. */
  complaints(): string[];
  /** Opens an address of the service and waits until its page has drawn its title. */
  open(path: string): Promise<void>;
  /** Waits until nothing on the page says that it is busy. */
  settled(): Promise<void>;
  /** What axe finds wrong with the page as it is, or with a part of it: one line each. */
  violations(part?: string): Promise<string[]>;
  look(scheme: Scheme, width: number): Promise<void>;
  /** Whether the page is wider than the window. */
  overflows(): Promise<boolean>;
  shot(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function aVisitor(browser: Browser, home: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: home, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  let said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(`${message.text()} ${message.location().url}`.trim());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  mkdirSync(SCREENSHOTS, { recursive: true });

  return {
    page,
    complaints() {
      const all = said;
      said = [];
      return all;
    },
    async open(path) {
      await page.goto(path);
      await page.locator('h1').first().waitFor();
    },
    settled: () => page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' }),
    violations: (part) => violations(page, part),
    async look(colorScheme, width) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      // Drawn twice: colours that change by a transition have arrived.
      await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
    },
    overflows: () => page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'),
    shot: async (name) => void (await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true })),
    close: () => context.close(),
  };
}

interface AxeResult {
  violations: { id: string; help: string; nodes: { target: string[]; failureSummary?: string }[] }[];
}

async function violations(page: Page, part = 'html'): Promise<string[]> {
  await page.evaluate(`window.axe || (() => { ${AXE} })()`);
  // What passes is not told: of a large page that is most of the time.
  const result: AxeResult = await page.evaluate(`axe.run('${part}', { resultTypes: ['violations'] })`);
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${help}: ${target.join(' ')} ${failureSummary}`),
  );
}
