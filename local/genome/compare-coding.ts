// local/genome/compare-coding.ts — compares our annotation with MITOMAP's table of coding variants; --write puts it into the docs.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { bcftoolsAnnotator } from '../../adapters/annotator/bcftools-annotator.ts';
import type { BcftoolsAnnotatorOptions } from '../../adapters/annotator/bcftools-annotator.ts';
import { openReference } from '../../adapters/annotator/consequence/reference.ts';
import { readConfig } from '../../config.ts';
import type { Bases } from '../../domain/transcript.ts';

interface Stated {
  position: string;
  ref: string;
  alt: string;
  locus: string;
  /** `A-V`, `syn:L-L`, `tRNA`, `frameshift` and the like, as the table has it. */
  said: string;
}
export interface Comparison {
  rows: number;
  agreeing: number;
  /** Rows that no record can be made of: not a single VCF allele. */
  unreadable: Stated[];
  /** Class of the disagreement to its rows, each with what we say. */
  disagreeing: Map<Class, { stated: Stated; ours: string }[]>;
}

type Engine = Pick<BcftoolsAnnotatorOptions, 'bcftools' | 'genomeFolder'>;

/** Annotates every row of the table that names an allele, and compares gene and amino acids. */
export async function compareCoding(tablePath: string, engine: Engine): Promise<Comparison> {
  const stated = gunzipSync(await readFile(tablePath))
    .toString('utf8')
    .split('\n')
    .flatMap(rowOf);
  const reference = await openReference(join(engine.genomeFolder, 'chrM.fa'));
  const bases = reference.basesOf('chrM');
  const readable = stated.flatMap((row) => anchored(row, bases) ?? []);
  reference.close();
  const positions = new Set(readable.map(({ row }) => row));
  const ours = await annotate(readable, engine);
  const comparison: Comparison = {
    rows: stated.length,
    agreeing: 0,
    unreadable: stated.filter((row) => !positions.has(row)),
    disagreeing: new Map(),
  };
  for (const [at, { row }] of readable.entries()) {
    const entries = ours.get(String(at)) ?? [];
    const why = disagreement(row, entries);
    if (why === undefined) comparison.agreeing += 1;
    else {
      const said = entries
        .map((entry) => `${entry[3]} ${entry[1]} ${entry[10]}`.replaceAll('%3D', '=').trim())
        .join('; ');
      const rows = comparison.disagreeing.get(why) ?? [];
      rows.push({ stated: row, ours: said || 'no consequence' });
      comparison.disagreeing.set(why, rows);
    }
  }
  return comparison;
}

interface Allele {
  row: Stated;
  position: number;
  ref: string;
  alt: string;
}

/** The row as a VCF record; nothing where its REF is not the reference's. A deletion gets the base before it. */
function anchored(row: Stated, bases: Bases): Allele | undefined {
  const position = Number(row.position);
  const here = bases(position, position + row.ref.length - 1);
  if (here !== row.ref || row.ref === row.alt || !/^(?:[ACGT]+|\.)$/.test(row.alt)) return undefined;
  if (row.alt !== '.') return { row, position, ref: row.ref, alt: row.alt };
  const before = bases(position - 1, position - 1);
  return { row, position: position - 1, ref: before + row.ref, alt: before };
}

function rowOf(line: string): Stated[] {
  if (line.startsWith('#') || line === '') return [];
  const [, position = '', , ref = '', alt = '', , , info = ''] = line.split('\t');
  const value = (key: string): string => new RegExp(`(?:^|;)${key}=([^;]*)`).exec(info)?.[1] ?? '';
  return [{ position, ref, alt, locus: value('Locus'), said: value('AminoAcidChange') }];
}

/** CSQ entries (columns) by the number of the row, which travels in ID. */
async function annotate(rows: readonly Allele[], engine: Engine): Promise<Map<string, string[][]>> {
  const outputFolder = await mkdtemp(join(tmpdir(), 'gas-compare-'));
  try {
    const inputPath = join(outputFolder, 'input');
    const lines = rows.map(({ position, ref, alt }, at) => `chrM\t${position}\t${at}\t${ref}\t${alt}\t.\t.\t.\n`);
    const head =
      '##fileformat=VCFv4.2\n##contig=<ID=chrM,length=16569>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n';
    await writeFile(inputPath, head + lines.join(''));
    const signal = new AbortController().signal;
    const run = { inputPath, outputFolder, signal, onProgress: () => undefined };
    const outcome = await bcftoolsAnnotator(engine).annotate(run);
    if (outcome.kind === 'refused') throw new Error(outcome.message);
    const text = gunzipSync(await readFile(outcome.resultPath)).toString('latin1');
    const records = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(
      records.map((line) => {
        const [, , id = '', , , , , info = ''] = line.split('\t');
        const csq = /(?:^|;)CSQ=([^;]*)/.exec(info)?.[1] ?? '';
        return [id, csq.split(',').map((entry) => entry.split('|'))];
      }),
    );
  } finally {
    await rm(outputFolder, { recursive: true, force: true });
  }
}

interface Claim {
  /** `MT-ATP8`, where the row names the gene. */
  gene?: string;
  from: string;
  to: string;
}

/** `ATP8:K-K, ATP6:M-V`, `A-V`, `N5S`, `Y-Term`; nothing where the words are of another kind. */
function claimsOf(said: string): Claim[] {
  const plain = said.replaceAll(/TERM|Term/gi, '*');
  return [...plain.matchAll(/(?:(\w+?)::?)?([A-Z*])(?:\d*-|\d+)([A-Z*])(?![\w])/g)].map(
    ([, gene, from = '', to = '']) => ({
      from,
      to,
      ...(gene ? { gene: `MT-${gene}` } : {}),
    }),
  );
}

/** The classes of disagreement, each explained once; docs/annotation.md lists their rows. */
const CLASSES = {
  moved:
    'A change in a run of equal bases. The table keeps it where it was reported; normalised, it lies at the leftmost base, which is outside the RNA (or inside the gene beside a non-coding stretch).',
  words:
    'An insertion or deletion. The table names the amino acids around it in words of its own (TN-T); we name what is lost or gained (p.Asn471del). Both mean the same bases, but for 7399 C>CTAG: the TAG comes within a codon, and is read as none.',
  start:
    'The start codon. The table translates it like any codon; it is read as methionine, so another start codon changes nothing (start_retained_variant), and any other loses the start.',
  whole:
    'The table says frameshift where whole codons come or go, or where the shift begins in the start codon: start_lost says more.',
  tail: 'The stop codon is completed by the poly-A tail, so the annotated gene ends within it: incomplete_terminal_codon_variant, as VEP has it.',
  slip: 'The table contradicts its own bases: translating the codon with the base exchanged gives what we say.',
} as const;
type Class = keyof typeof CLASSES;

/** Words of the table that ask for a term, and what it is where the term is not there. */
const STATED: readonly { words: RegExp; term: string; else: (indel: boolean) => Class }[] = [
  { words: /^[rt]RNA/, term: 'non_coding_transcript_exon_variant', else: () => 'moved' },
  { words: /^non-coding/, term: 'intergenic_variant', else: (indel) => (indel ? 'moved' : 'slip') },
  { words: /frameshift|^fs|^frmshft/i, term: 'frameshift_variant', else: () => 'whole' },
];

/** Why the row and our entries do not say the same; undefined where they do. */
function disagreement({ said, ref, alt }: Stated, entries: readonly string[][]): Class | undefined {
  const has = (term: string): boolean => entries.some((entry) => (entry[1] ?? '').split('&').includes(term));
  const indel = alt === '.' || ref.length !== alt.length;
  const stated = STATED.find(({ words }) => words.test(said));
  if (stated) return has(stated.term) ? undefined : stated.else(indel);
  const open = claimsOf(said).filter((claim) => !entries.some((entry) => fits(entry, claim)));
  if (open.length === 0 && claimsOf(said).length > 0) return undefined;
  if (indel) return 'words';
  if (has('start_lost') || has('start_retained_variant')) return 'start';
  return has('incomplete_terminal_codon_variant') ? 'tail' : 'slip';
}

function fits(entry: readonly string[], { gene, from, to }: Claim): boolean {
  if (gene !== undefined && gene !== entry[3]) return false;
  return entry[13] === (from === to ? from : `${from}/${to}`);
}

async function main(): Promise<void> {
  const { annotator } = readConfig();
  const ask = "import importlib.util as u; print(u.find_spec('mitylib').submodule_search_locations[0])";
  const folder = execFileSync(annotator.bcftools[0]!, ['-c', ask], { encoding: 'utf8' }).trim();
  const found = await compareCoding(join(folder, 'annot_chrm', 'chrm_mitomap_variants_coding.vcf.gz'), annotator);
  const counted = [...found.disagreeing].map(([why, rows]) => `${why} ${rows.length}`).join(', ');
  console.log(`${found.rows} rows: ${found.agreeing} agree; ${counted}; no record ${found.unreadable.length}`);
  if (process.argv.includes('--write')) await writeDocs(found);
}

/** Puts the rows between the two marks of docs/annotation.md. */
async function writeDocs(found: Comparison): Promise<void> {
  const path = join(import.meta.dirname, '../../docs/annotation.md');
  const text = await readFile(path, 'utf8');
  const [begin, end] = ['<!-- rows: local/genome/compare-coding.ts -->', '<!-- end of rows -->'];
  const parts = [...found.disagreeing].flatMap(([why, rows]) => [
    `**${rows.length} rows.** ${CLASSES[why]}`,
    '',
    ...table(rows),
    '',
  ]);
  const bare = found.unreadable.map((stated) => ({ stated, ours: 'no record can be made' }));
  const summary = `${found.rows} rows: ${found.agreeing} agree, ${found.rows - found.agreeing - bare.length} say something else, of ${bare.length} no record can be made.`;
  const last = [`**${bare.length} rows.** REF is not the reference's base, or ALT is no allele.`, '', ...table(bare)];
  const made = [begin, '', summary, '', ...parts, ...last, '', end].join('\n');
  await writeFile(path, text.slice(0, text.indexOf(begin)) + made + text.slice(text.indexOf(end) + end.length));
}

function table(rows: readonly { stated: Stated; ours: string }[]): string[] {
  const line = ({ stated, ours }: { stated: Stated; ours: string }): string =>
    `| ${stated.position} ${short(stated.ref)}>${short(stated.alt)} | ${stated.locus} | ${plain(stated.said)} | ${plain(ours)} |`;
  return ['| variant | locus | the table | we |', '| --- | --- | --- | --- |', ...rows.map(line)];
}

const plain = (words: string): string =>
  words.replaceAll('|', '/').replaceAll('*', '\\*').replaceAll('_', '\\_').trim();
const short = (bases: string): string => (bases.length > 14 ? `${bases.slice(0, 12)}...` : bases);

if (import.meta.main) await main();
