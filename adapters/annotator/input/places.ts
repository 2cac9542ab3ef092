// adapters/annotator/input/places.ts — follows the positions along a contig: within it, in order, not too many at one.
import type { AnnotationLimits } from '../../../domain/annotation.ts';
import { count, printable } from '../../../domain/annotation.ts';
import type { Contig } from './contig-names.ts';
import { crowdCounter } from './crowding.ts';
import type { Problems } from './refused.ts';

export interface PlaceRules {
  contigs: readonly Contig[];
  limits: Pick<AnnotationLimits, 'records' | 'recordsPerPosition'>;
}

const POS = 2;
const ZERO = 48;
/** More digits than any contig has. */
const DIGITS = 10;
const SHOWN = 60;

/** Where the records are; `index` is the place of their contig in the genome. Memory does not depend on the genome. */
export function placeTracker({ contigs, limits }: PlaceRules, problems: Problems) {
  const bases = contigs.reduce((sum, { length }) => sum + length, 0);
  const crowds = crowdCounter(limits.recordsPerPosition, bases);
  let contig = -1;
  let last = 0;
  let run = 0;
  let records = 0;
  let sorted = true;

  /** The records of one position that follow each other count as one entry. */
  function leave(): void {
    if (run > 0 && crowds.add(contig, last, run)) tooMany();
    run = 0;
  }

  function tooMany(): never {
    return problems.stop(
      `Line ${problems.line}: there are more than ${count(limits.recordsPerPosition)} records (one per allele) at position ` +
        `${last} of ${contigs[contig]!.name}, the limit (recordsPerPosition). Join them, or remove the repeated ones.`,
    );
  }

  return {
    /** Reads the position there; 0, with a problem told, if it is none within the contig. */
    read(index: number, bytes: Buffer, { start, end }: { start: number; end: number }): number {
      const position = wholeNumber(bytes, start, end);
      if (position >= 1 && position <= contigs[index]!.length) return position;
      problems.add(POS, notInside(bytes.toString('latin1', start, Math.min(end, start + SHOWN)), contigs[index]!));
      return 0;
    },
    /** Counts a record with so many `alleles` at a position that `read` answered. */
    visit(index: number, position: number, alleles: number): void {
      records += 1;
      if (records > limits.records) {
        problems.stop(
          `Line ${problems.line}: there are more than ${count(limits.records)} records, the limit (records). Split the file.`,
        );
      }
      if (position !== last || index !== contig) {
        leave();
        if (index === contig && position < last) sorted = false;
        contig = index;
        last = position;
      }
      run += alleles;
      if (run > limits.recordsPerPosition) tooMany();
    },
    finish() {
      leave();
      return { records, sorted };
    },
  };
}

function wholeNumber(bytes: Buffer, start: number, end: number): number {
  let number = end > start && end - start <= DIGITS ? 0 : Number.NaN;
  for (let at = start; at < end; at += 1) {
    const digit = bytes[at]! - ZERO;
    number = digit >= 0 && digit <= 9 ? number * 10 + digit : Number.NaN;
  }
  return number;
}

function notInside(text: string, { name, length }: Contig): string {
  const zero = text === '0' ? ' Positions are counted from 1.' : '';
  return (
    `"${printable(text, SHOWN)}" is not a whole number from 1 to ${count(length)}, the end of ${name}. ` +
    `Correct it, or check that the file belongs to this genome.${zero}`
  );
}
