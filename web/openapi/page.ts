// web/openapi/page.ts — the description of the API as a page: plain HTML, without a script.
import { z } from 'zod';
import { ERRORS, type ErrorId } from '../contract.ts';
import { OPERATIONS, schemaName } from './document.ts';
import { errorsOf, type Operation } from './operation.ts';

interface Described {
  info: { title: string; description?: string };
  components?: { schemas?: Record<string, unknown> };
}

/** A whole HTML document. */
export function apiPage({ info, components }: Described): string {
  const topics = [...Map.groupBy(OPERATIONS, ({ topic }) => topic)];
  const schemas = Object.entries(components?.schemas ?? {}).toSorted(([a], [b]) => a.localeCompare(b));
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · ${escape(info.title)}</title><link rel="stylesheet" href="/plain.css"><link rel="stylesheet" href="/api.css"></head>
<body><main class="api"><h1>API</h1>
${text(info.description ?? '')}
<p>For programs: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1). <a href="/">Home</a></p>
<nav aria-label="Topics"><ul>${topics.map(([topic]) => `<li><a href="#${slug(topic)}">${escape(topic)}</a></li>`).join('')}
<li><a href="#schemas">Schemas</a></li><li><a href="#errors">Errors</a></li></ul></nav>
${topics.map(([topic, operations]) => `<section id="${slug(topic)}"><h2>${escape(topic)}</h2>${operations.map(operationHtml).join('')}</section>`).join('\n')}
<section id="schemas"><h2>Schemas</h2>${schemas.map(schemaHtml).join('\n')}</section>
<section id="errors"><h2>Errors</h2>${errorTable()}</section>
</main></body>
</html>
`;
}

const ACCESS: Record<Operation['access'], string> = {
  read: 'Signed in, or a token that reads.',
  write: 'Signed in, or a token that writes.',
  person: 'Signed in; no token is taken.',
  anybody: 'Open to everybody.',
};

function operationHtml(operation: Operation): string {
  const { method, path, summary, description, access, query, body, answers, repeatable } = operation;
  const facts: [string, string][] = [['Who', ACCESS[access]]];
  if (query) facts.push(['Query', Object.keys(query.shape).map(code).join(', ')]);
  if (body) facts.push(['Body', schemaLink(body)]);
  if (repeatable) facts.push(['Header', `${code('Idempotency-Key')}, if it may be repeated`]);
  for (const [status, answer] of Object.entries(answers)) facts.push([status, answerHtml(answer)]);
  facts.push(['Errors', errorsOf(operation).map(errorLink).join(', ')]);
  return `<article><h3><code><b>${method.toUpperCase()}</b> ${escape(path)}</code></h3><p>${escape(summary)}.</p>
${description ? text(description) : ''}<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl></article>
`;
}

function answerHtml(answer: Operation['answers'][number]): string {
  if (answer === 'nothing') return 'no content';
  return answer instanceof z.ZodType ? schemaLink(answer) : `${code(answer.type)}: ${inline(answer.description)}`;
}

function schemaLink(schema: z.ZodType): string {
  const name = schemaName(schema);
  return name ? `<a href="#schema-${name}">${name}</a>` : 'JSON';
}

function schemaHtml([name, schema]: [string, unknown]): string {
  // A link to what is inside opens it; a link to the whole would not.
  return `<details><summary>${escape(name)}</summary><pre id="schema-${name}" tabindex="0">${escape(JSON.stringify(schema, null, 2))}</pre></details>`;
}

function errorLink(id: ErrorId): string {
  return `<a href="#error-${id}"><code>${id}</code></a>`;
}

function errorTable(): string {
  const rows = Object.entries(ERRORS).map(
    ([id, [status, message]]) =>
      `<tr id="error-${id}"><td>${status}</td><td><code>${id}</code></td><td>${escape(message)}</td></tr>`,
  );
  return `<table><thead><tr><th scope="col">Status</th><th scope="col">Id</th><th scope="col">Message</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function text(markdown: string): string {
  const paragraphs = markdown.split('\n\n').map((paragraph) => `<p>${inline(paragraph)}</p>`);
  return paragraphs.join('\n');
}

function inline(markdown: string): string {
  return escape(markdown).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

function code(word: string): string {
  return `<code>${escape(word)}</code>`;
}

function slug(topic: string): string {
  return topic.toLowerCase();
}

function escape(raw: string): string {
  return raw.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
