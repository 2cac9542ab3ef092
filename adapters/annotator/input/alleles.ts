// adapters/annotator/input/alleles.ts — checks REF and ALT on their bytes, and REF against the reference.
import { printable } from '../../../domain/annotation.ts';
import { alternateReader } from './alternates.ts';
import type { AlleleSpans, Alternates } from './alternates.ts';
import { basesIn, someLower, UPPER_CASE } from './bases.ts';
import type { Bases, Reference } from './reference.ts';
import type { Problems } from './refused.ts';

const REF = 4;
const N = 78;
const FEW = 8;
const SHOWN = 60;
const LIFT = 'Check that the file was made with this reference (for chrM the rCRS), or lift it over.';

/** One record's alleles: read it before the next one is checked. */
interface Alleles extends Alternates {
  /** N in REF where the reference knows the base, beside symbolic alleles only: structural callers write it so. */
  unknownBases: boolean;
}

export interface Place {
  contig: string;
  position: number;
}

/** `check` answers whether the alleles are good, and tells problems itself. */
export function alleleChecker(reference: Reference | undefined, problems: Problems) {
  const alleles: Alleles = { count: 0, lowerCase: false, sequences: 0, unknownBases: false };
  const readAlternates = alternateReader(alleles, problems);
  const shifted = { mismatches: 0, fitNext: 0 };

  /** Whether REF, which starts there, reads like the bases from `position` on. */
  function reads(
    bytes: Buffer,
    { refStart, refEnd }: AlleleSpans,
    { found, position }: { found: Bases; position: number },
  ) {
    if (position + refEnd - refStart > found.end) return false;
    const shift = position - found.start - refStart;
    for (let at = refStart; at < refEnd; at += 1) {
      const base = bytes[at]! & UPPER_CASE;
      if (base === found.bytes[at + shift]) continue;
      if (base !== N || alleles.sequences > 0) return false;
      alleles.unknownBases = true;
    }
    return true;
  }

  function agrees(bytes: Buffer, spans: AlleleSpans, { contig, position }: Place): boolean {
    const length = spans.refEnd - spans.refStart;
    const found = reference?.at(contig, position, length);
    if (!found || reads(bytes, spans, { found, position })) return true;
    const next = reference?.at(contig, position + 1, length);
    shifted.mismatches += 1;
    if (next && reads(bytes, spans, { found: next, position: position + 1 })) shifted.fitNext += 1;
    problems.add(REF, mismatch(bytes.toString('latin1', spans.refStart, spans.refEnd), found, { contig, position }));
    return false;
  }

  return {
    check(bytes: Buffer, spans: AlleleSpans, place: Place): boolean {
      const kinds = basesIn(bytes, spans.refStart, spans.refEnd);
      if (kinds === 0) {
        problems.add(REF, wrongReference(bytes.toString('latin1', spans.refStart, spans.refEnd)));
        return false;
      }
      readAlternates(bytes, spans);
      if (someLower(kinds)) alleles.lowerCase = true;
      alleles.unknownBases = false;
      return alleles.count >= 0 && agrees(bytes, spans, place);
    },
    alleles,
    /** A word on the whole file, if its REFs fit one base further on. */
    hint: () =>
      shifted.mismatches >= FEW && shifted.fitNext === shifted.mismatches
        ? 'Each wrong REF fits one base further on: the positions seem to be counted from 0; VCF counts from 1.'
        : undefined,
  };
}

function mismatch(ref: string, found: Bases, { contig, position }: Place): string {
  const there = printable(textOf(found, position, Math.min(ref.length, SHOWN)));
  const end = found.end - position < ref.length ? `, and ${contig} ends at ${found.end - 1}` : '';
  return `"${printable(ref)}" does not fit the reference, which has "${there}" at ${contig}:${position}${end}. ${LIFT}`;
}

/** Bases from a position on, as text; fewer where the window ends. */
export function textOf({ bytes, start }: Bases, position: number, length: number): string {
  return Buffer.from(bytes.subarray(position - start, position - start + length)).toString('latin1');
}

function wrongReference(text: string): string {
  if (text === '') return 'it is empty. It must hold the bases of the reference.';
  return `"${printable(text)}" must hold bases only (A, C, G, T, N). Correct this record.`;
}
