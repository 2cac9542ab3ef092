// chaos/asker.ts — one person's way to the service: asks again while it is away, and writes down what was acknowledged.
import { setTimeout as pause } from 'node:timers/promises';
import { Refused, signIn, type Client } from '../local/client.ts';
import type { Act, EventLog } from './events.ts';

export interface Asker {
  readonly user: string;
  client(): Promise<Client>;
  /** The next request signs in anew. */
  forget(): void;
  /** Asks until there is an answer; undefined where it was refused for good, or the account is closed. */
  act<T>(what: Omit<Act, 'user'>, ask: (by: Client) => Promise<T>): Promise<T | undefined>;
  /** As `act`, for a call that the client has no method for. */
  send(what: Omit<Act, 'user'>, order: Order): Promise<number | undefined>;
  closed(): boolean;
  /** Nothing is begun any more. */
  close(): void;
}

interface Order {
  path: string;
  method: string;
  body?: object;
}

export interface AskerOptions {
  user: string;
  webUrl: string;
  log: EventLog;
}

const PATIENCE_MS = 120_000;
const AGAIN_MS = 300;

export function createAsker({ user, webUrl, log }: AskerOptions): Asker {
  let opened: Promise<Client> | undefined;
  let closed = false;
  const forget = () => void (opened = undefined);

  async function client(): Promise<Client> {
    // Signing in once more would open a new account; the session that is there may still ask for the closing itself.
    if (closed && !opened) throw new Refused(401, 'the account is closed');
    opened ??= patiently(() => signIn(webUrl, user)).catch((error: unknown) => {
      forget();
      throw error;
    });
    return opened;
  }

  async function act<T>(what: Omit<Act, 'user'>, ask: (by: Client) => Promise<T>): Promise<T | undefined> {
    if (closed) return undefined;
    const facts = { ...what, user };
    log.write('asked', facts);
    try {
      const answer = await patiently(async () => ask(await client()));
      log.write('acknowledged', facts);
      return answer;
    } catch (error) {
      const status = error instanceof Refused ? error.status : 0;
      log.write('refused', { ...facts, status });
      if (status === 401) forget();
      return undefined;
    }
  }

  return {
    user,
    client,
    forget,
    act,
    send: (what, order) => act(what, (by) => call(by, webUrl, order)),
    closed: () => closed,
    close: () => void (closed = true),
  };
}

async function call(by: Client, webUrl: string, { path, method, body = {} }: Order): Promise<number> {
  const headers = { 'content-type': 'application/json', origin: new URL(webUrl).origin };
  const answer = await by.call(path, { method, headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Refused(answer.status, text);
  return answer.status;
}

/** Processes are killed all the time: whatever is not a refusal is asked again. */
export async function patiently<T>(ask: () => Promise<T>, limitMs = PATIENCE_MS): Promise<T> {
  for (const limit = Date.now() + limitMs; ; await pause(AGAIN_MS)) {
    try {
      return await ask();
    } catch (error) {
      const final = error instanceof Refused && error.status < 500 && error.status !== 429;
      if (final || Date.now() > limit) throw error;
    }
  }
}
