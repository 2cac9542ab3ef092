// test/adapters/annotator/a-nuclear-genome.ts — a small genome: two genes of the same protein, one on each strand, and the real chrM.
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addGenome } from '../../../adapters/annotator/add-genome.ts';
import { genomeEntry } from '../../../adapters/annotator/genomes.ts';
import { reverseComplement } from '../../../domain/transcript.ts';
import { mitochondrialGff3 } from '../../../local/genome/genes.ts';
import { bcftools, genomeFolder } from './an-annotation.ts';

/** M A K W E L V H R S M G P D F N Y, the first exon; E Q V I R C K D L and the stop, the second. */
const FIRST = 'ATGGCTAAATGGGAACTGGTGCATCGTTCAATGGGCCCAGATTTTAACTAC';
const SECOND = 'GAGCAAGTCATCCGGTGCAAGGACCTCTAA';
/** Frames 1 and 3 run through it without a stop, frame 2 meets TAG. */
const AFTER = 'GCTGACCTAGTTTTTTTTTTTTTTTTTTTT';
const INTRON = `GTAAGC${'TTCACCATTC'.repeat(8)}CCATTTCTTTACAG`;

/** 5' UTR 101-110, coding 111-161, intron 162-261, coding 262-291, 3' UTR 292-321. */
const PLUS = `CCACCTTGAC${FIRST}${INTRON}${SECOND}${AFTER}`;
/** The same backwards: 5' UTR 821-812, coding 811-761, intron 760-661, coding 660-631, 3' UTR 630-601. */
const MINUS = reverseComplement(PLUS);

const filler = (length: number): string => 'ACTTGCATCA'.repeat(Math.ceil(length / 10)).slice(0, length);
/** Chromosome 1: 1,000 bases. */
export const CHR1 = `${filler(100)}${PLUS}${filler(279)}${MINUS}${filler(400)}`.slice(0, 1000);

const rows = [
  ...gene('PLUS', '+', { exons: [101, 161, 262, 321], coding: [111, 161, 262, 291] }),
  ...gene('MINUS', '-', { exons: [601, 660, 761, 821], coding: [631, 660, 761, 811] }),
  row('ncRNA_gene', '-', [240, 400, 'ID=gene:G_NC;Name=NC;biotype=lncRNA']),
  row('lnc_RNA', '-', [240, 400, 'ID=transcript:T_NC;Parent=gene:G_NC;biotype=lncRNA']),
  row('exon', '-', [240, 400, 'Parent=transcript:T_NC']),
];

type Part = readonly [number, number, string];
function row(kind: string, strand: string, [start, end, attributes]: Part, phase = '.'): string {
  return ['1', 'test', kind, start, end, '.', strand, phase, attributes].join('\t');
}

function pairs(all: number[]): [number, number][] {
  return [
    [all[0]!, all[1]!],
    [all[2]!, all[3]!],
  ];
}

function gene(name: string, strand: '+' | '-', { exons, coding }: { exons: number[]; coding: number[] }): string[] {
  const [start, end] = [exons[0]!, exons.at(-1)!];
  return [
    row('gene', strand, [start, end, `ID=gene:G_${name};Name=${name};biotype=protein_coding`]),
    row('mRNA', strand, [start, end, `ID=transcript:T_${name};Parent=gene:G_${name};biotype=protein_coding`]),
    ...pairs(exons).map(([from, to]) => row('exon', strand, [from, to, `Parent=transcript:T_${name}`])),
    ...pairs(coding).map(([from, to]) =>
      row('CDS', strand, [from, to, `Parent=transcript:T_${name};protein_id=P_${name}`], '0'),
    ),
  ];
}

const TRACK = `##fileformat=VCFv4.2
##contig=<ID=1>
##INFO=<ID=CLNSIG,Number=.,Type=String,Description="Significance">
##INFO=<ID=CLNDN,Number=.,Type=String,Description="Disease">
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO
1\t121\t.\tG\tC\t.\t.\tCLNSIG=Pathogenic;CLNDN=Test-disease
`;

/** Adds the genome as `gas genome add` does, and answers its genomes.yaml. */
export async function addNuclearGenome(folder: string): Promise<string> {
  const file = (name: string): string => join(folder, name);
  await mkdir(folder, { recursive: true });
  const chrM = readFileSync(join(genomeFolder, 'chrM.fa'), 'utf8');
  const lines = CHR1.match(/.{1,60}/g)!.join('\n');
  await writeFile(file('test.fa'), `>chr1\n${lines}\n${chrM}`);
  await writeFile(file('test.gff3'), `##gff-version 3\n${rows.join('\n')}\n${mitochondrialGff3()}`);
  await writeFile(file('known.vcf'), TRACK);
  const tracks = [
    {
      name: 'known',
      file: file('known.vcf'),
      fields: ['CLNSIG', 'CLNDN'],
      disease: { name: 'CLNDN', status: 'CLNSIG' },
    },
  ];
  const typed = { name: 'Test1', aliases: ['tiny'], fasta: file('test.fa'), gff3: file('test.gff3'), tracks };
  const genomesFile = file('genomes.yaml');
  await addGenome({ entry: genomeEntry(typed), bcftools, genomesFile, say: () => undefined });
  return genomesFile;
}
