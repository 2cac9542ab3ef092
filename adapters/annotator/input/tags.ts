// adapters/annotator/input/tags.ts — collects the INFO, FORMAT and FILTER names in use that the header does not declare.
import { count, printable } from '../../../domain/annotation.ts';
import { refuseLine } from './refused.ts';

type Kind = 'INFO' | 'FORMAT' | 'FILTER';
/** A stretch of bytes in a line; `line` is its number in the file, from 1. */
export interface Span {
  start: number;
  end: number;
  line: number;
}

const SEMICOLON = 59;
const COLON = 58;
const EQUALS = 61;
/** The types that bcftools itself relies on; everything else undeclared is text. */
const KNOWN: Readonly<Record<string, string>> = {
  'INFO/END': 'Number=1,Type=Integer',
  'FORMAT/GT': 'Number=1,Type=String',
};

/** Watches the names in records; a line of the same names as the one before costs nothing but a comparison. */
export function tagCollector(declared: ReadonlySet<string>, limit: number) {
  const undeclared = new Map<string, string>();
  const seen: Record<Kind, Map<number, string>> = { INFO: new Map(), FORMAT: new Map(), FILTER: new Map() };

  function meet(kind: Kind, bytes: Buffer, name: Span & { hash: number; flag: boolean }): void {
    if (seen[kind].get(name.hash)?.length === name.end - name.start) return; // same hash and length: met before
    const text = bytes.toString('latin1', name.start, name.end);
    seen[kind].set(name.hash, text);
    if (text === '.' || (text === '' && kind === 'INFO')) return;
    if (seen[kind].size > limit)
      refuseLine(name.line, `there are more than ${count(limit)} different ${kind} names, the limit (tags).`);
    const tag = `${kind}/${text}`;
    if (declared.has(tag)) return;
    if (!/^[A-Za-z0-9_][A-Za-z0-9_.+:-]*$/.test(text)) {
      refuseLine(name.line, `"${printable(text)}" can't be the name of a ${kind} field. Use letters, digits and "_".`);
    }
    undeclared.set(tag, declaration(kind, text, name.flag));
  }

  function each(kind: Kind, bytes: Buffer, span: Span & { separator: number }): void {
    let { start } = span;
    let hash = 0;
    let nameEnd = -1;
    for (let at = start; at <= span.end; at += 1) {
      const byte = at < span.end ? bytes[at]! : span.separator;
      if (byte === span.separator) {
        meet(kind, bytes, { start, end: nameEnd < 0 ? at : nameEnd, line: span.line, hash, flag: nameEnd < 0 });
        start = at + 1;
        hash = 0;
        nameEnd = -1;
      } else if (nameEnd < 0 && byte === EQUALS && kind === 'INFO') nameEnd = at;
      else if (nameEnd < 0) hash = (Math.imul(hash, 31) + byte) | 0;
    }
  }

  return {
    info: (bytes: Buffer, span: Span) => each('INFO', bytes, { ...span, separator: SEMICOLON }),
    filter: (bytes: Buffer, span: Span) => each('FILTER', bytes, { ...span, separator: SEMICOLON }),
    format: (bytes: Buffer, span: Span) => each('FORMAT', bytes, { ...span, separator: COLON }),
    /** Tag (`INFO/DP`) to the header line that declares it. */
    undeclared: (): ReadonlyMap<string, string> => undeclared,
  };
}

function declaration(kind: Kind, id: string, flag: boolean): string {
  const note = 'Description="Not declared in the input"';
  if (kind === 'FILTER') return `##FILTER=<ID=${id},${note}>`;
  const type = KNOWN[`${kind}/${id}`] ?? (flag && kind === 'INFO' ? 'Number=0,Type=Flag' : 'Number=.,Type=String');
  return `##${kind}=<ID=${id},${type},${note}>`;
}
