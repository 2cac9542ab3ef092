// web/openapi/operation.ts — what is said of each route: enough to describe it to a program and to a person.
import type { z } from 'zod';
import type { Scope } from '../../domain/access.ts';
import type { ErrorId } from '../contract.ts';

export interface Operation {
  method: 'get' | 'post' | 'put' | 'delete';
  /** As the router has it: `/api/jobs/:jobId`. */
  path: string;
  topic: string;
  summary: string;
  /** Markdown, a sentence or some. */
  description?: string;
  /** The scope that a token must have; `person`: no token is taken; `anybody`: nobody need be signed in. */
  access: Scope | 'person' | 'anybody';
  query?: z.ZodObject;
  body?: z.ZodType;
  /** By status: a schema of JSON, another content type, or nothing at all. */
  answers: Readonly<Record<number, z.ZodType | { type: string; description: string } | 'nothing'>>;
  /** Beside those that every route of its kind may answer. */
  errors?: readonly ErrorId[];
  /** Whether an Idempotency-Key is looked at. */
  repeatable?: boolean;
}

/** Every problem that the operation may answer. */
export function errorsOf({ access, query, body, method, errors = [], repeatable = false }: Operation): ErrorId[] {
  const known: ErrorId[] = [
    ...errors,
    ...(access === 'anybody' ? [] : (['not-signed-in', 'token-invalid', 'too-many-requests'] as const)),
    ...(access === 'write' || access === 'person' ? (['token-not-enough'] as const) : []),
    ...(query || body ? (['invalid-request'] as const) : []),
    ...(method === 'get' ? [] : (['foreign-request', 'not-json', 'body-too-large', 'invalid-request'] as const)),
    ...(repeatable ? (['idempotency-key-reused', 'request-under-way'] as const) : []),
    'internal',
  ];
  return [...new Set(known)];
}
