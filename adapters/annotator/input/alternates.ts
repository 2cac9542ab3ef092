// adapters/annotator/input/alternates.ts — reads ALT on its bytes: bases, symbols, breakends, each allele once.
import { printable } from '../../../domain/annotation.ts';
import { basesIn, someLower, UPPER_CASE } from './bases.ts';
import type { Problems } from './refused.ts';

const ALT = 5;
const COMMA = 44;
const DOT = 46;
/** What stands for something else than a sequence: `*`, `.`, `<DEL>`, `G]17:198982]`. */
const SYMBOLIC = /^(?:\*|\.|<[^<>,\s]+>|[ACGTN]*[[\]][^[\]\s]+:\d+[[\]][ACGTN]*)$/i;
const SYMBOL_BYTES = 1000;

/** Where a record's REF and ALT are. */
export interface AlleleSpans {
  refStart: number;
  refEnd: number;
  altStart: number;
  altEnd: number;
}

/** What ALT holds; `count` is -1 if it is wrong, 0 for `.`. */
export interface Alternates {
  count: number;
  lowerCase: boolean;
  /** How many are written in bases. */
  sequences: number;
}

/** Answers a function that reads ALT into `found` and tells problems itself. */
export function alternateReader(found: Alternates, problems: Problems) {
  function allele(bytes: Buffer, start: number, end: number): boolean {
    const kinds = basesIn(bytes, start, end);
    if (kinds > 0) {
      found.sequences += 1;
      if (someLower(kinds)) found.lowerCase = true;
      return true;
    }
    const text = bytes.toString('latin1', start, Math.min(end, start + SYMBOL_BYTES));
    if (SYMBOLIC.test(text)) return true;
    problems.add(ALT, wrongAllele(text));
    return false;
  }

  /** The number of alleles; -1 if one is wrong. */
  function alleles(bytes: Buffer, altStart: number, altEnd: number): number {
    let alternates = 0;
    let start = altStart;
    for (let at = altStart; at <= altEnd; at += 1) {
      if (at < altEnd && bytes[at] !== COMMA) continue;
      if (!allele(bytes, start, at)) return -1;
      alternates += 1;
      start = at + 1;
    }
    return alternates;
  }

  return (bytes: Buffer, spans: AlleleSpans): void => {
    found.sequences = 0;
    found.lowerCase = false;
    found.count = 0;
    if (spans.altEnd - spans.altStart === 1 && bytes[spans.altStart] === DOT) return;
    found.count = alleles(bytes, spans.altStart, spans.altEnd);
    if (found.count < 0 || !(found.count === 1 ? sameAsReference(bytes, spans) : repeats(bytes, spans))) return;
    problems.add(ALT, 'it repeats an allele, or is the same as REF. Correct or remove this record.');
    found.count = -1;
  };
}

function wrongAllele(text: string): string {
  if (text === '') return 'an allele is empty. Write "." where there is no other allele, and one comma between two.';
  if (text.includes(' ')) return 'it holds a space. Separate alleles with commas, columns with tabs.';
  const shown = `"${printable(text)}"`;
  if (text === '-') return `${shown} is no allele. Write a deletion with the base before it in REF and ALT.`;
  if (/^(\.[ACGTN]+|[ACGTN]+\.)$/i.test(text)) {
    return `${shown} is a single breakend, which can't be annotated. Remove this record.`;
  }
  return `${shown} is no allele. Write bases (A, C, G, T, N), *, a symbolic allele like <DEL>, or a breakend like G]chrM:500].`;
}

/** Of the only ALT, in whichever case. */
function sameAsReference(bytes: Buffer, { refStart, refEnd, altStart, altEnd }: AlleleSpans): boolean {
  if (refEnd - refStart !== altEnd - altStart) return false;
  for (let at = 0; at < refEnd - refStart; at += 1) {
    if ((bytes[refStart + at]! & UPPER_CASE) !== (bytes[altStart + at]! & UPPER_CASE)) return false;
  }
  return true;
}

function repeats(bytes: Buffer, { refStart, refEnd, altStart, altEnd }: AlleleSpans): boolean {
  const alleles = [
    ...bytes.toString('latin1', altStart, altEnd).split(','),
    bytes.toString('latin1', refStart, refEnd),
  ];
  const read = alleles.map((allele) => (allele.startsWith('<') ? allele : allele.toUpperCase()));
  return new Set(read).size < alleles.length;
}
