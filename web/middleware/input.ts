// web/middleware/input.ts — what a request brings, checked against the contract before anything looks at it.
import { bodyParser } from '@koa/bodyparser';
import type { z } from 'zod';
import { problem } from '../problem.ts';
import type { AppMiddleware, Context, Handler } from '../services.ts';

const BODY_LIMIT = '64kb';

const WITH_BODY = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Reads JSON bodies of at most 64 KB. */
export function jsonBody(): AppMiddleware {
  const strict = { jsonLimit: BODY_LIMIT, jsonStrict: true, patchNode: false };
  return bodyParser({ enableTypes: ['json'], parsedMethods: WITH_BODY, ...strict });
}

/** A handler for bodies of this schema; anything else is 400 with the place of the mistake. */
export function withBody<Schema extends z.ZodType>(
  schema: Schema,
  handle: (ctx: Context, body: z.output<Schema>) => Promise<void>,
): Handler {
  return (ctx) => handle(ctx, parse(schema, ctx.request.body ?? {}));
}

/** A handler for queries of this schema. */
export function withQuery<Schema extends z.ZodType>(
  schema: Schema,
  handle: (ctx: Context, query: z.output<Schema>) => Promise<void>,
): Handler {
  return (ctx) => handle(ctx, parse(schema, { ...ctx.query }));
}

function parse<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'request'}: ${message}`);
  throw problem('invalid-request', mistakes.slice(0, 5).join('; ').slice(0, 500));
}
