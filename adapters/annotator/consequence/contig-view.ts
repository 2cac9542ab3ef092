// adapters/annotator/consequence/contig-view.ts — all that is known around a position of one contig, and what an allele does there.
import { parseBcsq } from '../../../domain/consequence.ts';
import type { BcsqEntry } from '../../../domain/consequence.ts';
import type { Tally } from '../../../domain/annotation-summary.ts';
import { kindOf } from '../../../domain/annotation-summary.ts';
import type { Bases, Transcript } from '../../../domain/transcript.ts';
import { alleleName, csqText } from './csq-field.ts';
import { describe, mostSevere, placeName } from './describe.ts';
import type { Described } from './describe.ts';
import { placeFinder } from './places.ts';
import type { PlaceField, PlaceValue } from './places.ts';
import { transcriptWindow } from './window.ts';

/** Symbolic alleles, `*`, no allele at all: passed on as they are. */
const NO_SEQUENCE = 'not_a_sequence';

/** The words for one allele of one record, made once and used for every record that repeats it. */
export interface AlleleText {
  /** The value of CSQ; empty for an allele that is not made of bases. */
  csq: string;
  tally: Tally;
  hgvsg: string;
  places: readonly PlaceValue[];
  /** The most severe consequence. */
  picked: Picked | undefined;
}

/** A consequence as the table tells it. */
export interface Picked {
  terms: readonly string[];
  transcript: string;
  hgvsc: string;
  hgvsp: string;
}

export interface ContigFacts {
  name: string;
  /** `m` for a mitochondrial contig. */
  kind: 'g' | 'm';
  neighbourBases: number;
  bases: Bases;
  transcripts: readonly Transcript[];
  places: readonly PlaceField[];
}

export interface RecordAllele {
  position: number;
  ref: string;
  alt: string;
  bcsq: string;
}

/** Positions must not go back. `joint` adds the entries of other records that this one is part of. */
export function contigView(facts: ContigFacts) {
  const window = transcriptWindow(facts.transcripts, facts.neighbourBases);
  const around = { bases: facts.bases, cache: new WeakMap(), neighbourBases: facts.neighbourBases };
  const known = new Map<string, AlleleText>();
  let knownAt = 0;
  const placesOf = placeFinder(facts.places);

  function made({ position, ref, alt }: RecordAllele, entries: readonly BcsqEntry[]): AlleleText {
    const kind = kindOf(ref, alt);
    const places = placesOf(position, ref.length);
    if (kind.type === 'other') {
      const tally = { ...kind, term: NO_SEQUENCE, impact: '', symbol: '' } as const;
      return { csq: '', tally, hgvsg: '', places, picked: undefined };
    }
    const allele = { position, ref, alt, entries };
    const described = describe(allele, window.near(position - 1, position + ref.length), around);
    const at = mostSevere(described);
    const worst = described[at]!;
    const hgvsg = placeName(facts, allele, facts.bases);
    const csq = csqText(described, alleleName(ref, alt), { picked: at, hgvsg });
    const symbol = worst.transcript?.symbol ?? '';
    const tally = { ...kind, term: worst.terms[0]!, impact: worst.impact, symbol };
    return { csq, hgvsg, places, picked: pickedOf(worst), tally };
  }

  return {
    textOf(record: RecordAllele, joint?: readonly BcsqEntry[]): AlleleText {
      if (record.position !== knownAt) known.clear();
      knownAt = record.position;
      const key = `${record.ref}>${record.alt}`;
      const found = joint ? undefined : known.get(key);
      if (found) return found;
      const { entries } = parseBcsq(record.bcsq);
      const text = made(record, joint ? [...entries, ...joint] : entries);
      if (!joint) known.set(key, text);
      return text;
    },
  };
}

const pickedOf = ({ terms, transcript, hgvsc, coding }: Described): Picked => ({
  terms,
  transcript: transcript?.id ?? '',
  hgvsc,
  hgvsp: coding?.hgvs ?? '',
});

export type ContigView = ReturnType<typeof contigView>;
