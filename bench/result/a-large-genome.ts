// bench/result/a-large-genome.ts — a nuclear genome made for measuring: one contig of 40 Mb with a thousand genes.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addGenome } from '../../adapters/annotator/add-genome.ts';
import { genomeEntry } from '../../adapters/annotator/genomes.ts';

const GENES = 1000;
const SPACING = 40_000;
/** Where its coding exons begin, from its first base, and how long each is: three times a hundred codons. */
const EXONS = [0, 14_000, 28_000];
const EXON_BASES = 300;
const STOPS = new Set(['TAA', 'TAG', 'TGA']);

type Random = () => number;

/** Adds the genome as `gas genome add` does; its genomes.yaml and its bases are answered. */
export async function aLargeGenome(
  folder: string,
  { bcftools, random }: { bcftools: readonly string[]; random: Random },
) {
  const bases = basesOf(random);
  const [fasta, gff3, genomesFile] = ['large.fa', 'large.gff3', 'genomes.yaml'].map((name) => join(folder, name));
  await writeFile(fasta!, `>chr1\n${bases.match(/.{1,80}/g)!.join('\n')}\n`);
  await writeFile(gff3!, `##gff-version 3\n${Array.from({ length: GENES }, (_, gene) => rowsOf(gene)).join('\n')}\n`);
  const entry = genomeEntry({ name: 'Large', aliases: [], fasta, gff3, tracks: [] } as never);
  await addGenome({ entry, bcftools: [...bcftools], genomesFile: genomesFile!, say: () => undefined });
  return { genomesFile: genomesFile!, bases };
}

const startOf = (gene: number): number => gene * SPACING + 5000;

function basesOf(random: Random): string {
  const bases = Array.from({ length: GENES * SPACING }, () => 'ACGT'[random() % 4]!);
  for (let gene = 0; gene < GENES; gene += 1) {
    const codons = codonsOf(random);
    for (const [exon, from] of EXONS.entries()) {
      const text = codons.slice(exon * EXON_BASES, (exon + 1) * EXON_BASES);
      for (let at = 0; at < EXON_BASES; at += 1) bases[startOf(gene) + from + at] = text[at]!;
    }
  }
  return bases.join('');
}

/** From the start codon to the stop codon, without another one between them. */
function codonsOf(random: Random): string {
  const codons = ['ATG'];
  while (codons.length < EXONS.length * (EXON_BASES / 3) - 1) {
    const codon = [0, 1, 2].map(() => 'ACGT'[random() % 4]).join('');
    if (!STOPS.has(codon)) codons.push(codon);
  }
  return [...codons, 'TAA'].join('');
}

const row = (kind: string, [from, to]: readonly [number, number], attributes: string) =>
  ['chr1', 'made', kind, from, to, '.', '+', kind === 'CDS' ? '0' : '.', attributes].join('\t');

function rowsOf(gene: number): string {
  const start = startOf(gene) + 1;
  const end = start + EXONS.at(-1)! + EXON_BASES - 1;
  const name = `GENE${gene + 1}`;
  const exons = EXONS.map((from) => [start + from, start + from + EXON_BASES - 1] as const);
  return [
    row('gene', [start, end], `ID=gene:G${gene};Name=${name};biotype=protein_coding`),
    row('mRNA', [start, end], `ID=transcript:T${gene};Parent=gene:G${gene};biotype=protein_coding`),
    ...exons.map((exon) => row('exon', exon, `Parent=transcript:T${gene}`)),
    ...exons.map((exon) => row('CDS', exon, `Parent=transcript:T${gene};protein_id=P${gene}`)),
  ].join('\n');
}
