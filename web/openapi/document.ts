// web/openapi/document.ts — the OpenAPI 3.1 description of the service, made from the contracts themselves.
import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { JOB_ID } from '../../domain/job.ts';
import * as contract from '../contract.ts';
import { accountOperations } from './account.ts';
import { jobOperations } from './jobs.ts';
import { noticeOperations } from './notices.ts';
import { errorsOf, type Operation } from './operation.ts';
import { resultOperations } from './results.ts';
import { serviceOperations } from './service.ts';
import { uploadOperations } from './uploads.ts';

export const OPERATIONS: readonly Operation[] = [
  ...jobOperations,
  ...uploadOperations,
  ...resultOperations,
  ...accountOperations,
  ...noticeOperations,
  ...serviceOperations,
];

const INTRODUCTION = `Upload VCF files, have them annotated, and get the results back, also from the archive.

A program sends a personal token, made on the page of one’s profile: \`Authorization: Bearer gas_…\`. Errors are
\`{"error": {"id", "message"}}\`; an \`id\` keeps its meaning. Every answer to a signed-in request tells by \`RateLimit-Limit\`,
\`RateLimit-Remaining\` and \`RateLimit-Reset\` how much of a minute’s allowance is left; 429 comes with \`Retry-After\`. Operations
that create something take an \`Idempotency-Key\`: repeated within a day they have one effect and one answer.`;

/** The document; `url` is the address people use. */
export function openApiDocument(url: string) {
  for (const [schema, id] of NAMED) z.globalRegistry.add(schema, { id });
  const description: ZodOpenApiObject = {
    openapi: '3.1.0',
    info: { title: 'Genomics Annotation Service', version: '1', description: INTRODUCTION },
    servers: [{ url }],
    tags: [...new Set(OPERATIONS.map(({ topic }) => topic))].map((name) => ({ name })),
    paths: Object.fromEntries(
      [...Map.groupBy(OPERATIONS, ({ path }) => path)].map(([path, operations]) => [
        path.replaceAll(/:(\w+)/g, '{$1}'),
        Object.fromEntries(operations.map((operation) => [operation.method, described(operation)])),
      ]),
    ),
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A personal token, with the scope that is named.' },
        browser: { type: 'apiKey', in: 'cookie', name: 'gas', description: '`__Host-gas` over https.' },
      },
    },
  };
  return readable(createDocument(description));
}

/** Unicode classes in patterns are JavaScript's: other languages know ranges, and have no half characters to refuse. */
function readable<Document extends object>(document: Document): Document {
  const controls = String.raw`\u0000-\u001F\u007F-\u009F`;
  const inRanges = (pattern: string) => pattern.replaceAll('\\p{Cc}', controls).replaceAll('\\p{Cs}', '');
  return JSON.parse(JSON.stringify(document), (key, value) => (key === 'pattern' ? inRanges(value) : value));
}

function described(operation: Operation): ZodOpenApiOperationObject {
  const { method, path, topic, summary, description, access, query, body, repeatable } = operation;
  const header = repeatable ? z.object({ 'idempotency-key': IdempotencyKey.optional() }) : undefined;
  const parameters = pathParameters(path);
  return {
    operationId: operationId(operation),
    tags: [topic],
    summary,
    ...(description && { description }),
    security: securityOf(access),
    ...((query || header || parameters) && {
      requestParams: { ...(query && { query }), ...(header && { header }), ...(parameters && { path: parameters }) },
    }),
    ...(body && { requestBody: { required: method !== 'delete', content: { 'application/json': { schema: body } } } }),
    responses: { ...answersOf(operation), ...refusalsOf(operation) },
  };
}

const IdempotencyKey = z.string().regex(/^[\x21-\x7e]{1,255}$/);

function securityOf(access: Operation['access']): Record<string, string[]>[] {
  if (access === 'anybody') return [];
  return access === 'person' ? [{ browser: [] }] : [{ token: [access] }, { browser: [] }];
}

/** `get /api/jobs/:jobId/log` is `getJobsByJobIdLog`. */
function operationId({ method, path }: Operation): string {
  const words = path.split('/').filter((word) => word !== '' && word !== 'api');
  const named = words.map((word) => (word.startsWith(':') ? `By-${word.slice(1)}` : word));
  return [method, ...named].join('-').replaceAll(/[-.](\w)/g, (_, letter: string) => letter.toUpperCase());
}

function pathParameters(path: string): z.ZodObject | undefined {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  if (names.length === 0) return undefined;
  return z.object(Object.fromEntries(names.map((name) => [name, idOf(name)])));
}

function idOf(name: string): z.ZodType {
  return name === 'jobId' ? z.string().regex(JOB_ID) : z.string();
}

function answersOf({ answers }: Operation): ZodOpenApiResponsesObject {
  const entries = Object.entries(answers).map(([status, answer]) => {
    if (answer === 'nothing') return [status, { description: WORDS[status] ?? 'Done.' }] as const;
    if (answer instanceof z.ZodType)
      return [status, { description: WORDS[status] ?? 'Done.', content: { 'application/json': { schema: answer } } }];
    const { type, description } = answer;
    return [
      status,
      { description, content: { [type]: { schema: type === 'application/json' ? {} : { type: 'string' } } } },
    ];
  });
  return Object.fromEntries(entries) as ZodOpenApiResponsesObject;
}

const WORDS: Record<string, string> = {
  200: 'What was asked for.',
  201: 'Created.',
  202: 'Accepted; it goes on by itself.',
  204: 'Done.',
  206: 'A part of it.',
  302: 'Go to the address in `Location`.',
  503: 'Not ready.',
};

/** Of each status all ids that it may come with. */
function refusalsOf(operation: Operation): ZodOpenApiResponsesObject {
  const byStatus = Map.groupBy(errorsOf(operation), (id) => String(contract.ERRORS[id][0]));
  const refusals = [...byStatus].map(([status, ids]) => {
    const lines = ids.map((id) => `- \`${id}\`: ${contract.ERRORS[id][1]}`);
    return [status, { description: lines.join('\n'), content: { 'application/json': { schema: contract.ErrorBody } } }];
  });
  return Object.fromEntries(refusals) as ZodOpenApiResponsesObject;
}

/** Schemas with a name of their own are described once, and referred to; fields begin with a small letter. */
const NAMED = new Map(
  Object.entries<unknown>(contract).flatMap(([name, schema]) =>
    /^[A-Z]/.test(name) && schema instanceof z.ZodType ? [[schema, name] as const] : [],
  ),
);

export function schemaName(schema: z.ZodType): string | undefined {
  return NAMED.get(schema);
}
