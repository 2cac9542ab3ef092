// local/mailbox-server.ts — the mails of the folder as a page for people and as JSON for tests.
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { html } from '../domain/html.ts';
import { page } from './html.ts';
import { readMail, type MailSummary } from './mail-file.ts';

const REFRESH = { html: '<meta http-equiv="refresh" content="3">' };
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";

/** Serves `/` and `/messages.json`, newest first, each filtered by `?to=ADDRESS`. Not listening yet. */
export function mailboxServer(folder: string): Server {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    answer(folder, url, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
}

async function answer(folder: string, url: URL, response: ServerResponse): Promise<void> {
  response.setHeader('cache-control', 'no-store').setHeader('content-security-policy', POLICY);
  if (url.pathname !== '/' && url.pathname !== '/messages.json') return void response.writeHead(404).end('Not found.');

  const all = await messages(folder);
  const to = url.searchParams.get('to') ?? '';
  const shown = to ? all.filter((mail) => mail.to === to) : all;
  if (url.pathname === '/messages.json') {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(shown));
  } else {
    const recipients = [...new Set(all.map((mail) => mail.to))].toSorted();
    response.setHeader('content-type', 'text/html; charset=utf-8').end(mailboxPage(shown, recipients));
  }
}

/** Every mail of the folder, newest first; those of the same second by their id. */
async function messages(folder: string): Promise<MailSummary[]> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []; // no mail yet
    throw error;
  });
  const mails = files.filter((file) => file.endsWith('.eml')).map((file) => readFile(join(folder, file), 'utf8'));
  return (await Promise.all(mails))
    .map(readMail)
    .toSorted((a, b) => b.sentAt.localeCompare(a.sentAt) || a.messageId.localeCompare(b.messageId));
}

function mailboxPage(mails: readonly MailSummary[], recipients: readonly string[]): string {
  const filters = recipients.map((to) => html`<li><a href="/?to=${encodeURIComponent(to)}">${to}</a></li>`);
  return page({
    title: `Mailbox (${mails.length})`,
    head: REFRESH,
    body: html`<h1>Mailbox</h1>
      <p>Every mail of the local service, newest first. Nothing here was sent anywhere.</p>
      <nav aria-label="Recipients">
        <ul>
          <li><a href="/">Everybody</a></li>
          ${filters}
        </ul>
      </nav>
      ${mails.length > 0 ? mails.map(article) : [html`<p>No mail yet.</p>`]}`,
  });
}

const article = ({ to, from, subject, sentAt, text }: MailSummary) =>
  html`<article>
    <h2>${subject}</h2>
    <p>To ${to}, from ${from}, <time datetime="${sentAt}">${sentAt}</time></p>
    <pre>${text}</pre>
  </article>`;
