// domain/consequence.ts — consequence terms of the Sequence Ontology, how severe each is, and how bcftools csq spells them.

export type Impact = 'HIGH' | 'MODERATE' | 'LOW' | 'MODIFIER';
export const IMPACTS: readonly Impact[] = ['HIGH', 'MODERATE', 'LOW', 'MODIFIER'];

/**
 * Terms from the most severe to the least, with their impact, as Ensembl VEP has both:
 * https://www.ensembl.org/info/genome/variation/prediction/predicted_data.html (release 113).
 */
const TERMS: Readonly<Record<string, Impact>> = {
  transcript_ablation: 'HIGH',
  splice_acceptor_variant: 'HIGH',
  splice_donor_variant: 'HIGH',
  stop_gained: 'HIGH',
  frameshift_variant: 'HIGH',
  stop_lost: 'HIGH',
  start_lost: 'HIGH',
  transcript_amplification: 'HIGH',
  feature_elongation: 'HIGH',
  feature_truncation: 'HIGH',
  inframe_insertion: 'MODERATE',
  inframe_deletion: 'MODERATE',
  missense_variant: 'MODERATE',
  protein_altering_variant: 'MODERATE',
  splice_donor_5th_base_variant: 'LOW',
  splice_region_variant: 'LOW',
  splice_donor_region_variant: 'LOW',
  splice_polypyrimidine_tract_variant: 'LOW',
  incomplete_terminal_codon_variant: 'LOW',
  start_retained_variant: 'LOW',
  stop_retained_variant: 'LOW',
  synonymous_variant: 'LOW',
  coding_sequence_variant: 'MODIFIER',
  mature_miRNA_variant: 'MODIFIER',
  '5_prime_UTR_variant': 'MODIFIER',
  '3_prime_UTR_variant': 'MODIFIER',
  non_coding_transcript_exon_variant: 'MODIFIER',
  intron_variant: 'MODIFIER',
  NMD_transcript_variant: 'MODIFIER',
  non_coding_transcript_variant: 'MODIFIER',
  upstream_gene_variant: 'MODIFIER',
  downstream_gene_variant: 'MODIFIER',
  intergenic_variant: 'MODIFIER',
};
const RANKS = new Map(Object.keys(TERMS).map((term, rank) => [term, rank]));

/** csq's own words where they are not the term without `_variant`. */
const FROM_CSQ: Readonly<Record<string, string>> = {
  stop_lost: 'stop_lost',
  stop_gained: 'stop_gained',
  start_lost: 'start_lost',
  inframe_deletion: 'inframe_deletion',
  inframe_insertion: 'inframe_insertion',
  inframe_altering: 'protein_altering_variant',
  '5_prime_utr': '5_prime_UTR_variant',
  '3_prime_utr': '3_prime_UTR_variant',
  non_coding: 'non_coding_transcript_variant',
};

/** The Sequence Ontology's name for a word of bcftools csq: `missense` is `missense_variant`. */
export function termOf(csqWord: string): string {
  const word = csqWord.startsWith('*') ? csqWord.slice(1) : csqWord; // behind a stop that another variant has made
  return FROM_CSQ[word] ?? (RANKS.has(word) ? word : `${word}_variant`);
}

/** 0 is the most severe; a term not known comes last. */
export const rankOf = (term: string): number => RANKS.get(term) ?? RANKS.size;

/** The impact of the most severe of the terms. */
export function impactOf(terms: readonly string[]): Impact {
  const impacts = terms.map((term) => TERMS[term] ?? 'MODIFIER');
  return IMPACTS.find((impact) => impacts.includes(impact)) ?? 'MODIFIER';
}

/** Whether one consequence is more severe than another: by its impact, among equals by its term where VEP knows both. */
export function isMoreSevere(one: Told, other: Told): boolean {
  const byImpact = placeOf(one.impact) - placeOf(other.impact);
  if (byImpact !== 0) return byImpact < 0;
  return RANKS.has(other.term) && rankOf(one.term) < rankOf(other.term);
}

/** What an engine says of a transcript: a term, and one of IMPACTS. */
interface Told {
  term: string;
  impact: string;
}

function placeOf(impact: string): number {
  const place = (IMPACTS as readonly string[]).indexOf(impact);
  return place < 0 ? IMPACTS.length : place;
}

/** The most severe first, none twice. */
export const bySeverity = (terms: readonly string[]): readonly string[] =>
  terms.length < 2 ? terms : [...new Set(terms)].toSorted((a, b) => rankOf(a) - rankOf(b));

/** One consequence as csq writes it into BCSQ; `change` is `11778G>A`, several joined by `+` where read as a haplotype. */
export interface BcsqEntry {
  terms: readonly string[];
  symbol: string;
  /** Empty where csq speaks of a gene without naming a transcript (intron, non-coding). */
  transcript: string;
  biotype: string;
  change: string;
}

/** Parses a value of BCSQ. `joined` are the positions whose records tell the joint consequence (`@11770`). */
export function parseBcsq(value: string): { entries: BcsqEntry[]; joined: number[] } {
  const entries: BcsqEntry[] = [];
  const joined: number[] = [];
  for (const part of value.split(',')) {
    if (part.startsWith('@')) joined.push(Number(part.slice(1)));
    else if (part !== '') entries.push(entryOf(part));
  }
  return { entries, joined };
}

function entryOf(part: string): BcsqEntry {
  const [words = '', symbol = '', transcript = '', biotype = '', , , change = ''] = part.split('|');
  return { terms: termsOf(words), symbol, transcript, biotype, change };
}

/** csq has few combinations of words: each is parsed once. */
const KNOWN = new Map<string, readonly string[]>();

function termsOf(words: string): readonly string[] {
  const known = KNOWN.get(words);
  if (known) return known;
  const terms = bySeverity(words.split('&').filter(Boolean).map(termOf));
  if (KNOWN.size < 1000) KNOWN.set(words, terms);
  return terms;
}
