// test/pages/weight.test.ts — how much of the built pages a browser has to fetch before it shows anything.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../../local/environment.ts';

const SPA = join(ROOT, 'dist/spa');
const LIMIT_BYTES = 200 * 1024;

describe('the first page', () => {
  it('needs at most 200 KB of compressed JavaScript', async () => {
    const html = await readFile(join(SPA, 'index.html'), 'utf8');
    const entries = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path!);
    assert.ok(entries.length > 0);
    const files = await withImports(entries.map((path) => path.slice('/assets/'.length)));
    const bytes = [...files.values()].reduce((sum, code) => sum + gzipSync(code).length, 0);
    assert.ok(bytes <= LIMIT_BYTES, `${bytes} bytes in ${[...files.keys()].join(', ')}`);
  });
});

/** The files and all that they import at once; what is fetched later is an `import()`. */
async function withImports(names: readonly string[]): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const waiting = [...names];
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    if (files.has(name)) continue;
    const code = await readFile(join(SPA, 'assets', name), 'utf8');
    files.set(name, code);
    for (const [, imported] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) waiting.push(imported!);
  }
  return files;
}
