// adapters/annotator/input/alleles.ts — checks REF and ALT on their bytes: bases, symbolic alleles, and the reference.
import { printable } from '../../../domain/annotation.ts';
import type { Problems } from './refused.ts';
import type { Reference } from './reference.ts';

const REF = 4;
const ALT = 5;
const COMMA = 44;
const DOT = 46;
const N = 78;
const LOWER = 2;
/** 1: an upper-case base, 2: a lower-case one, 0: something else. */
const BASE = new Uint8Array(256);
for (const letter of 'ACGTN') {
  BASE[letter.charCodeAt(0)] = 1;
  BASE[letter.toLowerCase().charCodeAt(0)] = LOWER;
}
const UPPER_CASE = ~32;
/** What stands for something else than a sequence: `*`, `.`, `<DEL>`, `G]17:198982]`. */
const SYMBOLIC = /^(?:\*|\.|<[^<>,\s]+>|[ACGTN]*[[\]][^[\]\s]+:\d+[[\]][ACGTN]*)$/i;
const FEW = 8;
const LIFT = 'Check that the file was made with this reference (for chrM the rCRS), or lift it over.';

/** One record's alleles, filled in by `check`: read it before the next call. */
export interface Alleles {
  /** Number of ALT alleles; 0 for `.`. */
  count: number;
  lowerCase: boolean;
  /** N in REF where the reference knows the base, beside symbolic alleles only: structural callers write it so. */
  unknownBases: boolean;
}

/** Where a record's REF and ALT are: bytes from, to; from, to. */
export interface AlleleSpans {
  refStart: number;
  refEnd: number;
  altStart: number;
  altEnd: number;
}

/** `check` answers whether the alleles are good, and tells problems itself. */
export function alleleChecker(reference: Reference | undefined, problems: Problems) {
  const alleles: Alleles = { count: 0, lowerCase: false, unknownBases: false };
  let mismatches = 0;
  let nextFits = 0;
  let sequences = 0;

  function reads(bytes: Buffer, start: number, end: number): boolean {
    let kinds = 0;
    for (let at = start; at < end; at += 1) {
      const kind = BASE[bytes[at]!]!;
      if (kind === 0) return false;
      kinds |= kind;
    }
    if (kinds & LOWER) alleles.lowerCase = true;
    return end > start;
  }

  function alternate(bytes: Buffer, start: number, end: number): boolean {
    if (reads(bytes, start, end)) {
      sequences += 1;
      return true;
    }
    const text = bytes.toString('latin1', start, end);
    if (text.length < 1000 && SYMBOLIC.test(text)) return true;
    problems.add(ALT, wrongAlternate(text));
    return false;
  }

  function alternates(bytes: Buffer, { refStart, refEnd, altStart, altEnd }: AlleleSpans): boolean {
    sequences = 0;
    alleles.count = 0;
    if (altEnd - altStart === 1 && bytes[altStart] === DOT) return true;
    let start = altStart;
    for (let at = altStart; at <= altEnd; at += 1) {
      if (at < altEnd && bytes[at] !== COMMA) continue;
      if (!alternate(bytes, start, at)) return false;
      alleles.count += 1;
      start = at + 1;
    }
    const single = alleles.count === 1;
    const equal = single ? sameBases(bytes, { refStart, refEnd, altStart, altEnd }) : false;
    if (!equal && (single || distinct(bytes, { refStart, refEnd, altStart, altEnd }))) return true;
    problems.add(ALT, 'it repeats an allele, or is the same as REF. Correct or remove this record.');
    return false;
  }

  /** Compares with the reference: the length of what fits, in bases. */
  function fits(bytes: Buffer, start: number, found: { bytes: Uint8Array; from: number; length: number }): number {
    for (let at = 0; at < found.length; at += 1) {
      const base = bytes[start + at]! & UPPER_CASE;
      if (base === found.bytes[found.from + at]) continue;
      if (base !== N || sequences > 0) return at;
      alleles.unknownBases = true;
    }
    return found.length;
  }

  function referenceAgrees(
    bytes: Buffer,
    { refStart, refEnd }: AlleleSpans,
    { contig, position }: { contig: string; position: number },
  ): boolean {
    const length = refEnd - refStart;
    const found = reference?.at(contig, position, length);
    if (!found) return true;
    const from = position - found.start;
    const has = Math.min(length, found.end - position);
    if (has === length && fits(bytes, refStart, { bytes: found.bytes, from, length }) === length) return true;
    mismatches += 1;
    const there = Buffer.from(found.bytes.subarray(from, from + Math.min(has, 60))).toString('latin1');
    const next = reference?.at(contig, position + 1, length);
    if (next && next.end - position - 1 >= length) {
      nextFits += Number(
        fits(bytes, refStart, { bytes: next.bytes, from: position + 1 - next.start, length }) === length,
      );
    }
    const written = printable(bytes.toString('latin1', refStart, refEnd));
    const goesOn = has < length ? `, and ${contig} ends at ${position + has - 1}` : '';
    problems.add(
      REF,
      `"${written}" does not fit the reference, which has "${printable(there)}" at ${contig}:${position}${goesOn}. ${LIFT}`,
    );
    return false;
  }

  return {
    check(bytes: Buffer, spans: AlleleSpans, place: { contig: string; position: number }): boolean {
      alleles.lowerCase = false;
      alleles.unknownBases = false;
      if (!reads(bytes, spans.refStart, spans.refEnd)) {
        problems.add(REF, wrongReference(bytes.toString('latin1', spans.refStart, spans.refEnd)));
        return false;
      }
      return alternates(bytes, spans) && referenceAgrees(bytes, spans, place);
    },
    alleles,
    /** A word on the whole file, if its REFs fit one base further on. */
    hint: () =>
      mismatches >= FEW && nextFits === mismatches
        ? 'Each wrong REF fits one base further on: the positions seem to be counted from 0; VCF counts from 1.'
        : undefined,
  };
}

function wrongReference(text: string): string {
  if (text === '') return 'it is empty. It must hold the bases of the reference.';
  return `"${printable(text)}" must hold bases only (A, C, G, T, N). Correct this record.`;
}

function wrongAlternate(text: string): string {
  if (text === '') return 'an allele is empty. Write "." where there is no other allele, and one comma between two.';
  if (text.includes(' ')) return 'it holds a space. Separate alleles with commas, columns with tabs.';
  const shown = `"${printable(text)}"`;
  if (text === '-') return `${shown} is no allele. Write a deletion with the base before it in REF and ALT.`;
  if (/^(\.[ACGTN]+|[ACGTN]+\.)$/i.test(text)) {
    return `${shown} is a single breakend, which can't be annotated. Remove this record.`;
  }
  return `${shown} is no allele. Write bases (A, C, G, T, N), *, a symbolic allele like <DEL>, or a breakend like G]chrM:500].`;
}

/** Whether the only ALT is the same as REF, in whichever case. */
function sameBases(bytes: Buffer, { refStart, refEnd, altStart, altEnd }: AlleleSpans): boolean {
  if (refEnd - refStart !== altEnd - altStart) return false;
  for (let at = 0; at < refEnd - refStart; at += 1) {
    if ((bytes[refStart + at]! & UPPER_CASE) !== (bytes[altStart + at]! & UPPER_CASE)) return false;
  }
  return true;
}

function distinct(bytes: Buffer, { refStart, refEnd, altStart, altEnd }: AlleleSpans): boolean {
  const alleles = [
    ...bytes.toString('latin1', altStart, altEnd).split(','),
    bytes.toString('latin1', refStart, refEnd),
  ];
  const read = alleles.map((allele) => (allele.startsWith('<') ? allele : allele.toUpperCase()));
  return new Set(read).size === alleles.length;
}
