// adapters/annotator/consequence/describe.ts — tells what one allele does to every transcript it meets.
import type { BcsqEntry, Impact } from '../../../domain/consequence.ts';
import { bySeverity, impactOf, rankOf } from '../../../domain/consequence.ts';
import type { Edit } from '../../../domain/hgvs.ts';
import { editOf, genomicHgvs, transcriptHgvs } from '../../../domain/hgvs.ts';
import type { Bases, Transcript } from '../../../domain/transcript.ts';
import { meets, placeOf } from '../../../domain/transcript.ts';
import { codingChange } from './coding.ts';
import type { CodingCache, CodingChange } from './coding.ts';

/** One consequence: of a transcript, or of none between the genes. */
export interface Described {
  terms: readonly string[];
  impact: Impact;
  transcript?: Transcript;
  hgvsc: string;
  coding?: CodingChange;
  /** The changes read together as one haplotype, in csq's words. */
  haplotype: string;
}

export interface Allele {
  position: number;
  ref: string;
  alt: string;
  /** What csq says of it, entries of a joint record included. */
  entries: readonly BcsqEntry[];
}

export interface Surroundings {
  bases: Bases;
  cache: CodingCache;
  /** Genes at most this far away get upstream_gene_variant or downstream_gene_variant where nothing is met. */
  neighbourBases: number;
}

/** The consequences of an allele made of bases; `near` are the transcripts around it. */
export function describe(allele: Allele, near: readonly Transcript[], around: Surroundings): Described[] {
  const edit = editOf(allele.position, allele.ref, allele.alt);
  const [from, to] = edit.removed === '' ? [edit.at - 1, edit.at] : [edit.at, edit.at + edit.removed.length - 1];
  const met = near.filter(({ start, end }) => start <= to && end >= from);
  const found = met.map((transcript) => ofTranscript(allele, { transcript, edit, from, to }, around));
  if (found.length > 0) return found;
  const neighbours = around.neighbourBases > 0 ? ofNeighbours(near, { from, to }, around) : [];
  return neighbours.length > 0
    ? neighbours
    : [{ terms: ['intergenic_variant'], impact: 'MODIFIER', hgvsc: '', haplotype: '' }];
}

/** The most severe consequence; among equals one that codes for a protein, and the first. */
export function mostSevere(described: readonly Described[]): number {
  const worth = ({ terms, transcript }: Described): number =>
    rankOf(terms[0] ?? '') * 2 + (transcript?.biotype === 'protein_coding' ? 0 : 1);
  let best = 0;
  for (let at = 1; at < described.length; at += 1) if (worth(described[at]!) < worth(described[best]!)) best = at;
  return best;
}

interface Meeting {
  transcript: Transcript;
  edit: Edit;
  from: number;
  to: number;
}

function ofTranscript({ entries }: Allele, meeting: Meeting, { bases, cache }: Surroundings): Described {
  const { transcript, edit, from, to } = meeting;
  const entry = entries.find((one) => one.transcript === transcript.id);
  const joint = entry?.change.includes('+') ? entry.change : '';
  const edits = joint ? joint.split('+').map(editFrom) : [edit];
  const coding = meets(transcript.coding, from, to) ? codingChange(edits, transcript, { bases, cache }) : undefined;
  const terms = bySeverity(refined(entry, meeting, coding));
  const whole = from >= transcript.start && to <= transcript.end;
  const hgvsc = whole ? `${transcript.id}:${transcriptHgvs(edit, transcript, bases)}` : '';
  return { terms, impact: impactOf(terms), transcript, hgvsc, haplotype: joint, ...(coding ? { coding } : {}) };
}

/** What csq says, made exact where it has no word for it; where it says nothing, the place alone. */
function refined(
  entry: BcsqEntry | undefined,
  { transcript, from, to }: Meeting,
  coding?: CodingChange,
): readonly string[] {
  if (coding?.incomplete) return ['incomplete_terminal_codon_variant', 'coding_sequence_variant'];
  const place = placeOf(transcript, from, to);
  if (!entry) return byPlace(transcript, place);
  if (coding?.startRetained) {
    return entry.terms.map((term) => (term === 'start_lost' ? 'start_retained_variant' : term));
  }
  const onlyNear = place !== 'coding' && entry.terms.every((term) => term === 'splice_region_variant');
  if (onlyNear) return [...entry.terms, ...byPlace(transcript, place)];
  return entry.terms;
}

function byPlace({ coding }: Transcript, place: ReturnType<typeof placeOf>): string[] {
  if (place === 'intron')
    return coding.length > 0 ? ['intron_variant'] : ['intron_variant', 'non_coding_transcript_variant'];
  if (place === 'exon') return ['non_coding_transcript_exon_variant'];
  return place === 'coding' ? ['coding_sequence_variant'] : [`${place}_variant`];
}

/** The nearest transcript of each gene around. */
function ofNeighbours(near: readonly Transcript[], { from, to }: { from: number; to: number }, around: Surroundings) {
  const nearest = new Map<string, { transcript: Transcript; distance: number }>();
  for (const transcript of near) {
    const distance = Math.max(transcript.start - to, from - transcript.end);
    const known = nearest.get(transcript.gene);
    if (distance > around.neighbourBases || (known && known.distance <= distance)) continue;
    nearest.set(transcript.gene, { transcript, distance });
  }
  return [...nearest.values()].map(({ transcript }): Described => {
    const before = to < transcript.start === (transcript.strand === 1);
    const terms = [before ? 'upstream_gene_variant' : 'downstream_gene_variant'];
    return { terms, impact: 'MODIFIER', transcript, hgvsc: '', haplotype: '' };
  });
}

function editFrom(change: string): Edit {
  const [, position = '0', ref = '', alt = ''] = /^(\d+)([^>]*)>(.*)$/.exec(change) ?? [];
  return editOf(Number(position), ref, alt);
}

/** `chrM:m.3243A>G`. */
export const placeName = (
  contig: { name: string; kind: 'g' | 'm' },
  allele: Omit<Allele, 'entries'>,
  bases: Bases,
): string => `${contig.name}:${genomicHgvs(editOf(allele.position, allele.ref, allele.alt), contig.kind, bases)}`;
