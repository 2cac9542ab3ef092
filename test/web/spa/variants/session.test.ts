// test/web/spa/variants/session.test.ts — a result of the annotator, read as the page's worker reads it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { CHROM } from '../../../adapters/annotator/an-annotation.ts';
import { annotated, type AResult, looking, packed } from './a-result.ts';

const HEADER = `##fileformat=VCFv4.2
##contig=<ID=chrM,length=16569>
##INFO=<ID=AF,Number=A,Type=Float,Description="Frequency of the \\"allele\\"">
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">
${CHROM}\tFORMAT\tS1\tS2
`;
const RECORDS = [
  ['73', 'A', 'G', '0.8', '1/1:20', '0/1:9'],
  ['3460', 'G', 'A', '0.0001', '0/1:30', './.:.'],
  ['8993', 'T', 'C,G', '0.01,0.002', '1/2:40', '0/0:7'],
  ['11778', 'G', 'A', '0.0005', '0/1:50', '0/0:8'],
  ['14484', 'T', 'C', '.', '0/0:1', '0/1:2'],
];
const INPUT =
  HEADER +
  RECORDS.map(([at, ref, alt, af, ...samples]) =>
    ['chrM', at, '.', ref, alt, '.', 'PASS', `AF=${af}`, 'GT:DP', ...samples].join('\t'),
  ).join('\n') +
  '\n';

const MANY = 4000;
const FIRST_BYTES = 128 * 1024;

const noise = (at: number) => createHash('sha512').update(String(at)).digest('base64').repeat(3);

/** Records that do not pack well, so that they fill many parts. */
function manyRecords(): AResult {
  const records = Array.from({ length: MANY }, (_, at) => `chrM\t${at + 1}\t.\tA\tG\t.\t.\tN=${at}${noise(at)}\n`);
  return { data: packed(`##fileformat=VCFv4.2\n${CHROM}\n${records.join('')}`, 60_000), index: Buffer.alloc(0) };
}

const places = (variants: readonly { position: number; alt: string }[]) =>
  variants.map(({ position, alt }) => `${position}${alt}`);

describe('a result in the browser', () => {
  let result: AResult;
  let lines: string[];
  before(async () => {
    result = await annotated(INPUT);
    lines = gunzipSync(result.data).toString().split('\n').filter(Boolean);
  });

  it('shows each record with its most severe consequence, disease and frequency', async () => {
    const page = await looking(result);
    const { variants, matches } = await page.search({});
    assert.deepEqual(places(variants), ['73G', '3460A', '8993C', '8993G', '11778A', '14484C']);
    assert.equal(matches, 6);
    const { gene, consequence, impact, hgvsg, hgvsp, disease, diseaseStatus, frequency } = variants[4]!;
    assert.deepEqual(
      { gene, consequence, impact, hgvsg, hgvsp, disease, diseaseStatus, frequency },
      {
        gene: 'MT-ND4',
        consequence: 'missense_variant',
        impact: 'MODERATE',
        hgvsg: 'chrM:m.11778G>A',
        hgvsp: 'p.Arg340His',
        disease: 'LHON-/-Progressive-Dystonia',
        diseaseStatus: 'Cfrm-[P]',
        frequency: 0.0005,
      },
    );
    assert.deepEqual([variants[0]!.gene, variants[5]!.frequency], ['', undefined]);
  });

  it('is filtered by what the page can ask', async () => {
    const page = await looking(result);
    for (const [filter, found] of [
      [{ gene: 'mt-nd4' }, ['11778A']],
      [{ gene: 'MT-ND' }, []],
      [{ consequence: 'missense_variant' }, ['3460A', '8993C', '8993G', '11778A', '14484C']],
      [{ consequence: 'missense' }, []],
      [{ impact: 'MODIFIER' }, ['73G']],
      [{ disease: 'any', gene: 'MT-ATP6' }, ['8993C', '8993G']],
      [{ disease: 'lhon', frequency: { most: 0.0002 } }, ['3460A']],
      [{ disease: 'cfrm', place: 'chrM:9000-12000' }, ['11778A']],
      [{ frequency: { least: 0.002, most: 0.5 } }, ['8993C', '8993G']],
      [{ place: 'CHRM:3,460' }, ['3460A']],
      [{ place: 'chrM:12000-' }, ['14484C']],
      [{ place: 'chrM' }, ['73G', '3460A', '8993C', '8993G', '11778A', '14484C']],
      [{ text: 'P.ARG340' }, ['11778A']],
      [{ text: '0/1' }, []],
      [{ text: '.*' }, []],
    ] as const) {
      assert.deepEqual(places((await page.search(filter)).variants), found, JSON.stringify(filter));
    }
  });

  it('says which places there are where the one asked for is none', async () => {
    const page = await looking(result);
    for (const place of ['chr1:5', 'chrM:0', 'chrM:9-5', 'here']) {
      const { failed } = await page.search({ place });
      assert.match(failed!.message, /no place of this result.*chrM:100-200/, place);
    }
  });

  it('shows a window of rows, counts all, and goes on behind the last one', async () => {
    const page = await looking(result);
    const { variants, matches } = await page.search({ consequence: 'missense_variant' }, 2);
    assert.deepEqual([places(variants), matches], [['3460A', '8993C'], 5]);
    page.told.length = 0;
    await page.ask({ kind: 'more', search: 1, rows: 2 });
    await page.ask({ kind: 'more', search: 1, rows: 9 });
    assert.deepEqual(places(page.all('rows').flatMap((one) => one.rows.map(({ variant }) => variant))), [
      '8993G',
      '11778A',
      '14484C',
    ]);
  });

  it('is asked for its first part alone until there are rows, and for no more where all is known of the others', async () => {
    const page = await looking(manyRecords(), [], MANY);
    const { variants, matches } = await page.search({}, 100);
    assert.deepEqual([variants.length, matches], [100, MANY]);
    assert.deepEqual([...new Set(page.reads.map(String))], [`0,${FIRST_BYTES}`], 'the header and the rows are in it');
    assert.deepEqual(page.indexReads, []);
  });

  it('shows the first matches while the rest of the file is still to come', async () => {
    const page = await looking(manyRecords(), [], MANY);
    const { matches } = await page.search({ text: 'N=' }, 100);
    assert.equal(matches, MANY);
    assert.ok(page.reads.length > 2, 'the file has several parts');
    const kinds = page.told.map(({ kind }) => kind);
    assert.equal(kinds.lastIndexOf('rows') < kinds.indexOf('progress', kinds.indexOf('rows')), true);
    assert.ok(page.all('progress')[0]!.share < 0.2, 'rows came long before the end');
  });

  it('ends a search when the next begins', async () => {
    const page = await looking(result);
    page.told.length = 0;
    const first = page.ask({ kind: 'search', search: 1, filter: {}, rows: 100 });
    await page.ask({ kind: 'search', search: 2, filter: { gene: 'MT-ND6' }, rows: 100 });
    await first;
    assert.deepEqual(
      page.told.flatMap((one) => ('search' in one ? [one.search] : [])).filter((search) => search === 1),
      [],
    );
    await page.ask({ kind: 'more', search: 1, rows: 5 });
    assert.ok(page.told.every((one) => !('search' in one) || one.search === 2));
  });

  it('tells everything of one record', async () => {
    const page = await looking(result);
    const { rows } = await page.search({ place: 'chrM:8993' });
    await page.ask({ kind: 'details', details: 7, place: rows[1]!.place });
    const { details, found } = page.all('details')[0]!;
    assert.deepEqual([details, found.variant.alt, found.sampleCount, found.format], [7, 'G', 2, 'DP:BCSQ']);
    assert.deepEqual(found.samples, [
      { name: 'S1', genotype: '0/1', rest: '40:2' },
      { name: 'S2', genotype: '0/0', rest: '7:0' },
    ]);
    assert.deepEqual(found.info[0], { id: 'AF', value: '0.002', description: String.raw`Frequency of the \"allele\"` });
    assert.ok(found.info.every(({ id }) => id !== 'CSQ'));
    const symbol = found.transcriptFields.indexOf('SYMBOL');
    assert.deepEqual(
      found.transcripts.map((entry) => entry[symbol]),
      ['MT-ATP6'],
    );
  });

  it('is exported as a VCF, header and wanted lines byte for byte', async () => {
    const page = await looking(result);
    const wanted = lines.filter((line) => line.startsWith('#') || line.includes('MT-ATP6'));
    assert.equal(await page.exported({ gene: 'MT-ATP6' }, 'vcf'), `${wanted.join('\n')}\n`);
    assert.equal(await page.exported({}, 'vcf'), `${lines.join('\n')}\n`);
  });

  it('is exported as a table', async () => {
    const page = await looking(result);
    const [top, row, ...rest] = (await page.exported({ place: 'chrM:11778' }, 'tsv')).trimEnd().split('\n');
    assert.deepEqual(rest, []);
    const cells = Object.fromEntries(top!.split('\t').map((name, at) => [name, row!.split('\t')[at]]));
    assert.deepEqual(
      [cells['position'], cells['gene'], cells['hgvs_p'], cells['frequency'], cells['disease_status']],
      ['11778', 'MT-ND4', 'p.Arg340His', '0.0005', 'Cfrm-[P]'],
    );
  });
});
