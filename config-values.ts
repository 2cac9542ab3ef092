// config-values.ts — the kinds of values that settings have: each read from text, with words for what is wrong.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { AnnotationLimits } from './domain/annotation.ts';
import { DEFAULT_LIMITS } from './domain/annotation.ts';
import { ARCHIVE_STORES } from './domain/archive.ts';

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export const duration = z
  .string()
  .regex(/^\d+(ms|s|m|h|d)$/, 'must be a duration such as 500ms, 30s, 5m, 4h or 1d')
  .transform((text) => {
    const [, amount, unit] = /^(\d+)(ms|s|m|h|d)$/.exec(text)!;
    return Number(amount) * UNITS[unit as keyof typeof UNITS];
  });
export const port = z.coerce.number('must be a port number').int().min(1).max(65_535);
/** 0 is any port that is free, for a process of which there may be several on one machine. */
export const anyPort = z.coerce.number('must be a port number').int().min(0).max(65_535);
export const count = z.coerce.number('must be a whole number').int().min(1);
export const url = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });
export const dollars = z.coerce.number('must be an amount in US dollars').min(0);
export const name = z.string().min(1, 'must not be empty');
export const folder = name.transform((path) => resolve(path));
/** A program with leading arguments, separated by spaces: `bcftools`, or `python3 local/genome/bcftools.py`. */
export const command = name.transform((text) => text.split(/\s+/).map(program));

/** A path is resolved here, since programs are started in other folders; a bare name is looked for on PATH. */
export function program(word: string): string {
  return word.includes('/') ? resolve(word) : word;
}

export const roles = z
  .string()
  .transform((text) => text.split(',').map((role) => role.trim()))
  .pipe(z.array(z.enum(['workflows', 'transfer', 'annotate'])).min(1));

export const archive = z.enum(ARCHIVE_STORES);
export const archives = z
  .string()
  .transform((text) => text.split(',').map((store) => store.trim()))
  .pipe(z.array(archive).min(1));

export const accountId = z.string().regex(/^\d{12}$/, 'must be 12 digits');

export const keyPrefix = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, underscores or hyphens');

export const mailTarget = z
  .string()
  .regex(/^(folder:.+|smtps?:\/\/.+|ses:[\w-]{0,64})$/, 'must be folder:PATH, smtp://HOST:PORT or ses:');

/** Limits by name: `records=20000000 samples=5000`. */
function limitsOf<Name extends string>(names: readonly Name[]) {
  return z.string().transform((text, context): Partial<Record<Name, number>> => {
    const limits: Partial<Record<Name, number>> = {};
    for (const word of text.split(/[\s,]+/).filter(Boolean)) {
      const [, key, value] = /^([\w-]+)=(\d+)$/.exec(word) ?? [];
      const limit = names.find((each) => each === key);
      if (limit && Number(value) > 0) limits[limit] = Number(value);
      else context.addIssue(`${word} is not one of ${names.join(', ')}, = and a whole number`);
    }
    return limits;
  });
}

/** Of one annotation. */
export const annotationLimits = limitsOf(Object.keys(DEFAULT_LIMITS) as (keyof AnnotationLimits)[]);
/** Requests a minute, by kind: of a user, or of an address where nobody is signed in. */
export const rateLimits = limitsOf(['submit', 'sign-in', 'download', 'stream', 'other']);
export const hops = z.coerce.number('must be a whole number').int().min(0).max(10);
/** Ids of users, as the identity provider's `sub` says them, separated by commas. */
export const userIds = z.string().transform((text) =>
  text
    .split(',')
    .map((id) => id.trim())
    .filter(Boolean),
);

/** The contents of a file that is named, such as a certificate that a secrets store has put there. */
export const fileContents = name.transform((path, context) => {
  try {
    return readFileSync(resolve(path));
  } catch (error) {
    context.addIssue(`the file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
    return z.NEVER;
  }
});
/** A secret in a file of its own; the end of its line does not belong to it. */
export const secretFile = fileContents
  .transform((bytes) => bytes.toString('utf8').trim())
  .pipe(z.string().min(1, 'the file is empty'));

/** Keys of 256 bits with their names, `id:base64,id:base64`: as `openssl rand -base64 32` makes them. */
export const codecKeys = z.string().transform((text, context) => {
  const keys = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((word) => {
      const [, id, key] = /^([\w.-]{1,64}):([A-Za-z0-9+/]{43}=)$/.exec(word) ?? [];
      return { id: id ?? '', key: Buffer.from(key ?? '', 'base64') };
    });
  if (keys.length === 0 || keys.some(({ id }) => id === ''))
    context.addIssue('must be id:key,id:key, each key 32 bytes in base64 (openssl rand -base64 32)');
  if (new Set(keys.map(({ id }) => id)).size < keys.length) context.addIssue('names a key twice');
  return keys;
});
