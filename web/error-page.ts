// web/error-page.ts — the page for a person whose request can't be answered. It needs no script.

interface Words {
  title: string;
  /** What one can do. */
  next: string;
}

const WORDS: Record<number, Words> = {
  400: { title: 'That did not work', next: 'Please go back and try once more.' },
  401: { title: 'Please sign in', next: 'This page is yours alone, so we need to know who you are.' },
  403: { title: 'Not yours to see', next: 'If it should be, sign in as the person whose it is.' },
  404: { title: 'Not found', next: 'Perhaps the address is not whole, or what was here has been deleted.' },
  405: { title: 'Not in this way', next: 'This address takes other requests than this one.' },
  413: { title: 'Too large', next: 'A file goes up through the page for new annotations, which takes large ones.' },
  429: { title: 'A little slower, please', next: 'Please wait a quarter of a minute, and try again.' },
  500: { title: 'Something went wrong', next: 'It is our fault, not yours, and it is in our log under the id below.' },
  503: {
    title: 'One moment',
    next: 'The service is restarting. Your jobs go on. Please try again in a few seconds.',
  },
};

/** Statuses that pass. A page that reloads by itself would take the word from a screen reader. */
const PASSING = new Set([429, 500, 503]);

/** A whole HTML document; the words are ours, but escaped all the same. */
export function errorPage(error: { status: number; message: string; requestId: string | undefined }): string {
  const { status, message, requestId } = error;
  const { title, next } = WORDS[status] ?? WORDS[500]!;
  const again = PASSING.has(status) ? '<a href="">Try again</a> ' : '';
  const request = requestId ? `<p>Request <code>${escape(requestId)}</code></p>` : '';
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · Genomics Annotation Service</title><link rel="stylesheet" href="/plain.css"></head>
<body><main><p class="status">${status}</p><h1>${title}</h1><p>${escape(message)}</p><p>${next}</p>${request}
<p>${again}<a href="/">Home</a> <a href="/annotations">My annotations</a></p></main></body>
</html>
`;
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
