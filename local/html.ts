// local/html.ts — plain, accessible pages for the local stand-ins; every value is escaped where it is put in.

/** HTML that is safe to put into other HTML as it is. */
export interface Html {
  readonly html: string;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A template whose values are escaped, unless they are `Html` themselves, or lists of it. */
export function html(parts: TemplateStringsArray, ...values: (string | Html | readonly Html[])[]): Html {
  return { html: String.raw({ raw: parts }, ...values.map(render)) };
}

function render(value: string | Html | readonly Html[]): string {
  if (typeof value === 'string') return value.replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!);
  return 'html' in value ? value.html : value.map((one) => one.html).join('');
}

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
