// test/adapters/annotator/mended-inputs.test.ts — what is wrong with many files and can be put right without asking.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { annotate, CHROM, HEADER, LHON } from './an-annotation.ts';
import type { Annotation } from './an-annotation.ts';

const places = ({ records }: Annotation): string[] => records.map((line) => line.split('\t').slice(0, 5).join(' '));
const FOUND = ['chrM 11778 . G A'];

describe('the annotator mends and says so:', () => {
  it('Windows line ends', async () => {
    const annotation = await annotate(
      (HEADER + LHON + LHON.replace('11778', '11780').replace('G\tA', 'A\tG')).replaceAll('\n', '\r\n'),
    );
    assert.deepEqual(places(annotation), [...FOUND, 'chrM 11780 . A G']);
    assert.match(annotation.log, /Changed Windows line ends/);
  });
  for (const name of ['MT', 'M', 'NC_012920.1']) {
    it(`the contig name ${name}, in header and records`, async () => {
      const annotation = await annotate((HEADER + LHON).replaceAll('chrM', name));
      assert.deepEqual(places(annotation), FOUND);
      assert.equal(
        annotation.header.filter((line) => line.startsWith('##contig')).join(),
        '##contig=<ID=chrM,length=16569>',
      );
      assert.match(annotation.log, /Renamed the contig of 1 records/);
    });
  }
  it('a missing contig line in the header', async () => {
    const annotation = await annotate(`##fileformat=VCFv4.3\n${CHROM}\n${LHON}`);
    assert.deepEqual(places(annotation), FOUND);
    assert.match(annotation.log, /Added the missing header line of contig chrM/);
  });
  it('records out of order', async () => {
    const annotation = await annotate(`${HEADER}${LHON}chrM\t3243\t.\tA\tG\t.\t.\t.\n`);
    assert.deepEqual(places(annotation), ['chrM 3243 . A G', ...FOUND]);
    assert.match(annotation.log, /Sorted the records/);
  });
  it('fields that the header does not declare', async () => {
    const header = `##fileformat=VCFv4.2\n${CHROM}\tFORMAT\tS1\n`;
    const annotation = await annotate(`${header}chrM\t11778\t.\tG\tA\t9.5\tq10\tFOO=3,4;BAR\tGT:XX\t0/1:7\n`);
    assert.match(annotation.records.join(), /\t9\.5\tq10\tFOO=3,4;BAR;BCSQ=missense.*\tGT:XX:BCSQ\t0\/1:7:\d+$/);
    assert.match(annotation.log, /Added a header line for INFO\/FOO/);
  });
  it('a last line without its end', async () => {
    assert.deepEqual(places(await annotate((HEADER + LHON).trimEnd())), FOUND);
  });
  it('a byte order mark', async () => {
    assert.deepEqual(places(await annotate(`\ufeff${HEADER}${LHON}`)), FOUND);
  });
  it('plain gzip, of several members too', async () => {
    assert.deepEqual(places(await annotate(Buffer.concat([gzipSync(HEADER), gzipSync(LHON)]))), FOUND);
  });
  it('a header that declares one of our fields as something else', async () => {
    const header = HEADER.replace(CHROM, `##INFO=<ID=MITOMAP_DISEASE,Number=1,Type=Integer,Description="x">\n${CHROM}`);
    const annotation = await annotate(header + LHON.replace(/\.\n$/, 'MITOMAP_DISEASE=7;BCSQ=none\n'));
    assert.match(annotation.records.join(), /BCSQ=missense\|MT-ND4.*MITOMAP_DISEASE=LHON/);
    assert.match(annotation.log, /Replaced what the input already had in BCSQ, MITOMAP_DISEASE/);
  });
});

describe('the annotator keeps', () => {
  it('every allele of a record with several, one by one', async () => {
    const annotation = await annotate(`${HEADER}chrM\t8993\trs1\tT\tC,G\t50\tPASS\t.\n`);
    assert.deepEqual(places(annotation), ['chrM 8993 rs1 T C', 'chrM 8993 rs1 T G']);
    assert.match(annotation.log, /1 read, 2 written/);
  });
  it('symbolic and spanning alleles', async () => {
    const rows = [
      '8993\t.\tT\t<DEL>\t.\t.\t.',
      '11778\t.\tG\tA,*\t.\t.\t.',
      '11780\t.\tA\t<NON_REF>\t.\t.\t.',
      '11781\t.\tT\t.\t.\t.\t.',
    ];
    const annotation = await annotate(HEADER + rows.map((row) => `chrM\t${row}\n`).join(''));
    assert.deepEqual(places(annotation).length, 5);
  });
  it('the bytes of a name that is not UTF-8', async () => {
    const input = Buffer.from(`##fileformat=VCFv4.2\n##source=caf\u00e9\n${CHROM}\n${LHON}`, 'latin1');
    assert.ok((await annotate(input)).header.includes('##source=caf\u00e9'));
  });
});
