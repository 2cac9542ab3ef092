// adapters/annotator/input/places.ts — follows the records along the genome: known contigs, positions, order, crowding.
import type { AnnotationLimits } from '../../../domain/annotation.ts';
import { count } from '../../../domain/annotation.ts';
import type { Contig, ContigNames } from './contig-names.ts';
import { crowdCounter } from './crowding.ts';
import type { Problems } from './refused.ts';

export interface PlaceRules {
  contigs: readonly Contig[];
  names: ContigNames;
  limits: Pick<AnnotationLimits, 'records' | 'recordsPerPosition'>;
}

const CHROM = 1;
const POS = 2;
const ZERO = 48;
/** More digits than any contig has. */
const DIGITS = 10;

/** Where the records are. Memory does not depend on the genome. */
export function placeTracker({ contigs, names, limits }: PlaceRules, problems: Problems) {
  const crowds = crowdCounter(limits.recordsPerPosition);
  const met = new Set<number>();
  const unknown = new Set<string>();
  let written = Buffer.from('\t'); // no name can be that
  let index = -1;
  let renames = false;
  let length = 0;
  let last = 0;
  let run = 0;
  let records = 0;
  let sorted = true;
  let farthest = -1;

  function change(bytes: Buffer, start: number, end: number): void {
    leave();
    written = Buffer.from(bytes.subarray(start, end));
    const name = written.toString('latin1');
    const next = names.indexOf(name);
    if (next < 0 && !unknown.has(name)) {
      unknown.add(name); // told once a name, not once a record
      problems.add(CHROM, name === '' ? 'it is empty. Write the name of the contig.' : names.unknown(name));
    }
    renames = contigs[next]?.name !== name;
    if (next === index) return;
    if (next >= 0 && (next < farthest || met.has(next))) sorted = false;
    farthest = Math.max(farthest, next);
    if (next >= 0) met.add(next);
    index = next;
    length = contigs[next]?.length ?? 0;
    last = 0;
  }

  /** The records of one position that follow each other count as one entry. */
  function leave(): void {
    if (run > 0 && index >= 0 && crowds.add(index, last, run)) crowded();
    run = 0;
  }

  function crowded(): never {
    problems.stop(
      `Line ${problems.line}: there are more than ${count(limits.recordsPerPosition)} records (one per allele) at position ` +
        `${last} of ${contigs[index]!.name}, the limit (recordsPerPosition). Join them, or remove the repeated ones.`,
    );
  }

  return {
    /** Goes to the contig that is named there: its place in the genome, or -1. */
    enter(bytes: Buffer, start: number, end: number): number {
      if (end - start !== written.length || !same(bytes, start, written)) change(bytes, start, end);
      return index;
    },
    /** Whether the records name the contig in another way than this genome. */
    renames: () => renames,
    /** Reads the position there; 0 if it can't be. Needs a known contig. */
    read(bytes: Buffer, start: number, end: number): number {
      let position = end > start && end - start <= DIGITS ? 0 : Number.NaN;
      for (let at = start; at < end; at += 1) {
        const digit = bytes[at]! - ZERO;
        position = digit >= 0 && digit <= 9 ? position * 10 + digit : Number.NaN;
      }
      if (position >= 1 && position <= length) return position;
      problems.add(POS, notInside(bytes.toString('latin1', start, Math.min(end, start + 60)), contigs[index]!));
      return 0;
    },
    /** Counts `alleles` records at a position that `read` answered. */
    visit(position: number, alleles: number): void {
      records += 1;
      if (records > limits.records) {
        problems.stop(
          `Line ${problems.line}: there are more than ${count(limits.records)} records, the limit (records). Split the file.`,
        );
      }
      if (position !== last) {
        leave();
        if (position < last) sorted = false;
        last = position;
      }
      run += alleles;
      if (run > limits.recordsPerPosition) crowded();
    },
    finish() {
      leave();
      return { records, sorted, met: [...met] };
    },
  };
}

function notInside(text: string, { name, length }: Contig): string {
  const shown = JSON.stringify(text.replaceAll(/[^ -~]/g, '?'));
  const zero = text === '0' ? ' Positions are counted from 1.' : '';
  return `${shown} is not a whole number from 1 to ${count(length)}, the end of ${name}. Correct it, or check that the file belongs to this genome.${zero}`;
}

function same(bytes: Buffer, start: number, name: Buffer): boolean {
  for (let at = 0; at < name.length; at += 1) if (bytes[start + at] !== name[at]) return false;
  return true;
}
