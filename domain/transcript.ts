// domain/transcript.ts — a transcript on its contig: what lies where, and positions as HGVS counts them.
import type { GeneticCode } from './genetic-code.ts';

/** Positions are 1-based and inclusive; `exons` and `coding` are pairs of first and last base, ascending. */
export interface Transcript {
  id: string;
  gene: string;
  symbol: string;
  biotype: string;
  protein: string;
  strand: 1 | -1;
  start: number;
  end: number;
  exons: readonly number[];
  /** Empty for a transcript that codes for nothing. */
  coding: readonly number[];
  /** Bases of the first codon that lie before the annotated start of the coding sequence. */
  missing: 0 | 1 | 2;
  code: GeneticCode;
}

/** The bases of the contig from `from` to `to`, 1-based and inclusive, upper case; shorter at the ends of the contig. */
export type Bases = (from: number, to: number) => string;

const COMPLEMENT: Readonly<Record<string, string>> = { A: 'T', C: 'G', G: 'C', T: 'A', N: 'N' };

/** The bases as the other strand reads them. */
export function reverseComplement(bases: string): string {
  let reversed = '';
  for (let at = bases.length - 1; at >= 0; at -= 1) reversed += COMPLEMENT[bases[at]!] ?? 'N';
  return reversed;
}

/** Whether the stretch `from` to `to` meets one of the pairs. */
export function meets(pairs: readonly number[], from: number, to: number): boolean {
  for (let at = 0; at < pairs.length; at += 2) if (pairs[at]! <= to && pairs[at + 1]! >= from) return true;
  return false;
}

/** The bases of the pairs in the transcript's direction. */
export function splicedBases(pairs: readonly number[], strand: 1 | -1, bases: Bases): string {
  let spliced = '';
  for (let at = 0; at < pairs.length; at += 2) spliced += bases(pairs[at]!, pairs[at + 1]!);
  return strand === 1 ? spliced : reverseComplement(spliced);
}

/** 0-based place of a base among the spliced pairs, in the transcript's direction; -1 where it is in none. */
export function splicedPlace(pairs: readonly number[], strand: 1 | -1, position: number): number {
  let before = 0;
  let place = -1;
  for (let at = 0; at < pairs.length; at += 2) {
    const first = pairs[at]!;
    const last = pairs[at + 1]!;
    if (position >= first && position <= last) place = before + position - first;
    before += last - first + 1;
  }
  return place < 0 || strand === 1 ? place : before - 1 - place;
}

export type Place = 'coding' | '5_prime_UTR' | '3_prime_UTR' | 'exon' | 'intron';

/** Where a stretch of the contig lies in the transcript; the first of coding, exon, intron that it meets. */
export function placeOf({ coding, exons, strand }: Transcript, from: number, to: number): Place {
  if (meets(coding, from, to)) return 'coding';
  if (!meets(exons, from, to)) return 'intron';
  if (coding.length === 0) return 'exon';
  const left = from < (coding[0] ?? 0);
  return left === (strand === 1) ? '5_prime_UTR' : '3_prime_UTR';
}

/** A position as HGVS counts it in this transcript: `76`, `-14`, `*6`, `88+2`, `89-1`; for n. without coding bases. */
export function transcriptPosition(transcript: Transcript, position: number): string {
  const { exons, strand } = transcript;
  if (splicedPlace(exons, strand, position) >= 0) return exonPosition(transcript, position);
  let [before, after] = [exons[0]!, exons.at(-1)!];
  for (let at = 0; at < exons.length; at += 2) {
    if (exons[at + 1]! < position) before = exons[at + 1]!;
    if (exons[at]! > position) {
      after = exons[at]!;
      break;
    }
  }
  const [upstream, downstream] = strand === 1 ? [before, after] : [after, before];
  const fromUpstream = Math.abs(position - upstream);
  const toDownstream = Math.abs(downstream - position);
  return fromUpstream <= toDownstream
    ? `${exonPosition(transcript, upstream)}+${fromUpstream}`
    : `${exonPosition(transcript, downstream)}-${toDownstream}`;
}

function exonPosition({ exons, coding, strand, missing }: Transcript, position: number): string {
  const place = splicedPlace(exons, strand, position);
  if (coding.length === 0) return String(place + 1);
  const [start, end] = strand === 1 ? [coding[0]!, coding.at(-1)!] : [coding.at(-1)!, coding[0]!];
  const first = splicedPlace(exons, strand, start);
  const last = splicedPlace(exons, strand, end);
  if (place < first) return `-${first - place}`;
  return place > last ? `*${place - last}` : String(place - first + 1 + missing);
}
