// test/adapters/annotator/outputs.test.ts — the files beside the result, normalisation, and another engine in csq's place.
import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { bcftoolsAnnotator } from '../../../adapters/annotator/bcftools-annotator.ts';
import { parseGenomes } from '../../../adapters/annotator/genomes.ts';
import { openScratch, sweepScratch } from '../../../adapters/annotator/scratch.ts';
import type { ResultSummary } from '../../../domain/annotation-summary.ts';
import { annotate, bcftools, CHROM, genomeFolder, HEADER, inScratch, LHON } from './an-annotation.ts';

const SAMPLES = `##fileformat=VCFv4.2\n##contig=<ID=chrM,length=16569>\n##FORMAT=<ID=GT,Number=1,Type=String,Description="GT">\n${CHROM}\tFORMAT\tS1\tS2\n`;

const places = (lines: readonly string[]): string[] => lines.map((line) => line.split('\t').slice(0, 5).join(' '));

describe('beside the result', () => {
  it('the summary counts kinds, impacts, samples and diseases, and the table holds no formula', async () => {
    const rows =
      'chrM\t8993\t.\tT\tC,G\t.\t.\t.\tGT\t1/2\t./.\nchrM\t11778\t.\tG\tA\t.\t.\t.\tGT\t0/1\t1/1\nchrM\t310\t.\tT\tTC\t.\t.\t.\tGT\t0/0\t0/0\n';
    const { summary, table } = await files(SAMPLES + rows);
    assert.deepEqual(summary.types, { SNV: 3, insertion: 1 });
    assert.deepEqual([summary.transitions, summary.transversions, summary.tiTv], [2, 1, 2]);
    assert.deepEqual(summary.impacts, { MODERATE: 3, MODIFIER: 1 });
    assert.deepEqual(summary.genes, { 'MT-ATP6': 2, 'MT-ND4': 1 });
    assert.deepEqual(summary.samples, [
      { name: 'S1', variants: 3, homozygous: 0, missing: 0 },
      { name: 'S2', variants: 1, homozygous: 1, missing: 2 },
    ]);
    assert.equal(summary.diseases.total, 4);
    assert.deepEqual(summary.diseases.hits.at(-1), {
      variant: 'chrM:m.11778G>A',
      gene: 'MT-ND4',
      protein: 'p.Arg340His',
      disease: 'LHON-/-Progressive-Dystonia',
      status: 'Cfrm-[P]',
    });
    assert.deepEqual(summary.diseases.fields, [{ name: 'MITOMAP_DISEASE', status: 'MITOMAP_STATUS' }]);
    assert.deepEqual(
      summary.positions!.map(({ contig, counts }) => [contig, counts[1], counts[54], counts[70]]),
      [['chrM', 1, 2, 1]],
    );
    // 310 in nobody; 8993 split, one of two alleles each; 11778 in three of four
    assert.deepEqual(summary.frequencies, { source: 'genotypes', counts: [1, 0, 0, 0, 0, 0, 0, 2, 1], unknown: 0 });
    assert.equal(table.length, 5);
    assert.ok(table.every((row) => row.split('\t').every((value) => !/^[=+@]./.test(value))));
  });
});

describe('an allele that several records have', () => {
  for (const [what, header, rest] of [
    ['without genotypes', HEADER, ''],
    ['with genotypes', SAMPLES, '\tGT\t0/1\t0/0'],
  ] as const) {
    it(`gets in each of them what the tracks say, ${what}`, async () => {
      const rows = ['A', 'C', 'A', 'A'].map((alt) => `chrM\t11778\t.\tG\t${alt}\t.\t.\t.${rest}\n`);
      const { records } = await annotate(header + rows.join(''));
      const diseases = records.map((line) => line.match(/MITOMAP_DISEASE=[^;\t]*/g)?.join());
      const leber = 'MITOMAP_DISEASE=LHON-/-Progressive-Dystonia';
      assert.deepEqual(diseases, [leber, leber, leber, undefined]);
    });
  }
});

describe('frequencies', () => {
  it('are read from INFO, of every record, also of one that repeats an allele', async () => {
    const af = `##fileformat=VCFv4.2\n##contig=<ID=chrM,length=16569>\n##INFO=<ID=AF,Number=A,Type=Float,Description="AF">\n${CHROM}\n`;
    const rows = ['AF=0.3;DP=2', 'AF=0.00005', 'XAF=1', 'DP=1;AF=0.3,0.9', 'AF=.'];
    const { summary } = await files(
      `${af.replace('##INFO', '##INFO=<ID=XAF,Number=1,Type=Float,Description="no">\n##INFO=<ID=DP,Number=1,Type=Integer,Description="DP">\n##INFO')}${rows
        .map((info) => `chrM\t8993\t.\tT\t${info.includes(',') ? 'C,G' : 'C'}\t.\t.\t${info}\n`)
        .join('')}`,
    );
    assert.deepEqual(summary.frequencies, { source: 'AF', counts: [1, 0, 0, 0, 0, 0, 2, 0, 1], unknown: 2 });
  });
});

describe('normalisation', () => {
  it('keeps the original of a record that it splits', async () => {
    const { records } = await annotate(`${HEADER}chrM\t8993\t.\tT\tC,G\t.\t.\t.\n`);
    assert.deepEqual(
      records.map((line) => /OLD_REC=([^;]*)/.exec(line)?.[1]),
      ['chrM|8993|T|C,G|1', 'chrM|8993|T|C,G|2'],
    );
  });
  it('done twice changes nothing', async () => {
    const reference = (await readFile(join(genomeFolder, 'chrM.fa'), 'utf8')).replace(/^>.*/, '').replaceAll(/\s/g, '');
    const dna = fc.string({ unit: fc.constantFrom('A', 'C', 'G', 'T'), minLength: 1, maxLength: 6 });
    const variant = fc.tuple(fc.integer({ min: 1, max: 16_000 }), fc.integer({ min: 1, max: 6 }), dna);
    const [variants] = fc.sample(fc.array(variant, { minLength: 300, maxLength: 300 }), { numRuns: 1, seed: 42 });
    const rows = variants!.flatMap(([position, length, alt]) => {
      const ref = reference.slice(position - 1, position - 1 + length).toUpperCase();
      return ref === alt || ref.includes('N') ? [] : [`chrM\t${position}\t.\t${ref}\t${alt}\t.\t.\t.\n`];
    });
    const once = await annotate(HEADER + rows.join(''));
    const twice = await annotate([...once.header, ...once.records, ''].join('\n'));
    assert.ok(once.records.length > 250);
    assert.deepEqual(places(twice.records), places(once.records));
  });
});

/** A script that adds a line to the header, and this INFO to every record. */
const withInfo = (head: string, info: string): string =>
  `awk -F'\\t' -v OFS='\\t' -v head="$(cat <<'END'\n${head}\nEND\n)" '/^#CHROM/{print head} !/^#/{$8="${info}"} {print}'`;

describe('another engine by configuration', () => {
  const VEP_HEAD = `##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: Allele|Consequence|IMPACT|SYMBOL">`;
  const SNPEFF_HEAD = `##INFO=<ID=ANN,Number=.,Type=String,Description="Functional annotations: 'Allele | Annotation | Annotation_Impact | Gene_Name | Gene_ID | Feature_Type | Feature_ID | Transcript_BioType | Rank | HGVS.c | HGVS.p | cDNA.pos / cDNA.length | CDS.pos / CDS.length | AA.pos / AA.length | Distance | ERRORS / WARNINGS / INFO'">`;
  it('takes the place of csq: its consequences are counted, our tracks are added', async () => {
    await withScript(withInfo(VEP_HEAD, 'CSQ=A|missense_variant|MODERATE|MT-ND4'), async (script) => {
      const { outcome, records, log } = await annotate(HEADER + LHON, { command: [script] });
      assert.ok(outcome.kind === 'annotated');
      assert.deepEqual(outcome.consequences, { missense_variant: 1 });
      assert.match(records[0]!, /CSQ=A\|missense_variant\|MODERATE\|MT-ND4;MITOMAP_DISEASE=LHON/);
      assert.match(log, /engine: engine\.sh, with bcftools/);
    });
  });
  it('is read where it writes ANN as snpEff does: the most severe by impact, with its change; our names stay', async () => {
    const entries = [
      'A|upstream_gene_variant|MODIFIER|MT-TH|G1|transcript|T1|Mt_tRNA||n.-360G>A|||||360|',
      'A|rare_amino_acid_variant|MODERATE|MT-ND4|G2|transcript|T2|protein_coding|1/1|c.1019G>A|p.Arg340His|1019/1378||||',
      'A|missense_variant|MODERATE|MT-ND9|G3|transcript|T3|protein_coding|1/1|c.9G>A|p.Arg3His|||||',
    ];
    await withScript(withInfo(SNPEFF_HEAD, `ANN=${entries.join(',')}`), async (script) => {
      const { summary, table } = await files(HEADER + LHON, [script]);
      assert.deepEqual(summary.consequences, { rare_amino_acid_variant: 1 });
      assert.equal(summary.diseases.hits[0]!.variant, 'chrM:m.11778G>A');
      assert.deepEqual(table[1]!.split('\t').slice(4, 11), [
        'chrM:m.11778G>A',
        'rare_amino_acid_variant',
        'MODERATE',
        'MT-ND4',
        'T2',
        'c.1019G>A',
        'p.Arg340His',
      ]);
      assert.equal(table[1]!.split('\t').at(-1), 'MT-ND4');
    });
  });
  for (const [what, body, said, limits] of [
    [
      'gives up',
      'cat > /dev/null; echo "no cache found" >&2; exit 9',
      /configured command\) ended with code 9: no cache/,
    ],
    ['does not even start', 'echo "no VM" >&2; exit 1', /configured command\) ended with code 1: no VM/],
    ['says that it lacks memory', 'cat > /dev/null; echo "Could not allocate 1 byte" >&2; exit 1', /memoryBytes/],
    ['loses records', "grep '^#'", /gave back 0 records of 1: let the configured command keep every record/],
    ['does not end', 'while :; do :; done', /timeMs/, { timeMs: 1500 }],
  ] as const) {
    it(`is refused in words of its own where it ${what}`, async () => {
      await withScript(body, async (script) => {
        const { outcome } = await annotate(HEADER + LHON, { command: [script], ...(limits && { limits }) });
        assert.match(outcome.kind === 'refused' ? outcome.message : '', said);
      });
    });
  }
});

describe('scratch folders', () => {
  it('of dead processes are swept, those of the living and of others stay', async () => {
    await inScratch(async (root) => {
      const host = hostname().replaceAll('.', '-');
      const dead = `job.${host}.4194399.abcdef`; // above the largest process id of Linux
      const alive = `job.${host}.${process.ppid}.abcdef`;
      for (const name of [dead, alive, 'job.elsewhere.4194399.abcdef', 'something-else']) await mkdir(join(root, name));
      const own = await openScratch(root, 'job');
      assert.deepEqual(new Set(await sweepScratch(root)), new Set([dead, own.split('/').at(-1)]));
    });
  });
});

describe('genomes.yaml', () => {
  for (const [what, text, said] of [
    ['no YAML', 'genomes: [', /Flow sequence/],
    ['a field that is missing', 'genomes:\n  - name: A\n    gff3: a', /genomes\[0\]\.fasta/],
    ['a word that is not known', 'genomes:\n  - {name: A, fasta: a, gff3: a, speed: 1}', /genomes\[0\].*speed/],
    [
      'a code that is not known',
      'genomes:\n  - {name: A, fasta: a, gff3: a, geneticCodes: {M: 77}}',
      /geneticCodes\.M: must be one of 1, 2/,
    ],
    [
      'two of one name',
      'genomes:\n  - {name: A, fasta: a, gff3: a}\n  - {name: A, fasta: a, gff3: a}',
      /the name A occurs twice/,
    ],
  ] as const) {
    it(`with ${what} is refused by its place`, () => {
      assert.throws(() => parseGenomes(text, 'genomes.yaml'), said);
    });
  }
});

async function files(input: string, command?: string[]): Promise<{ summary: ResultSummary; table: string[] }> {
  return inScratch(async (outputFolder) => {
    const inputPath = join(outputFolder, 'input');
    await writeFile(inputPath, input);
    const run = { inputPath, outputFolder, signal: new AbortController().signal, onProgress: () => undefined };
    const outcome = await bcftoolsAnnotator({ bcftools, genomeFolder, ...(command && { command }) }).annotate(run);
    assert.ok(outcome.kind === 'annotated');
    const table = gunzipSync(await readFile(outcome.tablePath!))
      .toString()
      .split('\n')
      .filter(Boolean);
    return { summary: JSON.parse(await readFile(outcome.summaryPath!, 'utf8')) as ResultSummary, table };
  });
}

async function withScript(body: string, use: (path: string) => Promise<void>): Promise<void> {
  await inScratch(async (folder) => {
    const path = join(folder, 'engine.sh');
    await writeFile(path, `#!/bin/sh\n${body}\n`);
    await chmod(path, 0o700);
    await use(path);
  });
}
