// test/deploy/support/schemas.ts — the published JSON schemas of compose files and GitHub workflows, as check-jsonschema has them.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ROOT } from '../../../local/environment.ts';

const FOLDER = '.local/venv/lib/python3.*/site-packages/check_jsonschema/builtin_schemas/vendor';
const OPTIONS = { strict: false, allErrors: true, validateFormats: false };

/** Answers what is wrong with a document, in words; nothing where it keeps to the schema. */
export function mistakesBy(name: 'compose-spec' | 'github-workflows'): (document: unknown) => string[] {
  const [file] = globSync(join(ROOT, FOLDER, `${name}.json`));
  const schema = JSON.parse(readFileSync(file!, 'utf8')) as { $schema: string };
  const validate = (schema.$schema.includes('2020-12') ? new Ajv2020(OPTIONS) : new Ajv(OPTIONS)).compile(schema);
  return (document) => {
    validate(document);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}
