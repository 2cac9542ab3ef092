// config-forms.ts — what a setting must be, in words, for the page that lists all of them.
import type { z } from 'zod';

/** What its own check says to something that is none; `text` where anything will do. */
export function formOf(schema: z.ZodType | undefined): string {
  const [issue] = schema?.safeParse('\u0001').error?.issues ?? [];
  if (!schema || !issue) return 'text';
  if (schema.safeParse('true').data === true) return 'true or false';
  if (issue.code === 'invalid_value') return issue.values.map((value) => `\`${String(value)}\``).join(', ');
  return inWords(issue.message);
}

function inWords(message: string): string {
  if (message.includes('cannot be read')) return 'the name of a file';
  const names = /is not one of (.*), = and a whole number/.exec(message)?.[1];
  return names ? `NAME=NUMBER, for each of: ${names}` : message.replace(/^must be /, '');
}
