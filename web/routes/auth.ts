// web/routes/auth.ts — signing in at the identity provider, and out.
import { z } from 'zod';
import { Nothing } from '../contract.ts';
import { withBody } from '../middleware/input.ts';
import { problem } from '../problem.ts';
import { sealer } from '../sealed-cookie.ts';
import type { Context, Services, WebRouter } from '../services.ts';

const PENDING_MS = 10 * 60_000;

const PendingSignIn = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  until: z.number(),
});
type PendingSignIn = z.infer<typeof PendingSignIn>;

export function authRoutes(router: WebRouter, { identity, sessions, users, feed, note, settings }: Services): void {
  const pending = pendingSignIns(settings);

  router.get('/auth/login', async (ctx) => {
    const { url, attempt } = await identity.begin();
    pending.keep(ctx, { ...attempt, returnTo: localPath(ctx.query['return_to']), until: Date.now() + PENDING_MS });
    ctx.redirect(url);
  });

  router.get('/auth/callback', async (ctx) => {
    const { returnTo, ...attempt } = pending.take(ctx);
    const { userId, profile } = await identity.finish(ctx.search, attempt);
    await users.saveProfile(userId, profile);
    await leave(ctx);
    await note('signed-in', userId);
    await sessions.open(ctx, userId);
    ctx.redirect(returnTo);
  });

  router.post(
    '/auth/logout',
    withBody(Nothing, async (ctx) => {
      await leave(ctx);
      ctx.status = 204;
    }),
  );

  async function leave(ctx: Context): Promise<void> {
    const ended = await sessions.close(ctx);
    if (ended) feed.endSession(ended.signInId);
    if (ended?.userId) await note('signed-out', ended.userId);
  }
}

/** The sign-in under way lives in a sealed cookie, so that any web process can finish it; taking it uses it up. */
function pendingSignIns({ url, cookieSecret }: { url: string; cookieSecret: string }) {
  const secure = url.startsWith('https:');
  const cookie = secure ? '__Host-gas-sign-in' : 'gas-sign-in';
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure, overwrite: true } as const;
  const box = sealer(cookieSecret, 'gas sign-in');
  return {
    keep(ctx: Context, signIn: PendingSignIn): void {
      ctx.cookies.set(cookie, box.seal(signIn), { ...options, maxAge: PENDING_MS });
    },
    take(ctx: Context): PendingSignIn {
      const sealed = ctx.cookies.get(cookie);
      ctx.cookies.set(cookie, null, options);
      const opened = PendingSignIn.safeParse(sealed && box.open(sealed));
      if (!opened.success || opened.data.until < Date.now()) throw problem('sign-in-failed');
      return opened.data;
    },
  };
}

/** A path of our own, or `/`: `//host`, `/\host` and whatever a browser takes for another site are not followed. */
function localPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wanted)) return '/';
  const base = 'http://self.invalid';
  return URL.canParse(wanted, base) && new URL(wanted, base).origin === base ? wanted : '/';
}
