// domain/html.ts — HTML as templates whose values are escaped where they are put in.

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
