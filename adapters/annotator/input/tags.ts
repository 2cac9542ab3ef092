// adapters/annotator/input/tags.ts — the INFO, FORMAT and FILTER names in use: are they names, and who declared them.
import { count, printable } from '../../../domain/annotation.ts';
import type { Problems } from './refused.ts';

type TagKind = 'INFO' | 'FORMAT' | 'FILTER';

export interface Declared {
  number: string;
  type: string;
}

export interface TagRules {
  /** Declared names (`INFO/DP`) with what their header line says; empty texts for FILTER. */
  declared: ReadonlyMap<string, Declared>;
  /** Different names of a kind. */
  limit: number;
}

export interface Tags {
  /** Notes a name that a record uses; answers whether it is one. `flag`: it has no value. */
  meet(kind: TagKind, name: string, flag: boolean): boolean;
  /** FILTER or FORMAT from start to end; answers whether it is good. */
  list(kind: 'FILTER' | 'FORMAT', bytes: Buffer, span: { start: number; end: number }): boolean;
  /** Tag (`INFO/DP`) to the header line that declares it. */
  undeclared(): ReadonlyMap<string, string>;
}

const COLUMNS: Readonly<Record<TagKind, number>> = { FILTER: 7, INFO: 8, FORMAT: 9 };
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.+:-]*$/;
/** The types that bcftools itself relies on; everything else undeclared is text. */
const KNOWN: Readonly<Record<string, string>> = {
  'INFO/END': 'Number=1,Type=Integer',
  'FORMAT/GT': 'Number=1,Type=String',
};
/** Texts of FILTER and FORMAT seen: they repeat, and hostile ones must not fill the memory. */
const REMEMBERED = 1000;

/** Collects the names that nobody declared, so that the header can. */
export function tagCollector({ declared, limit }: TagRules, problems: Problems): Tags {
  const undeclared = new Map<string, string>();
  const met = { INFO: new Set<string>(), FORMAT: new Set<string>(), FILTER: new Set<string>() };
  const last = { FILTER: Buffer.alloc(0), FORMAT: Buffer.alloc(0) };
  const seen = { FILTER: new Set(['.', 'PASS']), FORMAT: new Set(['.']) };

  function meet(kind: TagKind, name: string, flag: boolean): boolean {
    if (met[kind].has(name)) return true;
    const tag = `${kind}/${name}`;
    if (!declared.has(tag) && !NAME.test(name)) {
      const article = kind === 'INFO' ? 'an' : 'a';
      problems.add(
        COLUMNS[kind],
        `"${printable(name)}" can't be the name of ${article} ${kind} field. ${nameHint(name)}`,
      );
      return false;
    }
    met[kind].add(name);
    if (met[kind].size > limit) {
      problems.stop(
        `Line ${problems.line}: there are more than ${count(limit)} different ${kind} names, the limit (tags). Remove those that are not needed.`,
      );
    }
    if (!declared.has(tag)) undeclared.set(tag, declaration(kind, name, flag));
    return true;
  }

  function readList(kind: 'FILTER' | 'FORMAT', text: string): boolean {
    if (seen[kind].has(text)) return true;
    if (text === '') {
      problems.add(COLUMNS[kind], `it is empty. Write ${kind === 'FILTER' ? 'PASS or "."' : '"."'}.`);
      return false;
    }
    if (!text.split(kind === 'FILTER' ? ';' : ':').every((name) => meet(kind, name, false))) return false;
    if (seen[kind].size >= REMEMBERED) seen[kind].clear();
    seen[kind].add(text);
    return true;
  }

  return {
    meet,
    list(kind, bytes, { start, end }) {
      if (end > start && end - start === last[kind].length && startsWith(bytes, start, last[kind])) return true;
      if (!readList(kind, bytes.toString('latin1', start, end))) return false;
      last[kind] = Buffer.from(bytes.subarray(start, end));
      return true;
    },
    undeclared: () => undeclared,
  };
}

/** Whether these bytes stand there; they must not reach over the end of the buffer. */
export function startsWith(bytes: Buffer, at: number, wanted: Buffer): boolean {
  for (let step = 0; step < wanted.length; step += 1) if (bytes[at + step] !== wanted[step]) return false;
  return true;
}

const nameHint = (text: string): string =>
  text.includes(' ')
    ? 'It holds a space: separate fields with ";", and columns with tabs.'
    : 'Use letters, digits and "_".';

function declaration(kind: TagKind, id: string, flag: boolean): string {
  const note = 'Description="Not declared in the input"';
  if (kind === 'FILTER') return `##FILTER=<ID=${id},${note}>`;
  const type = KNOWN[`${kind}/${id}`] ?? (flag && kind === 'INFO' ? 'Number=0,Type=Flag' : 'Number=.,Type=String');
  return `##${kind}=<ID=${id},${type},${note}>`;
}
