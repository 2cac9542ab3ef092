// adapters/annotator/input/info.ts — reads the INFO column on its bytes: which names, and as many values as alleles.
import { ANYTHING, FOREIGN, isForeign, isNumberList, numericOf } from './numbers.ts';
import type { Numeric } from './numbers.ts';
import type { Problems } from './refused.ts';
import { startsWith } from './tags.ts';
import type { Declared, TagRules, Tags } from './tags.ts';
import type { TypeWidener } from './widened-types.ts';

const INFO = 8;
const SEMICOLON = 59;
const EQUALS = 61;
const COMMA = 44;
const DOT = 46;

/** An INFO name, and the one that followed it last: records of one program repeat their order. */
interface InfoName {
  bytes: Buffer;
  text: string;
  /** 0: a value for each ALT allele; 1: and for REF; -1: the number doesn't depend on alleles. */
  beside: -1 | 0 | 1;
  numeric: Numeric;
  next: InfoName | undefined;
}

export interface InfoSpan {
  start: number;
  end: number;
  /** Number of ALT alleles of the record. */
  alternates: number;
}

export interface InfoContext {
  tags: Tags;
  types: TypeWidener;
}

/** Answers a function that checks INFO and answers whether it is good; a name met before costs a comparison of its bytes. */
export function infoChecker({ declared }: TagRules, { tags, types }: InfoContext, problems: Problems) {
  const names = new Map<string, InfoName>();
  const first: InfoName = { bytes: Buffer.alloc(0), text: '', beside: -1, numeric: ANYTHING, next: undefined };

  function learn(bytes: Buffer, start: number, end: number): InfoName | undefined {
    const text = bytes.toString('latin1', start, end);
    const known = names.get(text);
    if (known) return known;
    if (!tags.meet('INFO', text, bytes[end] !== EQUALS)) return undefined;
    const name = infoName(text, declared.get(`INFO/${text}`));
    names.set(text, name);
    return name;
  }

  /** The name that begins there and ends before `end`; undefined, with a problem told, if it can't be one. */
  function nameAt(bytes: Buffer, { at, end, last }: { at: number; end: number; last: InfoName }): InfoName | undefined {
    const guess = last.next;
    if (guess && endsName(bytes, at + guess.bytes.length, end) && startsWith(bytes, at, guess.bytes)) return guess;
    let to = at;
    while (!endsName(bytes, to, end)) to += 1;
    const name = learn(bytes, at, to);
    last.next = name;
    return name;
  }

  const valuesFit = valueChecker(types, problems);

  return (bytes: Buffer, { start, end, alternates }: InfoSpan): boolean => {
    if (end - start === 1 && bytes[start] === DOT) return true;
    let last = first;
    for (let at = start; at < end; at += 1) {
      if (bytes[at] === SEMICOLON) continue; // an empty entry is no entry
      const name = nameAt(bytes, { at, end, last });
      if (!name) return false;
      last = name;
      at += name.bytes.length;
      const valueStart = at;
      at = entryEnd(bytes, at, end);
      if (!valuesFit(bytes, name, { start: valueStart, end: at, alternates })) return false;
    }
    return true;
  };
}

/** Values of the declared type and number; those of another type are noted, and good. */
function valueChecker(types: TypeWidener, problems: Problems) {
  function countFits(bytes: Buffer, name: InfoName, { start, end, alternates }: InfoSpan): boolean {
    const wanted = alternates + name.beside;
    const found = valuesIn(bytes, start, end);
    if (found !== wanted) problems.add(INFO, wrongNumber(name, found, wanted));
    return found === wanted;
  }

  return (bytes: Buffer, name: InfoName, span: InfoSpan): boolean => {
    const { start, end } = span;
    if (
      name.numeric !== ANYTHING &&
      end > start + 1 &&
      someForeign(bytes, { start: start + 1, end, numeric: name.numeric })
    ) {
      const text = bytes.toString('latin1', start + 1, end);
      if (!isNumberList(text, name.numeric) && !types.widen(`INFO/${name.text}`, text)) return false;
    }
    return span.alternates < 2 || name.beside < 0 || countFits(bytes, name, span);
  };
}

function infoName(text: string, { number, type }: Declared = { number: '', type: '' }): InfoName {
  const beside = number === 'A' ? 0 : number === 'R' ? 1 : -1;
  return { bytes: Buffer.from(text, 'latin1'), text, beside, numeric: numericOf(type), next: undefined };
}

function someForeign(
  bytes: Buffer,
  { start, end, numeric }: { start: number; end: number; numeric: Numeric },
): boolean {
  for (let at = start; at < end; at += 1)
    if ((FOREIGN[bytes[at]!]! & numeric) !== 0 && isForeign(bytes, at, numeric)) return true;
  return false;
}

function entryEnd(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== SEMICOLON) at += 1;
  return at;
}

function endsName(bytes: Buffer, at: number, end: number): boolean {
  return at >= end ? at === end : bytes[at] === EQUALS || bytes[at] === SEMICOLON;
}

/** Values of `=1,2`; 0 where there is none. */
function valuesIn(bytes: Buffer, start: number, end: number): number {
  if (end <= start + 1) return 0;
  let values = 1;
  for (let at = start; at < end; at += 1) if (bytes[at] === COMMA) values += 1;
  return values;
}

function wrongNumber({ text, beside }: InfoName, found: number, wanted: number): string {
  const each = beside === 0 ? 'ALT allele' : 'allele, REF first';
  const values = `${found} value${found === 1 ? '' : 's'}`;
  return `${text} has ${values}, and its header line asks for one for each ${each}: ${wanted}. Correct it, or the Number in the header.`;
}
