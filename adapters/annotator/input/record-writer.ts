// adapters/annotator/input/record-writer.ts — writes a checked record with its contig and alleles mended.
import { textOf } from './alleles.ts';
import type { Place } from './alleles.ts';
import type { Contig, ContigNames } from './contig-names.ts';
import type { MendedText } from './mended-text.ts';
import type { Reference } from './reference.ts';

const MATE = /([[\]])([^[\]<>]+)(?=:\d+[[\]])/;

export interface WriterContext {
  contigs: readonly Contig[];
  names: ContigNames;
  reference: Reference | undefined;
  out: MendedText;
}

/** A record's bytes, with the places of its tabs. */
export interface RecordSpan {
  end: number;
  tabs: Int32Array;
}

/** What there is to mend in a record, and the names that are right. */
export interface Edits extends Place {
  renames: boolean;
  lowerCase: boolean;
  unknownBases: boolean;
}

/** Counts what it mends. */
export function recordWriter({ contigs, names, reference, out }: WriterContext) {
  const mended = { renamed: 0, upperCased: 0, unknownBases: 0 };

  /** Mates are named like the contig they lie on; other symbols stay as they are. */
  function alternate(text: string): string {
    if (/^[A-Za-z]*$/.test(text)) return text.toUpperCase();
    return text.replace(MATE, (whole, bracket: string, name: string) => {
      const mate = contigs[names.indexOf(name)];
      return mate ? `${bracket}${mate.name}` : whole;
    });
  }

  function known(ref: string, { contig, position }: Place): string {
    const bases = reference?.at(contig, position, ref.length);
    return bases ? textOf(bases, position, ref.length) : ref;
  }

  return {
    mended,
    /** A record that needs at least one of the edits. */
    write(bytes: Buffer, { end, tabs }: RecordSpan, edits: Edits): void {
      const { lowerCase, unknownBases, renames, contig } = edits;
      mended.renamed += Number(renames);
      mended.upperCased += Number(lowerCase);
      mended.unknownBases += Number(unknownBases);
      const [afterChrom = 0, , beforeRef = 0, afterRef = 0, afterAlt = 0] = tabs;
      const ref = bytes.toString('latin1', beforeRef + 1, afterRef);
      const alternates = bytes.toString('latin1', afterRef + 1, afterAlt);
      out.text(contig);
      out.keep(bytes, afterChrom, beforeRef + 1);
      out.text(`${unknownBases ? known(ref, edits) : ref.toUpperCase()}\t`);
      out.text(alternates.split(',').map(alternate).join(','));
      out.keep(bytes, afterAlt, end);
    },
  };
}
