// web/spa/api.ts — calls of the REST API.
import type { ErrorBody, ErrorId } from '../contract.ts';

/** An answer that is not the one wished for; `message` is meant for the person. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly id: ErrorId | 'unreachable';
  readonly upgradeUrl: string | undefined;

  constructor(id: ErrorId | 'unreachable', message: string, upgradeUrl?: string) {
    super(message);
    this.id = id;
    this.upgradeUrl = upgradeUrl;
  }
}

const early = new Map<string, Promise<unknown>>();
const EARLY_MS = 10_000;

/** Asks for what a page will want, before there is a page: the next `get` of the same path has this answer. */
export function getEarly<Answer>(path: string): Promise<Answer> {
  const answer = call<Answer>(path, {});
  answer.catch(() => undefined); // told to whoever gets it
  early.set(path, answer);
  setTimeout(() => early.delete(path), EARLY_MS);
  return answer;
}

export function get<Answer>(path: string): Promise<Answer> {
  const begun = early.get(path) as Promise<Answer> | undefined;
  early.delete(path);
  return begun ?? call(path, {});
}

/** A file of text, such as a log. */
export async function getText(path: string): Promise<string> {
  const response = await fetch(path, { credentials: 'same-origin' }).catch(unreachable);
  return response.ok ? response.text() : refused(response);
}

export function post<Answer>(path: string, body: object = {}): Promise<Answer> {
  return change('POST', path, body);
}

export function put<Answer>(path: string, body: object): Promise<Answer> {
  return change('PUT', path, body);
}

export function remove<Answer>(path: string, body: object = {}): Promise<Answer> {
  return change('DELETE', path, body);
}

function change<Answer>(method: string, path: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  return call(path, { method, headers, body: JSON.stringify(body) });
}

async function call<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(path, { ...init, credentials: 'same-origin' }).catch(unreachable);
  if (response.status === 204) return undefined as Answer;
  return response.ok ? ((await response.json().catch(unreachable)) as Answer) : refused(response);
}

/** What is not ours, such as a proxy's page while the service restarts, counts as not reached. */
async function refused(response: Response): Promise<never> {
  const { error } = ((await response.json().catch(unreachable)) ?? {}) as Partial<ErrorBody>;
  if (!error) return unreachable();
  throw new ApiError(error.id, error.message, error.upgrade_url);
}

function unreachable(): never {
  throw new ApiError('unreachable', 'The service cannot be reached. Please check the connection and try again.');
}
