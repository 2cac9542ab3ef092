// local/html.ts — plain, accessible pages for the local stand-ins.
import { html, type Html } from '../domain/html.ts';

const STYLE = `
  :root { color-scheme: light dark }
  body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
  button { font: inherit; padding: .5rem 1rem; width: 100%; text-align: start; cursor: pointer }
  li { margin: .5rem 0 } ul { list-style: none; padding: 0 } pre { white-space: pre-wrap; overflow-wrap: anywhere }
  article { border-top: 1px solid; padding: .5rem 0 }`;

/** A whole page, as text. */
export function page({ title, head, body }: { title: string; head?: Html; body: Html }): string {
  const whole = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${{ html: STYLE }}
        </style>
        ${head ?? { html: '' }}
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`;
  return whole.html;
}
