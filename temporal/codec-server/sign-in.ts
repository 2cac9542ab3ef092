// temporal/codec-server/sign-in.ts — the page on which an operator types the secret once, so that Temporal Web may read for them.
import { bodyParser } from '@koa/bodyparser';
import type { Context } from 'koa';
import type Router from 'koa-router';
import { z } from 'zod';
import type { RefusalLimit } from './refusal-limit.ts';
import type { Operators } from './operators.ts';

const COOKIE = 'gas-codec-pass';
const Form = z.object({ secret: z.string().max(1000) });
const form = bodyParser({ enableTypes: ['form'], formLimit: '4kb' });

interface SignIn {
  operators: Operators;
  /** The address that people use. */
  url: string;
  limit: RefusalLimit;
}

export function signInRoutes(router: Router, { operators, url, limit }: SignIn): void {
  router.get('/', (ctx) => page(ctx, 'To read payloads in Temporal Web, type the secret of the operators.'));
  router.post('/', form, async (ctx) => {
    if (!(await limit.isOpen(ctx.ip))) return page(ctx, 'Too many attempts; try again in a minute.', 429);
    const given = Form.safeParse(ctx.request.body);
    const admitted = given.success ? operators.admit(given.data.secret) : undefined;
    if (!admitted) {
      await limit.count(ctx.ip);
      return page(ctx, 'That is not the secret.', 401);
    }
    ctx.append('Set-Cookie', cookie(admitted.pass, admitted.lifeMs, url));
    return page(ctx, 'You can read payloads in Temporal Web now, for eight hours.');
  });
}

/** The pass that a browser brings. */
export function passOf(ctx: Context): string | undefined {
  return ctx.cookies.get(`__Host-${COOKIE}`) ?? ctx.cookies.get(COOKIE);
}

function cookie(pass: string, lifeMs: number, url: string): string {
  const isSecure = url.startsWith('https:');
  const name = isSecure ? `__Host-${COOKIE}` : COOKIE;
  return `${name}=${pass}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${lifeMs / 1000}${isSecure ? '; Secure' : ''}`;
}

function page(ctx: Context, sentence: string, status = 200): void {
  ctx.status = status;
  ctx.type = 'html';
  ctx.body = `<!doctype html><html lang="en"><title>Codec server</title><h1>Codec server</h1><p>${sentence}</p>
<form method="post"><label>Secret <input type="password" name="secret" autocomplete="current-password" required></label>
<button>Sign in</button></form></html>`;
}
