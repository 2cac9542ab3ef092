// web/preload-start.ts — has the browser fetch the code that draws the pages beside the small script that asks for it.
import type { HtmlTagDescriptor, Plugin } from 'vite';

/** A plugin of vite: tells of the chunk of `start` and of all that it imports, in the document. */
export function preloadStart(start: string): Plugin {
  return {
    name: 'preload-start',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }): HtmlTagDescriptor[] {
        const chunk = Object.values(bundle).find((one) => one.type === 'chunk' && one.facadeModuleId?.endsWith(start));
        if (chunk?.type !== 'chunk') throw new Error(`There is no chunk of ${start}.`);
        return [chunk.fileName, ...chunk.imports].map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
          injectTo: 'head',
        }));
      },
    },
  };
}
