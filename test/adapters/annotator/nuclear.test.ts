// test/adapters/annotator/nuclear.test.ts — consequences worked out by hand on a genome with introns, two strands, two codes.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHR1, addNuclearGenome } from './a-nuclear-genome.ts';
import { annotate, CHROM } from './an-annotation.ts';
import type { Annotation } from './an-annotation.ts';

let folder: string;
let genomesFile: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gas-nuclear-'));
  genomesFile = await addNuclearGenome(folder);
});
after(() => rm(folder, { recursive: true, force: true }));

/** Position, REF, ALT; then what is said of the transcript: terms, impact, c., p. */
type Case = readonly [what: string, position: number, ref: string, alt: string, transcript: string, said: string];
const CASES: readonly Case[] = [
  ['start lost', 111, 'A', 'G', 'T_PLUS', 'start_lost HIGH c.1A>G p.Met1?'],
  ['synonymous', 116, 'T', 'C', 'T_PLUS', 'synonymous_variant LOW c.6T>C p.Ala2%3D'],
  ['stop gained', 117, 'A', 'T', 'T_PLUS', 'stop_gained HIGH c.7A>T p.Lys3Ter'],
  ['missense', 121, 'G', 'C', 'T_PLUS', 'missense_variant MODERATE c.11G>C p.Trp4Ser'],
  ['two bases', 120, 'TG', 'AC', 'T_PLUS', 'missense_variant MODERATE c.10_11delinsAC p.Trp4Thr'],
  ['codon deleted', 122, 'GGAA', 'G', 'T_PLUS', 'inframe_deletion MODERATE c.13_15del p.Glu5del'],
  ['frame shifted', 125, 'AC', 'A', 'T_PLUS', 'frameshift_variant HIGH c.16del p.Leu6TrpfsTer25'],
  ['codon repeated', 131, 'G', 'GCAT', 'T_PLUS', 'inframe_insertion MODERATE c.23_25dup p.His8dup'],
  ['donor', 162, 'G', 'A', 'T_PLUS', 'splice_donor_variant HIGH c.51+1G>A '],
  ['near the donor', 166, 'G', 'A', 'T_PLUS', 'splice_region_variant&intron_variant LOW c.51+5G>A '],
  ['intron', 200, 'C', 'G', 'T_PLUS', 'intron_variant MODIFIER c.51+39C>G '],
  ['acceptor', 261, 'G', 'A', 'T_PLUS', 'splice_acceptor_variant HIGH c.52-1G>A '],
  ['5′ UTR', 105, 'C', 'T', 'T_PLUS', '5_prime_UTR_variant MODIFIER c.-6C>T '],
  ['3′ UTR', 300, 'A', 'G', 'T_PLUS', '3_prime_UTR_variant MODIFIER c.*9A>G '],
  ['stop lost', 289, 'T', 'C', 'T_PLUS', 'stop_lost HIGH c.79T>C p.Ter27GlnextTer?'],
  ['stop retained', 291, 'A', 'G', 'T_PLUS', 'stop_retained_variant LOW c.81A>G p.Ter27%3D'],
  ['before the gene', 50, 'A', 'G', 'T_PLUS', 'upstream_gene_variant MODIFIER  '],
  ['behind the gene', 450, 'C', 'G', 'T_PLUS', 'downstream_gene_variant MODIFIER  '],
  ['an RNA over an intron', 250, 'A', 'C', 'T_NC', 'non_coding_transcript_exon_variant MODIFIER n.151T>G '],
  ['minus: missense', 801, 'C', 'G', 'T_MINUS', 'missense_variant MODERATE c.11G>C p.Trp4Ser'],
  ['minus: start lost', 811, 'T', 'C', 'T_MINUS', 'start_lost HIGH c.1A>G p.Met1?'],
  ['minus: donor', 760, 'C', 'T', 'T_MINUS', 'splice_donor_variant HIGH c.51+1G>A '],
  ['minus: acceptor', 661, 'C', 'T', 'T_MINUS', 'splice_acceptor_variant HIGH c.52-1G>A '],
  ['minus: frame shifted', 795, 'AG', 'A', 'T_MINUS', 'frameshift_variant HIGH c.16del p.Leu6TrpfsTer25'],
  ['minus: codon repeated', 786, 'C', 'CGAT', 'T_MINUS', 'inframe_insertion MODERATE c.23_25dup p.His8dup'],
  ['minus: before the gene', 900, 'C', 'G', 'T_MINUS', 'upstream_gene_variant MODIFIER  '],
];

const HEADER = `##fileformat=VCFv4.2\n##contig=<ID=chr1,length=1000>\n`;
const run = (input: string, genome?: string): Promise<Annotation> =>
  annotate(input, { genomesFile, ...(genome ? { genome } : {}) });

const bare = (hgvs = ''): string => hgvs.slice(hgvs.indexOf(':') + 1);

function saidOf(record: string, transcript: string): string {
  const info = record.split('\t')[7] ?? '';
  const entries = /(?:^|;)CSQ=([^;]*)/.exec(info)?.[1]?.split(',') ?? [];
  const columns = entries.map((entry) => entry.split('|')).find((entry) => entry[6] === transcript) ?? [];
  const [, terms, impact] = columns;
  return `${terms} ${impact} ${bare(columns[9])} ${bare(columns[10])}`;
}

describe('the consequences on a nuclear genome', () => {
  let records: string[];
  before(async () => {
    const lines = CASES.map(
      ([, position, ref, alt]) => `1\t${position}\t.\t${baseFor(position, ref)}\t${alt}\t.\t.\t.\n`,
    );
    ({ records } = await run(`${HEADER}${CHROM}\n${lines.join('')}`));
  });
  for (const [what, position, ref, alt, transcript, said] of CASES) {
    it(`${what}: ${position} ${ref}>${alt} is ${said.trim()}`, () => {
      const found = records.find((line) => line.split('\t')[1] === String(position) && line.split('\t')[4] === alt);
      assert.equal(saidOf(found ?? '', transcript), said);
    });
  }
});

const both = (first: string, second: string): string =>
  `${HEADER}##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n${CHROM}\tFORMAT\tS1\n` +
  `chr1\t120\t.\tT\tA\t.\t.\t.\tGT\t${first}\nchr1\t121\t.\tG\tC\t.\t.\t.\tGT\t${second}\n`;
const proteins = ({ records }: Annotation): string[] =>
  records.map((line) => saidOf(line, 'T_PLUS').split(' ').at(-1)!);

describe('neighbouring variants', () => {
  it('of one phased sample are read as one haplotype, in both records', async () => {
    const annotation = await run(both('0|1', '0|1'));
    assert.deepEqual(proteins(annotation), ['p.Trp4Thr', 'p.Trp4Thr']);
    assert.match(annotation.records[1]!, /\|120T>A\+121G>C[;,\t]/);
    assert.match(annotation.log, /reading: .*haplotype/);
  });
  it('on different chromosomes of it are read apart', async () => {
    assert.deepEqual(proteins(await run(both('0|1', '1|0'))), ['p.Trp4Arg', 'p.Trp4Ser']);
  });
  it('of an unphased sample are read record by record', async () => {
    assert.deepEqual(proteins(await run(both('0/1', '0/1'))), ['p.Trp4Arg', 'p.Trp4Ser']);
  });
  it('without genotypes are read record by record', async () => {
    const sites = `${HEADER}${CHROM}\nchr1\t120\t.\tT\tA\t.\t.\t.\nchr1\t121\t.\tG\tC\t.\t.\t.\n`;
    assert.deepEqual(proteins(await run(sites)), ['p.Trp4Arg', 'p.Trp4Ser']);
  });
  it('on the minus strand point to a later record, and are told in each', async () => {
    const header = `${HEADER}##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n${CHROM}\tFORMAT\tS1\n`;
    const annotation = await run(
      `${header}chr1\t801\t.\tC\tG\t.\t.\t.\tGT\t1|1\nchr1\t802\t.\tA\tT\t.\t.\t.\tGT\t1|1\n`,
    );
    assert.deepEqual(
      annotation.records.map((line) => saidOf(line, 'T_MINUS').split(' ').at(-1)),
      ['p.Trp4Thr', 'p.Trp4Thr'],
    );
  });
});

describe('a genome of one’s own', () => {
  const mixed = `${HEADER}##contig=<ID=chrM,length=16569>\n${CHROM}\nchr1\t121\t.\tG\tC\t.\t.\t.\nchrM\t7444\t.\tG\tA\t.\t.\t.\n`;

  it('reads chrM by code 2 and the rest by code 1, in one file', async () => {
    const { records } = await run(mixed);
    assert.equal(saidOf(records[0]!, 'T_PLUS'), 'missense_variant MODERATE c.11G>C p.Trp4Ser');
    assert.equal(saidOf(records[1]!, 'ENST00000361624'), 'stop_lost HIGH c.1541G>A p.Ter514LysextTer?');
    assert.match(records[0]!, /\|chr1:g\.121G>C\|/);
    assert.match(records[1]!, /chrM:m\.7444G>A/);
  });
  it('brings its tracks, whatever they call the contig', async () => {
    const { records, outcome } = await run(mixed);
    assert.match(records[0]!, /CLNSIG=Pathogenic;CLNDN=Test-disease/);
    assert.ok(outcome.kind === 'annotated');
  });
  it('is recognised by its contigs; a file of chrM alone goes to the built-in genome', async () => {
    assert.match((await run(mixed)).header.join('\n'), /##gas_reference=Test1: test\.fa/);
    const alone = mixed.replace(/##contig=<ID=chr1.*\n/, '').replace(/chr1\t.*\n/, '');
    assert.match((await run(alone)).header.join('\n'), /##gas_reference=GRCh38 chrM/);
  });
  it('can be asked for by name and by alias; an unknown one is refused with those known', async () => {
    const alone = `##fileformat=VCFv4.2\n${CHROM}\nchrM\t7444\t.\tG\tA\t.\t.\t.\n`;
    assert.match((await run(alone, 'TINY')).header.join('\n'), /##gas_reference=Test1/);
    const { outcome } = await run(alone, 'mm39');
    assert.match(
      outcome.kind === 'refused' ? outcome.message : '',
      /"mm39" is not known here\. Known are: GRCh38 chrM, Test1/,
    );
  });
  it('stands in genomes.yaml, to be read and changed by people', async () => {
    assert.match(await readFile(genomesFile, 'utf8'), /genomes:\n +- name: Test1\n/);
  });
});

/** A case whose REF is not what the genome has is a mistake in the case. */
function baseFor(position: number, ref: string): string {
  assert.equal(CHR1.slice(position - 1, position - 1 + ref.length), ref, `REF at ${position}`);
  return ref;
}
