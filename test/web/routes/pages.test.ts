// test/web/routes/pages.test.ts — the built pages and their files.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AWeb, aWeb } from '../support/a-web.ts';

describe('the pages', () => {
  let web: AWeb;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gas-pages-'));
    await mkdir(join(folder, 'spa/assets'), { recursive: true });
    await writeFile(join(folder, 'spa/index.html'), '<!doctype html><title>pages</title>');
    await writeFile(join(folder, 'spa/assets/index-abc123.js'), 'export {};');
    await writeFile(join(folder, 'secret.js'), 'hush');
    web = await aWeb({ spaFolder: join(folder, 'spa') });
  });
  after(async () => {
    await web.stop();
    await rm(folder, { recursive: true });
  });

  for (const page of ['/', '/new', '/annotations', '/annotations/7', '/annotations/7/result', '/plan', '/profile']) {
    it(`are one document: ${page}`, async () => {
      const answer = await web.anybody().get(page);
      assert.deepEqual([answer.status, answer.text], [200, '<!doctype html><title>pages</title>']);
      assert.equal(answer.headers.get('cache-control'), 'no-cache');
    });
  }

  it('have files that are kept for ever, with their type', async () => {
    const { headers } = await web.anybody().get('/assets/index-abc123.js');
    assert.equal(headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.match(headers.get('cache-control')!, /immutable/);
  });

  for (const path of [
    '/assets/nothing.js',
    '/assets/..%2f..%2fsecret.js',
    '/assets/%2e%2e/secret.js',
    '/assets/',
    '/wp-login.php',
  ]) {
    it(`are not found at ${path}`, async () => {
      assert.equal((await web.anybody().get(path)).status, 404);
    });
  }
});

describe('pages that have not been built', () => {
  it('are missed in words', async () => {
    const web = await aWeb();
    const answer = await web.anybody().get('/');
    assert.deepEqual([answer.status, answer.json.error.id], [503, 'pages-missing']);
    await web.stop();
  });
});
