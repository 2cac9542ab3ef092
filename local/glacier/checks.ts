// local/glacier/checks.ts — the rules for names, descriptions, ranges and limits, each with Glacier's refusal.
import { LEAF_BYTES } from '../../domain/tree-hash.ts';
import { invalid, missing, type GlacierError } from './errors.ts';

const maxPartBytes = 4096 * LEAF_BYTES;
export const MAX_UPLOAD_BYTES = maxPartBytes;

/** 1 to 255 of `A-Za-z0-9_.-`; Glacier answers 404 to a name that no vault can have, and 400 where it makes one. */
export function checkVaultName(name: string, refuse: (message: string) => GlacierError): string {
  if (!/^[A-Za-z0-9_.-]{1,255}$/.test(name)) throw refuse(`Invalid vault name: ${name}`);
  return name;
}

/** At most 1,024 printable ASCII characters (32 to 126); none is the empty description. */
export function checkDescription(text: string | undefined): string {
  if (text === undefined) return '';
  if (text.length > 1024) throw invalid('Invalid description: longer than 1024 characters');
  if (!/^[\x20-\x7e]*$/.test(text)) throw invalid('Invalid description: only ASCII 32 to 126 is allowed');
  return text;
}

export function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw missing(`Required parameter missing: ${name}`);
  return value;
}

/** 64 hex digits, in lower case. */
export function checkHash(value: string | undefined, name: string): string {
  const hash = required(value, name);
  if (!/^[0-9a-f]{64}$/i.test(hash)) throw invalid(`Invalid ${name}: ${hash}`);
  return hash.toLowerCase();
}

/** 1 MiB times a power of two, up to 4 GiB. */
export function checkPartSize(value: string | undefined): number {
  const size = wholeNumber(required(value, 'x-amz-part-size'), 'part size');
  const isPowerOfTwo = Number.isInteger(Math.log2(size / LEAF_BYTES));
  if (size < LEAF_BYTES || size > maxPartBytes || !isPowerOfTwo) {
    throw invalid(`Invalid part size: ${size}. It must be 1 MiB times a power of two, between 1 MiB and 4 GiB.`);
  }
  return size;
}

/** `first-last` after an optional prefix, as `[from, to)`. */
export function checkRange(value: string, shape: { prefix: string; suffix: string }): { from: number; to: number } {
  const { prefix, suffix } = shape;
  const inner = value.startsWith(prefix) && value.endsWith(suffix) ? value.slice(prefix.length) : '';
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(suffix ? inner.slice(0, -suffix.length) : inner);
  const [from, last] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || last < from) throw invalid(`Invalid range: ${value}`);
  return { from, to: last + 1 };
}

export function wholeNumber(value: string, name: string): number {
  if (!/^\d{1,15}$/.test(value)) throw invalid(`Invalid ${name}: ${value}`);
  return Number(value);
}

/** The topic's ARN, checked for its form only: Glacier finds out at its first notification whether it may publish. */
export function checkTopic(arn: string): string {
  if (!/^arn:[a-z-]+:sns:[a-z0-9-]+:\d+:[\w.-]+$/.test(arn)) throw invalid(`Invalid SNS topic ARN: ${arn}`);
  return arn;
}

/** One page of a list: `items` holds one more than fit when there is a next page, whose marker is `markerOf`. */
export function pageOf<T>(items: readonly T[], limit: number, markerOf: (item: T) => string) {
  const page = items.slice(0, limit);
  const next = items[limit];
  return { page, Marker: next === undefined ? null : markerOf(next) };
}

/** The `limit` of a list request, from 1 to `most`, which is also the default. */
export function checkLimit(query: URLSearchParams, most: number): number {
  const limit = wholeNumber(query.get('limit') ?? String(most), 'limit');
  if (limit < 1 || limit > most) throw invalid(`Invalid limit: ${limit}. It must be between 1 and ${most}.`);
  return limit;
}
