// test/web/support/a-program.ts — a program with a personal token: no cookies, no origin, nothing a browser would add.
import { aBrowser, type Browser } from './browser.ts';

export type Program = Pick<Browser, 'request' | 'get' | 'post' | 'delete' | 'events'>;

/** Asks with the token alone; deletes without a body. */
export function aProgram(home: string, token: string): Program {
  const program = aBrowser(home, { authorization: `Bearer ${token}` });
  const headers = { 'content-type': 'application/json' };
  return {
    ...program,
    post: (path, body = {}) => program.request(path, { method: 'POST', headers, body: JSON.stringify(body) }),
    delete: (path) => program.request(path, { method: 'DELETE' }),
  };
}
