// web/session-cookie.ts — the cookie that holds the secret of a session.
import type { Context } from './services.ts';

/** `__Host-` binds the cookie to this host over https; on plain loopback browsers refuse such a cookie. */
export function sessionCookie(url: string) {
  const secure = url.startsWith('https:');
  const name = secure ? '__Host-gas' : 'gas';
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure, overwrite: true } as const;
  return {
    read: (ctx: Context) => ctx.cookies.get(name),
    set: (ctx: Context, token: string) => ctx.cookies.set(name, token, options),
    drop: (ctx: Context) => ctx.cookies.set(name, null, options),
  };
}
