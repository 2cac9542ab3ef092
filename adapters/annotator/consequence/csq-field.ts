// adapters/annotator/consequence/csq-field.ts — the INFO field CSQ, in the form that readers of Ensembl VEP's output know.
import type { Described } from './describe.ts';

const FIELDS = [
  'Allele',
  'Consequence',
  'IMPACT',
  'SYMBOL',
  'Gene',
  'Feature_type',
  'Feature',
  'BIOTYPE',
  'HGVSg',
  'HGVSc',
  'HGVSp',
  'CDS_position',
  'Protein_position',
  'Amino_acids',
  'Codons',
  'STRAND',
  'PICK',
  'HAPLOTYPE',
] as const;

/** Readers of VEP's output find the names behind `Format: `. */
export const CSQ_HEADER =
  '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequences per transcript from bcftools csq, in the form of ' +
  `Ensembl VEP; PICK=1 marks the most severe. Format: ${FIELDS.join('|')}">`;

/** The value of CSQ for one allele; `picked` is the index of the most severe. */
export function csqText(
  described: readonly Described[],
  allele: string,
  { picked, hgvsg }: { picked: number; hgvsg: string },
): string {
  let text = '';
  for (let at = 0; at < described.length; at += 1) {
    if (at > 0) text += ',';
    text += entryText(described[at]!, allele, hgvsg) + (at === picked ? '1|' : '|') + described[at]!.haplotype;
  }
  return text;
}

function entryText({ terms, impact, transcript, hgvsc, coding }: Described, allele: string, hgvsg: string): string {
  const head = `${allele}|${terms.length === 1 ? terms[0]! : terms.join('&')}|${impact}|`;
  if (!transcript) return `${head}|||||${hgvsg}||||||||`;
  const { symbol, gene, id, biotype, protein, strand } = transcript;
  const change = coding
    ? `${proteinName(protein, coding.hgvs)}|${range(coding.from, coding.to)}|${range(coding.firstCodon, coding.lastCodon)}|${coding.aminoAcids}|${coding.codons}`
    : '||||';
  return `${head}${symbol}|${gene}|Transcript|${id}|${biotype}|${hgvsg}|${hgvsc}|${change}|${strand}|`;
}

/** An equals sign ends a key in INFO: VEP writes %3D, and so do we. */
function proteinName(protein: string, hgvs: string): string {
  if (hgvs === '') return '';
  const safe = hgvs.endsWith('=') ? `${hgvs.slice(0, -1)}%3D` : hgvs;
  return protein === '' ? safe : `${protein}:${safe}`;
}

const range = (from: number, to: number): string => (from === to ? String(from) : `${from}-${to}`);

/** The allele as VEP names it: without the base that an insertion or deletion shares with REF. */
export function alleleName(ref: string, alt: string): string {
  if (ref.length === alt.length || ref[0] !== alt[0]) return alt;
  return alt.length > 1 ? alt.slice(1) : '-';
}
