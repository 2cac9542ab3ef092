// web/routes/pages.ts — the built pages: one document for every page there is, and its files.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { problem } from '../problem.ts';
import type { Context, Services, WebRouter } from '../services.ts';

const PAGES = ['/', '/new', '/annotations', '/annotations/:jobId', '/annotations/:jobId/result', '/plan', '/profile'];

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export function pageRoutes(router: WebRouter, { settings }: Services): void {
  for (const page of PAGES) {
    router.get(page, async (ctx) => {
      if (!(await send(ctx, join(settings.spaFolder, 'index.html'), 'no-cache'))) throw problem('pages-missing');
    });
  }

  // Names hold a hash of the content, so a browser need never ask again.
  router.get('/assets/:file', async (ctx) => {
    const file = String(ctx.params['file']);
    if (!/^[\w-]+(\.[\w-]+)+$/.test(file)) throw problem('not-found');
    const sent = await send(ctx, join(settings.spaFolder, 'assets', file), 'public, max-age=31536000, immutable');
    if (!sent) throw problem('not-found');
  });

  for (const file of ['plain.css', 'api.css', 'favicon.svg']) {
    router.get(`/${file}`, async (ctx) => {
      if (!(await send(ctx, join(settings.spaFolder, file), 'public, max-age=3600'))) throw problem('not-found');
    });
  }
}

async function send(ctx: Context, path: string, caching: string): Promise<boolean> {
  const type = TYPES[extname(path)];
  const found = type ? await stat(path).catch(() => undefined) : undefined;
  if (!type || !found?.isFile()) return false;
  ctx.type = type;
  ctx.length = found.size;
  ctx.set('cache-control', caching);
  ctx.body = createReadStream(path);
  return true;
}
