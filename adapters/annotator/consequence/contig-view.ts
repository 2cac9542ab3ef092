// adapters/annotator/consequence/contig-view.ts — all that is known around a position of one contig, and what an allele does there.
import { parseBcsq } from '../../../domain/consequence.ts';
import type { BcsqEntry } from '../../../domain/consequence.ts';
import type { Tally } from '../../../domain/annotation-summary.ts';
import { kindOf } from '../../../domain/annotation-summary.ts';
import type { Bases, Transcript } from '../../../domain/transcript.ts';
import { alleleName, csqText } from './csq-field.ts';
import { describe, mostSevere, placeName } from './describe.ts';
import type { Described } from './describe.ts';
import { transcriptWindow } from './window.ts';

/** Symbolic alleles, `*`, no allele at all: passed on as they are. */
const NO_SEQUENCE = 'not_a_sequence';

/** The words for one allele of one record, made once and used for every record that repeats it. */
export interface AlleleText {
  /** The value of CSQ; empty for an allele that is not made of bases. */
  csq: string;
  tally: Tally;
  hgvsg: string;
  /** Fields for the places that it touches, `MT_LOCUS=MT-CR,MT-HV2`. */
  places: readonly { id: string; value: string }[];
  /** The most severe consequence. */
  picked: Described | undefined;
}

export interface ContigFacts {
  name: string;
  /** `m` for a mitochondrial contig. */
  kind: 'g' | 'm';
  neighbourBases: number;
  bases: Bases;
  transcripts: readonly Transcript[];
  /** Named places of this contig: [contig, first base, last base, name]. */
  places: readonly { id: string; spans: readonly (readonly [string, number, number, string])[] }[];
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
  let here: { position: number; places: AlleleText['places'] } = { position: 0, places: [] };

  function placesHere(position: number): AlleleText['places'] {
    if (here.position !== position) here = { position, places: placesAt(facts.places, position, position) };
    return here.places;
  }

  function made({ position, ref, alt }: RecordAllele, entries: readonly BcsqEntry[]): AlleleText {
    const kind = kindOf(ref, alt);
    const places =
      ref.length === 1 ? placesHere(position) : placesAt(facts.places, position, position + ref.length - 1);
    if (kind.type === 'other') {
      const tally = { ...kind, term: NO_SEQUENCE, impact: '', symbol: '' } as const;
      return { csq: '', tally, hgvsg: '', places, picked: undefined };
    }
    const allele = { position, ref, alt, entries };
    const described = describe(allele, window.near(position - 1, position + ref.length), around);
    const at = mostSevere(described);
    const picked = described[at]!;
    const hgvsg = placeName(facts, allele, facts.bases);
    const csq = csqText(described, alleleName(ref, alt), { picked: at, hgvsg });
    const symbol = picked.transcript?.symbol ?? '';
    return { csq, hgvsg, places, picked, tally: { ...kind, term: picked.terms[0]!, impact: picked.impact, symbol } };
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

/** The names at these positions, of each field. */
function placesAt(places: ContigFacts['places'], from: number, to: number): AlleleText['places'] {
  return places.flatMap(({ id, spans }) => {
    const names = spans.filter(([, first, last]) => first <= to && last >= from).map(([, , , name]) => name);
    return names.length > 0 ? [{ id, value: [...new Set(names)].join(',') }] : [];
  });
}

export type ContigView = ReturnType<typeof contigView>;
