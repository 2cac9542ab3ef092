// temporal/codec-server/app.ts — lets operators read encrypted payloads in Temporal Web and at a terminal: POST /decode, in
// Temporal's codec protocol. It answers nobody else, and no other page; nothing that it reads is logged.
import { bodyParser } from '@koa/bodyparser';
import Koa from 'koa';
import Router from 'koa-router';
import type { Logger } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { CodecKey } from '../codec.ts';
import { PayloadUnreadable, payloadCodec } from '../codec.ts';
import type { Operators } from './operators.ts';
import { openOperators } from './operators.ts';
import { refusalLimit } from './refusal-limit.ts';
import { passOf, signInRoutes } from './sign-in.ts';

export interface CodecServerOptions {
  codecKeys: readonly CodecKey[];
  /** The address that people use, and the Temporal Web whose pages may call it. */
  url: string;
  webOrigin: string;
  secret?: string;
  tokens?: { issuer: string; audience: string; operators: readonly string[] };
  now: () => number;
  log: Logger;
}

/** Temporal keeps payloads of up to 2 MB; in base64, and a few of them at once. */
const LARGEST = '8mb';
const Payloads = z.object({
  payloads: z
    .array(z.object({ metadata: z.record(z.string(), z.base64()).default({}), data: z.base64().default('') }))
    .max(1000),
});
/** Requests of one operator in a minute: a page of a history makes dozens. */
const DECODES = 3000;

export function codecServer(options: CodecServerOptions): Koa {
  const operators = openOperators(options);
  const app = new Koa();
  const router = new Router();
  router.get('/health/live', (ctx) => void (ctx.body = { live: true }));
  signInRoutes(router, { operators, url: options.url, limit: refusalLimit() });
  router.post(/\/decode$/, allowed(operators, options), parsed, decode(options));
  app.use(harden);
  app.use(crossOrigin(options.webOrigin));
  app.use(router.routes());
  app.use(router.allowedMethods());
  app.on('error', (error: Error) => options.log.error({ kind: error.name }, 'a request failed'));
  return app;
}

const harden: Koa.Middleware = async (ctx, next) => {
  ctx.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  });
  await next();
};

/** Pages of one Temporal Web may call us, with cookies; those of anybody else are refused before anything is read. */
function crossOrigin(webOrigin: string): Koa.Middleware {
  return async (ctx, next) => {
    const origin = ctx.get('Origin');
    ctx.vary('Origin');
    if (origin === webOrigin) {
      ctx.set({ 'Access-Control-Allow-Origin': webOrigin, 'Access-Control-Allow-Credentials': 'true' });
    } else if (origin && ctx.path.endsWith('/decode')) {
      return refuse(ctx, 403, 'This codec server serves another Temporal Web (GAS_CODEC_WEB_ORIGIN).');
    }
    if (ctx.method !== 'OPTIONS') return next();
    ctx.set({
      'Access-Control-Allow-Methods': 'POST',
      'Access-Control-Allow-Headers': 'Content-Type, X-Namespace, Authorization, Authorization-Extras',
      'Access-Control-Max-Age': '600',
    });
    ctx.status = 204;
  };
}

interface State {
  operator: string;
}

/** A pass is sent by a browser of its own accord, so it counts only from the page that it is for. */
function allowed(operators: Operators, { webOrigin, log }: CodecServerOptions): Koa.Middleware<State> {
  const decodes = new RateLimiterMemory({ points: DECODES, duration: 60 });
  const refusals = refusalLimit();
  return async (ctx, next) => {
    if (!(await refusals.isOpen(ctx.ip))) return refuse(ctx, 429, 'Too many refused requests; try again in a minute.');
    const bearer = /^Bearer (.+)$/i.exec(ctx.get('Authorization'))?.[1];
    const idToken = ctx.get('Authorization-Extras');
    const pass = ctx.get('Origin') === webOrigin ? passOf(ctx) : undefined;
    const operator = await operators.recognise({
      ...(bearer ? { bearer } : {}),
      ...(idToken ? { idToken } : {}),
      ...(pass ? { pass } : {}),
    });
    if (operator === undefined) {
      await refusals.count(ctx.ip);
      log.warn({ namespace: namespaceOf(ctx) }, 'refused: no operator');
      return refuse(ctx, 401, 'Only operators may read payloads: docs/temporal.md says how they sign in here.');
    }
    if (
      !(await decodes.consume(operator).then(
        () => true,
        () => false,
      ))
    )
      return refuse(ctx, 429, 'Too many payloads in a minute.');
    ctx.state.operator = operator;
    return next();
  };
}

const json = bodyParser({ enableTypes: ['json'], jsonLimit: LARGEST });

const parsed: Koa.Middleware = async (ctx, next) => {
  try {
    await json(ctx, async () => undefined);
  } catch (error) {
    const isTooLarge = (error as { status?: number }).status === 413;
    return refuse(ctx, isTooLarge ? 413 : 400, isTooLarge ? `More than ${LARGEST} at once.` : 'The body is not JSON.');
  }
  return next();
};

function decode({ codecKeys, log }: CodecServerOptions): Koa.Middleware<State> {
  const codec = payloadCodec(codecKeys);
  return async (ctx) => {
    const asked = Payloads.safeParse(ctx.request.body);
    if (!asked.success) return refuse(ctx, 400, 'The body is not {"payloads": [...]} of Temporal’s codec protocol.');
    try {
      const clear = await codec.decode(
        asked.data.payloads.map(({ metadata, data }) => ({
          metadata: bytesOf(metadata),
          data: Buffer.from(data, 'base64'),
        })),
      );
      ctx.body = {
        payloads: clear.map(({ metadata, data }) => ({ metadata: textOf(metadata ?? {}), data: base64(data) })),
      };
      log.info({ operator: ctx.state.operator, namespace: namespaceOf(ctx), payloads: clear.length }, 'read');
    } catch (error) {
      if (!(error instanceof PayloadUnreadable)) throw error;
      refuse(ctx, 422, error.message);
    }
  };
}

/** Text of the sender: only what a namespace may be is logged. */
function namespaceOf(ctx: Koa.Context): string | undefined {
  return /^[\w.-]{1,255}$/.exec(ctx.get('X-Namespace'))?.[0];
}

function refuse(ctx: Koa.Context, status: number, message: string): void {
  ctx.status = status;
  ctx.body = { error: { message } };
}

function bytesOf(metadata: Record<string, string>): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, Buffer.from(value, 'base64')]));
}

function textOf(metadata: Record<string, Uint8Array>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, base64(value)]));
}

function base64(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString('base64');
}
