// chaos/leaks.ts — looks for what must never be written down: secrets, addresses that open files, people, genomic lines.
import { MARK } from './files.ts';

export interface Leak {
  where: string;
  what: string;
  /** The characters around it. */
  excerpt: string;
}

const AROUND = 60;

const PATTERNS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a presigned address', /X-Amz-Signature=|X-Amz-Credential=|"policy":"eyJ/i],
  ['an e-mail address', /[\w.+-]+@(example\.org|[\w-]+\.(org|com|edu))\b/i],
  ['genomic data', new RegExp(`${MARK}|\\bchrM\\t\\d+\\t`)],
  ['a token', /\beyJ[\w-]{10,}\.[\w-]{10,}\.|Bearer [\w-]{16,}|AWS4-HMAC-SHA256/],
];

/** What a text leaks; `secrets` are strings that must not be in it. One finding of each kind is enough. */
export function leaksIn(where: string, text: string, secrets: readonly string[]): Leak[] {
  const found = PATTERNS.flatMap(([what, pattern]) => {
    const at = text.search(pattern);
    return at < 0 ? [] : [{ where, what, excerpt: excerptOf(text, at) }];
  });
  const told = secrets.filter((secret) => text.includes(secret));
  return [
    ...found,
    ...told.map((secret) => ({ where, what: 'a secret', excerpt: excerptOf(text, text.indexOf(secret)) })),
  ];
}

function excerptOf(text: string, at: number): string {
  return text.slice(Math.max(0, at - AROUND), at + AROUND).replaceAll('\n', ' ');
}
