// web/routes/openapi.ts — the description of the API, for programs and for people.
import { apiPage } from '../openapi/page.ts';
import { openApiDocument } from '../openapi/document.ts';
import type { Services, WebRouter } from '../services.ts';

export function openApiRoutes(router: WebRouter, { settings }: Services): void {
  // Made when first asked for: it takes longer than the start of the process should.
  let made: { document: ReturnType<typeof openApiDocument>; page: string } | undefined;
  const described = () => {
    const document = made?.document ?? openApiDocument(settings.url);
    return (made ??= { document, page: apiPage(document) });
  };

  router.get('/api/openapi.json', async (ctx) => {
    ctx.body = described().document;
  });

  router.get('/api/docs', async (ctx) => {
    ctx.type = 'html';
    ctx.body = described().page;
  });
}
