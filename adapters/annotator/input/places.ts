// adapters/annotator/input/places.ts — follows the records along the genome: known contigs, positions, order, crowding.
import type { AnnotationLimits } from '../../../domain/annotation.ts';
import { count, printable } from '../../../domain/annotation.ts';
import type { GenomeContig } from '../genome.ts';
import { refuseLine } from './refused.ts';
import type { Span } from './tags.ts';

export interface RecordRules {
  contigs: readonly GenomeContig[];
  limits: Pick<AnnotationLimits, 'records' | 'recordsPerPosition' | 'tags'>;
}

/** Counts exactly at every position, in any order of records: 4 bytes a base of the contigs met. */
export function placeTracker({ contigs, limits }: RecordRules) {
  const places = contigs.map((contig) => ({ contig, seen: new Uint32Array(contig.length + 1) }));
  let place = places[0]!;
  let written = Buffer.from(place.contig.name);
  let last = 0;
  let records = 0;
  let sorted = true;

  function change(name: string, line: number): void {
    const next = places.find(({ contig }) => contig.name === name || contig.aliases.includes(name));
    if (!next) refuseContig(name, contigs, line);
    if (next !== place) {
      if (records > 0 && places.indexOf(next) < places.indexOf(place)) sorted = false;
      last = 0;
    }
    place = next;
    written = Buffer.from(name, 'latin1');
  }

  return {
    /** Goes to the contig whose name is written there, and answers its name in this genome. */
    enter(bytes: Buffer, { start, end, line }: Span): string {
      if (bytes.compare(written, 0, written.length, start, end) !== 0)
        change(bytes.toString('latin1', start, end), line);
      return place.contig.name;
    },
    visit(position: number, line: number): void {
      const { contig, seen } = place;
      if (!(position >= 1 && position <= contig.length)) {
        refuseLine(line, `POS must be a whole number from 1 to ${count(contig.length)} (the end of ${contig.name}).`);
      }
      if (position < last) sorted = false;
      last = position;
      records += 1;
      const crowd = (seen[position] ?? 0) + 1;
      seen[position] = crowd;
      if (crowd > limits.recordsPerPosition) {
        refuseLine(
          line,
          `there are more than ${count(limits.recordsPerPosition)} records at position ${position}, the limit (recordsPerPosition).`,
        );
      }
      if (records > limits.records)
        refuseLine(line, `there are more than ${count(limits.records)} records, the limit (records).`);
    },
    finish: () => ({ records, sorted }),
  };
}

function refuseContig(name: string, contigs: readonly GenomeContig[], line: number): never {
  const known = contigs.map((contig) => [contig.name, ...contig.aliases].join(', ')).join('; ');
  refuseLine(line, `contig "${printable(name)}" is not part of this genome, which has ${known}. Remove these records.`);
}
