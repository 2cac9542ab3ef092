// test/deploy/support/compose.ts — the compose file as Docker reads it: merged, and its variables filled in.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../../local/environment.ts';

export interface Service {
  image: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string | null>;
  ports?: string[];
  volumes?: string[];
  restart: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt: string[];
  logging: { options: Record<string, string> };
  healthcheck?: { test?: string[]; disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
  deploy: { resources: { limits: Record<string, string> } };
}

export interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}

const text = readFileSync(join(ROOT, 'docker-compose.temporal.yml'), 'utf8');
/** `${NAME}`, `${NAME:-default}`, `${NAME:?what it is}`. */
const VARIABLE = /\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g;

export const composeFile = (): Compose => parse(text, { merge: true }) as Compose;

/** Every variable of the file, with what is said where it is missing. */
export function variables(): { name: string; missing?: string }[] {
  return [...text.matchAll(VARIABLE)].map(([, name, kind, rest]) => ({
    name: name!,
    ...(kind === '?' ? { missing: rest! } : {}),
  }));
}

/** What a service finds in its environment; a setting without a value is handed through where there is one. */
export function environmentOf({ environment = {} }: Service, given: Record<string, string>): Record<string, string> {
  const filled = Object.entries(environment).map(([name, value]) => [
    name,
    value === null
      ? given[name]
      : value.replaceAll(VARIABLE, (_, wanted: string, kind: string, rest: string) => {
          const found = given[wanted] ?? '';
          return found === '' && kind === '-' ? rest : found;
        }),
  ]);
  return Object.fromEntries(filled.filter(([, value]) => value !== undefined)) as Record<string, string>;
}
