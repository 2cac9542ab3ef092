// web/error-page.ts — the page for a person whose request can't be answered. It needs no script.

/** A whole HTML document; the words are ours, but escaped all the same. */
export function errorPage(error: { status: number; message: string; requestId: string | undefined }): string {
  const request = error.requestId ? `<p>Request ${escape(error.requestId)}</p>` : '';
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${error.status} · Genomics Annotation Service</title><link rel="stylesheet" href="/plain.css"></head>
<body><main><h1>${error.status}</h1><p>${escape(error.message)}</p>${request}
<p><a href="/">Home</a></p></main></body>
</html>
`;
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
