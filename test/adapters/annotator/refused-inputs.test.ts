// test/adapters/annotator/refused-inputs.test.ts — broken and hostile inputs, each with the sentence its owner reads.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { annotate, CHROM, examplePath, HEADER, LHON, refusal } from './an-annotation.ts';

const record = (...columns: string[]): string => `${HEADER}${columns.join('\t')}\n`;
const withSamples = (names: string, ...rows: string[]): string =>
  `##fileformat=VCFv4.2\n##contig=<ID=chrM,length=16569>\n##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n` +
  `${CHROM}\tFORMAT\t${names}\n${rows.map((row) => `chrM\t11778\t.\tG\tA\t.\t.\t.\tGT\t${row}\n`).join('')}`;

const INPUTS: readonly (readonly [title: string, input: () => string | Uint8Array, says: RegExp])[] = [
  ['an empty file', () => '', /^The file is empty\./],
  ['a packed empty file', () => gzipSync(''), /^The file has no text\./],
  ['a BED file', () => 'chrM\t11777\t11778\tLHON\n', /^This is a BED file/],
  ['a FASTA file', () => '>chrM\nGATCACAGG\n', /^This is a FASTA file/],
  ['a FASTQ file', () => '@read1\nACGT\n+\nIIII\n', /FASTQ/],
  ['a 23andMe file', () => '# rsid\tchromosome\tposition\tgenotype\n', /23andMe/],
  ['an Excel file', () => Buffer.from('504b030414000600', 'hex'), /^This is a ZIP or Excel file/],
  ['text in UTF-16', () => Buffer.from(`\ufeff${HEADER}${LHON}`, 'utf16le'), /UTF-16/],
  ['a BCF file', () => gzipSync(Buffer.from('BCF\x02\x02')), /^This is a BCF file/],
  [
    'binary garbage',
    () => Buffer.concat([Buffer.from([0, 1, 2]), randomBytes(5000)]),
    /^This is (a binary file, )?not a VCF|^This is a binary file/,
  ],
  ['a web page', () => '<!DOCTYPE html><title>404</title>', /^This is a web page/],
  ['prose', () => 'Dear lab,\nplease annotate.\n', /first line must be ##fileformat=VCFv4\.x, and it is "Dear lab,"/],
  ['a VCF 3.3', () => '##fileformat=VCFv3.3\n', /^Line 1: VCF 3\.3 is not supported/],
  ['records without a header', () => LHON, /^The header is missing/],
  ['a header that ends early', () => '##fileformat=VCFv4.2\n##source=x\n', /ends within its header/],
  ['a header without records', () => HEADER, /no records: there is nothing to annotate/],
  ['a record before #CHROM', () => `##fileformat=VCFv4.2\n${LHON}`, /^Line 2: a record comes before the line #CHROM/],
  [
    'a column of the header misspelt',
    () => `##fileformat=VCFv4.2\n${CHROM.replace('ALT', 'Alt')}\n`,
    /^Line 2: column 5 of the header must be ALT, it is "Alt"/,
  ],
  [
    'a header with spaces',
    () => `##fileformat=VCFv4.2\n${CHROM.replaceAll('\t', ' ')}\n`,
    /separated by spaces; VCF needs tabs/,
  ],
  [
    'a header of the other chrM',
    () => HEADER.replace('16569', '16571') + LHON,
    /^Line 2: contig chrM has 16,571 bases here.*another reference/,
  ],
  ['two samples of one name', () => withSamples('S1\tS1', '0/1\t0/1'), /^Line 4: the sample name "S1" occurs twice/],
  [
    'a record with spaces',
    () => HEADER + LHON.replaceAll('\t', ' '),
    /^Line 4: it has 1 column, the header has 8\. The columns are separated by spaces/,
  ],
  [
    'a record with a column missing',
    () => record('chrM', '11778', '.', 'G', 'A', '.', '.'),
    /^Line 4: it has 7 columns, the header has 8\. The first missing one is INFO/,
  ],
  [
    'a record with a sample missing',
    () => withSamples('S1\tS2', '0/1'),
    /^Line 5: it has 10 columns, the header has 11/,
  ],
  ['an empty line', () => `${HEADER}${LHON}\n${LHON}`, /^Line 5: it is empty/],
  [
    'a POS that is a word',
    () => record('chrM', 'here', '.', 'G', 'A', '.', '.', '.'),
    /^Line 4: POS must be a whole number from 1 to 16,569/,
  ],
  ['a POS of zero', () => record('chrM', '0', '.', 'G', 'A', '.', '.', '.'), /^Line 4: POS must be/],
  ['a POS after the end', () => record('chrM', '16570', '.', 'G', 'A', '.', '.', '.'), /^Line 4: POS must be/],
  [
    'a REF with an asterisk',
    () => record('chrM', '11778', '.', 'G*', 'A', '.', '.', '.'),
    /^Line 4: REF "G\*" must hold bases only/,
  ],
  ['an empty ALT', () => record('chrM', '11778', '.', 'G', '', '.', '.', '.'), /^Line 4: ALT is empty/],
  [
    'a QUAL that is a word',
    () => record('chrM', '11778', '.', 'G', 'A', 'good', '.', '.'),
    /^Line 4: QUAL must be a number or ".", it is "good"/,
  ],
  [
    'a field name that no header can declare',
    () => record('chrM', '11778', '.', 'G', 'A', '.', '.', 'a<b=1'),
    /^Line 4: "a<b" can't be the name of a INFO field/,
  ],
  [
    'a control character',
    () => record('chrM', '11778', '.', 'G', 'A', '.', '.', 'X=a\u0000b'),
    /^Line 4: it holds a control character/,
  ],
  [
    'a nuclear contig',
    () => record('chr1', '11778', '.', 'G', 'A', '.', '.', '.'),
    /^Line 4: contig "chr1" is not part of this genome, which has chrM, MT, M, NC_012920\.1/,
  ],
  [
    'a wrong REF',
    () => record('chrM', '11778', '.', 'C', 'A', '.', '.', '.'),
    /^At chrM:11778 REF is C, but the reference has G there\./,
  ],
  [
    'a REF that leaves the contig',
    () => record('chrM', '16568', '.', 'TGG', 'T', '.', '.', '.'),
    /^At chrM:16568 REF is TGG, but the reference has TG there/,
  ],
  [
    'an ALT that is a word',
    () => record('chrM', '11778', '.', 'G', 'loss!', '.', '.', '.'),
    /^At chrM:11778 the alternate allele "loss!"/,
  ],
  [
    'an ALT that is REF',
    () => record('chrM', '11778', '.', 'G', 'G', '.', '.', '.'),
    /^At chrM:11778 ALT repeats an allele/,
  ],
  ['a genotype that is a word', () => withSamples('S1', 'het'), /^At chrM:11778 a genotype \(GT\) can't be read/],
  [
    'fewer values than alleles',
    () =>
      record('chrM', '11778', '.', 'G', 'A,T', '.', '.', 'AC=1').replace(
        CHROM,
        `##INFO=<ID=AC,Number=A,Type=Integer,Description="x">\n${CHROM}`,
      ),
    /^At chrM:11778 INFO\/AC has 1 values, and its header line asks for 2/,
  ],
  ['a gzip that was cut off', () => gzipSync(HEADER + LHON.repeat(99)).subarray(0, -20), /damaged or was cut off/],
  [
    'a BGZF file that was cut between its blocks',
    () => readFileSync(examplePath).subarray(0, -28),
    /damaged or was cut off/,
  ],
  [
    'a gzip with garbage after it',
    () => Buffer.concat([gzipSync(HEADER + LHON), Buffer.from('garbage garbage')]),
    /damaged or was cut off/,
  ],
  ['a gzip within a gzip', () => gzipSync(gzipSync(HEADER + LHON)), /compressed twice/],
];

describe('the annotator refuses', () => {
  for (const [title, input, says] of INPUTS) {
    it(title, async () => assert.match(await refusal(input()), says));
  }
});

describe('the annotator refuses what would cost too much, by the name of the limit:', () => {
  it('a line of 1 GB in 1 MB of gzip, without holding it', async () => {
    const mebibyte = gzipSync(Buffer.alloc(1024 * 1024, 'A'), { level: 9 });
    const bomb = Buffer.concat([gzipSync(HEADER + LHON.trimEnd()), ...Array.from({ length: 1024 }, () => mebibyte)]);
    assert.ok(bomb.length < 1.2e6);
    const before = process.memoryUsage().rss;
    assert.match(await refusal(bomb), /^Line 4: it is longer than the limit of 8,388,608 bytes \(lineBytes\)/);
    assert.ok(process.memoryUsage().rss - before < 100e6);
  });
  it('a million records at one position', async () => {
    const crowd = gzipSync(HEADER + LHON.repeat(1_000_000));
    assert.match(
      await refusal(crowd),
      /^Line 1004: there are more than 1,000 records at position 11778, the limit \(recordsPerPosition\)/,
    );
  });
  it('records at one position that others stand between', async () => {
    const pair = `chrM\t1\t.\tG\tA\t.\t.\t.\n${LHON}`;
    assert.match(await refusal(HEADER + pair.repeat(2000)), /records at position 1, the limit \(recordsPerPosition\)/);
  });
  it('text that unpacks to too much', async () => {
    assert.match(
      await refusal(gzipSync(HEADER + LHON.repeat(100)), { limits: { inflatedBytes: 1000 } }),
      /1,000 bytes \(inflatedBytes\)/,
    );
  });
  it('text that unpacks to hundreds of times its size', async () => {
    const lines = Array.from({ length: 16_000 }, (_, at) => `##x${at}=${'x'.repeat(4000)}\n`);
    const bomb = gzipSync(`##fileformat=VCFv4.2\n${lines.join('')}`, { level: 9 });
    assert.match(
      await refusal(bomb, { limits: { headerBytes: 1e9, compressionRatio: 50 } }),
      /more than 50 times its size \(compressionRatio\)/,
    );
  });
  it('too many records, samples, field names, header lines', async () => {
    const names = Array.from({ length: 30 }, (_, at) => `N${at}`);
    const fields = record('chrM', '11778', '.', 'G', 'A', '.', '.', names.map((name) => `${name}=1`).join(';'));
    assert.match(
      await refusal(HEADER + LHON.repeat(11), { limits: { records: 10 } }),
      /^Line 14: .* 10 records.*\(records\)/,
    );
    assert.match(
      await refusal(withSamples(names.join('\t')), { limits: { samples: 20 } }),
      /^Line 4: .* 20 samples.*\(samples\)/,
    );
    assert.match(await refusal(fields, { limits: { tags: 20 } }), /^Line 4: .* 20 different INFO names.*\(tags\)/);
    assert.match(await refusal(HEADER + LHON, { limits: { headerBytes: 50 } }), /^Line 3: .* 50 bytes \(headerBytes\)/);
  });
  it('a run that takes too long', async () => {
    assert.match(
      await refusal(readFileSync(examplePath), { limits: { timeMs: 1 } }),
      /was stopped after 0 seconds, the limit \(timeMs\)/,
    );
  });
});

describe('the log of a refusal', () => {
  it('shows text from the file without its control characters', async () => {
    const { log } = await annotate(record('chr\u001b[31mX', '1', '.', 'G', 'A', '.', '.', '.'));
    assert.match(log, /contig "chr\?\[31mX" is not part of this genome/);
    assert.ok(!log.includes('\u001b'));
  });
});
