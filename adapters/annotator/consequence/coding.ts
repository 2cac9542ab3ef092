// adapters/annotator/consequence/coding.ts — carries changes of the contig over to the coding sequence of a transcript.
import type { Edit } from '../../../domain/hgvs.ts';
import type { CodingContext, CodingEdit, ProteinChange } from '../../../domain/protein.ts';
import { proteinChange } from '../../../domain/protein.ts';
import type { Bases, Transcript } from '../../../domain/transcript.ts';
import { reverseComplement, splicedBases, splicedPlace } from '../../../domain/transcript.ts';

/** What is known of the coding sequence, kept while its transcript is in use. */
export type CodingCache = WeakMap<Transcript, CodingContext>;

export interface CodingChange extends ProteinChange {
  /** 1-based, in the coding sequence: first and last base that change. */
  from: number;
  to: number;
  /** It touches the last codon, of which the annotation has a base or two only. */
  incomplete: boolean;
}

/** What the edits do together; nothing where one of them is not wholly within the coding sequence. */
export function codingChange(
  edits: readonly Edit[],
  transcript: Transcript,
  { bases, cache }: { bases: Bases; cache: CodingCache },
): CodingChange | undefined {
  const places = edits.map((edit) => codingEdit(edit, transcript));
  const within = places.filter((edit) => edit !== undefined);
  if (within.length < edits.length || within.length === 0) return undefined;
  const ordered = within.toSorted((a, b) => a.at - b.at);
  const context = contextOf(transcript, bases, cache);
  const end = ordered.at(-1)!.at + ordered.at(-1)!.removed.length;
  const whole = Math.floor(context.sequence.length / 3) * 3;
  const { missing } = transcript;
  const [from, to] = [ordered[0]!.at + 1 - missing, Math.max(ordered[0]!.at + 1, end) - missing];
  if (end > whole || ordered[0]!.at >= whole) {
    const last = whole / 3 + 1;
    const unknown = { hgvs: '', aminoAcids: '', codons: '', startRetained: false };
    return { ...unknown, firstCodon: last, lastCodon: last, from, to, incomplete: true };
  }
  return { ...proteinChange(ordered, context), from, to, incomplete: false };
}

/** The edit in the coding sequence, which begins with `missing` unknown bases. */
function codingEdit({ at, removed, added }: Edit, transcript: Transcript): CodingEdit | undefined {
  const { coding, strand, missing } = transcript;
  const read = (text: string): string => (strand === 1 ? text : reverseComplement(text));
  const [left, right] = removed === '' ? [at - 1, at] : [at, at + removed.length - 1];
  const [first, last] = strand === 1 ? [left, right] : [right, left];
  const from = splicedPlace(coding, strand, first);
  const to = splicedPlace(coding, strand, last);
  if (from < 0 || to < 0 || to - from !== right - left) return undefined;
  return { at: missing + (removed === '' ? to : from), removed: read(removed), added: read(added) };
}

function contextOf(transcript: Transcript, bases: Bases, cache: CodingCache): CodingContext {
  const known = cache.get(transcript);
  if (known) return known;
  const { coding, exons, strand, missing, code } = transcript;
  const sequence = 'N'.repeat(missing) + splicedBases(coding, strand, bases);
  let rest: string | undefined;
  const context: CodingContext = {
    sequence,
    code,
    startsHere: missing === 0,
    rest: () => {
      rest ??= splicedBases(exons, strand, bases).slice(
        splicedPlace(exons, strand, strand === 1 ? coding.at(-1)! : coding[0]!) + 1,
      );
      return rest;
    },
  };
  cache.set(transcript, context);
  return context;
}
