// cli/users/service.ts — the REST API as a program meets it: a personal token, answers by contract, patience.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { CliFailure } from '../failure.ts';
import { refusal } from './refusal.ts';

export interface ServiceAddress {
  /** Where the pages are, such as https://gas.example.org. */
  url: string;
  /** A personal token. */
  token?: string;
}

export interface Service {
  url: string;
  get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>>;
  post<Schema extends z.ZodType>(path: string, body: object, schema: Schema): Promise<z.output<Schema>>;
  /** The answer itself, such as a log. */
  read(path: string): Promise<Response>;
}

/** A service that was there a moment ago is being started again: a minute at most. */
const PATIENCE_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];
const PASSING = new Set([429, 502, 503, 504]);

/** Throws CliFailure with what to do. Requests are repeated only where that can do nothing twice. */
export function openService(
  { url, token }: ServiceAddress,
  { pause }: { pause: (ms: number) => Promise<void> },
): Service {
  if (!token) {
    throw new CliFailure('no-token', `There is no token: make one at ${at('/profile')} and set GAS_TOKEN to it.`);
  }
  let known = false;

  function at(path: string): string {
    return new URL(path, url).href;
  }

  async function ask(path: string, init: { method?: string; body?: string; headers?: object } = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...init.headers };
    for (let tries = 0; ; tries += 1) {
      const answer = await attempt(at(path), { ...init, headers, redirect: 'manual' });
      known ||= 'answer' in answer && answer.answer.ok;
      if ('answer' in answer && answer.answer.ok) return answer.answer;
      const waitMs = known ? waitBefore(tries, answer) : undefined;
      if (waitMs === undefined) throw 'away' in answer ? answer.away : await refusal(answer.answer, url);
      await pause(waitMs);
    }
  }

  return {
    url,
    read: (path) => ask(path),
    get: async (path, schema) => told(await ask(path), schema),
    post: async (path, body, schema) => {
      // Repeated under one key, it has one effect.
      const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      return told(await ask(path, { method: 'POST', headers, body: JSON.stringify(body) }), schema);
    },
  };

  async function told<Schema extends z.ZodType>(answer: Response, schema: Schema): Promise<z.output<Schema>> {
    const parsed = schema.safeParse(await answer.json().catch(() => undefined));
    if (parsed.success) return parsed.data;
    throw new CliFailure('service-away', `${url} does not answer as this service does: see GAS_URL.`);
  }
}

type Attempt = { answer: Response } | { away: CliFailure };

async function attempt(url: string, init: RequestInit): Promise<Attempt> {
  try {
    return { answer: await fetch(url, init) };
  } catch {
    const { origin } = new URL(url);
    return { away: new CliFailure('service-away', `${origin} cannot be reached: see GAS_URL, or run \`npm start\`.`) };
  }
}

/** What may pass by itself is asked again; at most a minute later, whatever is asked for. */
function waitBefore(tries: number, attempted: Attempt): number | undefined {
  const waitMs = PATIENCE_MS[tries];
  if (waitMs === undefined || 'away' in attempted) return waitMs;
  const { status, headers } = attempted.answer;
  if (!PASSING.has(status)) return undefined;
  return Math.max(waitMs, Math.min(60, Number(headers.get('retry-after')) || 0) * 1000);
}
