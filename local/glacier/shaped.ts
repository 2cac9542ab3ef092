// local/glacier/shaped.ts — a JSON body checked against its schema, refused in Glacier's words.
import type { z } from 'zod';
import { invalid, missing } from './errors.ts';

/** `value` as `schema` reads it; a field that is absent is "missing", any other fault "invalid". */
export function shaped<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value, { reportInput: true });
  if (read.success) return read.data;

  const issue = read.error.issues[0]!;
  const name = issue.path.join('.') || 'request body';
  throw isAbsent(issue) ? missing(`Required parameter missing: ${name}`) : invalid(`Invalid ${name}: ${issue.message}`);
}

const isAbsent = ({ input }: z.core.$ZodIssue): boolean => input === undefined || input === null;
