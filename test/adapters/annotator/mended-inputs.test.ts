// test/adapters/annotator/mended-inputs.test.ts — what is wrong with many files and can be put right without asking.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { check, CHROM, HEADER, LHON, records, tabbed, withMeta, withSamples } from './a-check.ts';
import { annotate } from './an-annotation.ts';

const places = ({ body }: { body: string }): string[] =>
  body
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t').slice(0, 5).join(' '));
const unharmed = async (text: string): Promise<void> => {
  const checked = await check(text);
  assert.equal(checked.header + checked.body, text);
  assert.deepEqual(checked.messages, []);
};
const FOUND = ['chrM 11778 . G A'];
const CONTIG = '##contig=<ID=chrM,length=16569>';

describe('the input check mends and says so:', () => {
  it('Windows line ends', async () => {
    const checked = await check(records('chrM 11778 . G A . . .', 'chrM 11780 . A G . . .').replaceAll('\n', '\r\n'));
    assert.equal(checked.header, HEADER);
    assert.equal(checked.body, tabbed('chrM 11778 . G A . . .\nchrM 11780 . A G . . .\n'));
    assert.deepEqual(checked.messages, ['Changed Windows line ends (CR LF) to LF.']);
  });
  for (const name of ['MT', 'M', 'NC_012920.1', 'chrMT']) {
    it(`the contig name ${name}, in header and records`, async () => {
      const checked = await check((HEADER + LHON).replaceAll('chrM', name));
      assert.deepEqual(places(checked), FOUND);
      assert.equal(checked.header, HEADER);
      assert.deepEqual(checked.messages, ['Renamed the contig of 1 record to the name used by this genome.']);
    });
  }
  it('the contig names 1 and chr1, whichever the genome has', async () => {
    for (const [own, written] of [
      ['chr1', '1'],
      ['1', 'chr1'],
    ] as const) {
      const contigs = [{ name: own, length: 1000, aliases: [] }];
      const { contigs: met, body } = await check(withMeta([], `${written} 5 . G A . . .`), { contigs });
      assert.deepEqual([met, body.split('\t')[0]], [[own], own]);
    }
  });
  it('the contig names of mates', async () => {
    const checked = await check(records('MT 11778 . G G]MT:500],]NC_012920.1:501]G,G[<asm>:7[ . . .'));
    assert.deepEqual(places(checked), ['chrM 11778 . G G]chrM:500],]chrM:501]G,G[<asm>:7[']);
  });
  it('a missing contig line in the header', async () => {
    const checked = await check(withMeta(['##source=x'], 'chrM 11778 . G A . . .'));
    assert.equal(checked.header, `##fileformat=VCFv4.2\n##source=x\n${CONTIG}\n${CHROM}\n`);
    assert.deepEqual(checked.messages, ['Added the missing header line of contig chrM.']);
  });
  it('a contig line without the length, keeping what else it says', async () => {
    const checked = await check(withMeta(['##contig=<ID=MT,assembly=b37>'], 'MT 11778 . G A . . .'));
    assert.match(checked.header, /##contig=<ID=chrM,length=16569,assembly=b37>/);
  });
  it('header lines that define the same again', async () => {
    const meta = [
      '##INFO=<ID=DP,Number=1,Type=Integer,Description="1">',
      '##INFO=<ID=DP,Number=2,Type=Float,Description="2">',
    ];
    const checked = await check(withMeta([CONTIG, CONTIG.replace('chrM', 'MT'), ...meta], 'chrM 11778 . G A . . .'));
    assert.equal(checked.header, withMeta([CONTIG, meta[0]!]));
    assert.deepEqual(checked.messages, ['Removed header lines that define again: contig chrM, INFO/DP.']);
  });
  it('records out of order, which the engine then sorts', async () => {
    const checked = await check(records('chrM 11778 . G A . . .', 'chrM 3243 . A G . . .'));
    assert.deepEqual(checked.messages, ['Sorted the records by position.']);
    const { records: sorted, log } = await annotate(records('chrM 11778 . G A . . .', 'chrM 3243 . A G . . .'));
    assert.deepEqual(
      sorted.map((line) => line.split('\t')[1]),
      ['3243', '11778'],
    );
    assert.match(log, /Sorted the records by position\./);
  });
  it('contigs out of the order of the genome', async () => {
    const contigs = ['chr1', 'chr2', 'chr3'].map((name) => ({ name, length: 1000, aliases: [] }));
    const meta = ['##contig=<ID=chr3>', '##contig=<ID=chrUn,length=7>', '##contig=<ID=chr1>'];
    const checked = await check(withMeta(meta, 'chr2 5 . G A . . .', 'chr1 5 . G A . . .'), { contigs });
    assert.deepEqual(checked.header.match(/ID=\w+/g), ['ID=chr1', 'ID=chr2', 'ID=chr3', 'ID=chrUn']);
    assert.deepEqual(checked.messages, [
      'Added the missing header line of contig chr2.',
      'Sorted the records by position.',
    ]);
    assert.deepEqual(checked.contigs, ['chr1', 'chr2']);
  });
  it('fields that the header does not declare', async () => {
    const checked = await check(
      `##fileformat=VCFv4.2\n${CONTIG}\n${CHROM}\tFORMAT\tS1\n${tabbed('chrM 11778 . G A 9.5 q10 FOO=3,4;BAR;END=11778 GT:XX 0/1:7')}\n`,
    );
    const note = 'Description="Not declared in the input"';
    assert.deepEqual(checked.header.split('\n').slice(2, -2), [
      `##FILTER=<ID=q10,${note}>`,
      `##INFO=<ID=FOO,Number=.,Type=String,${note}>`,
      `##INFO=<ID=BAR,Number=0,Type=Flag,${note}>`,
      `##INFO=<ID=END,Number=1,Type=Integer,${note}>`,
      `##FORMAT=<ID=GT,Number=1,Type=String,${note}>`,
      `##FORMAT=<ID=XX,Number=.,Type=String,${note}>`,
    ]);
    assert.equal(checked.messages[0], 'Added a header line for FILTER/q10, which the input uses but does not declare.');
    assert.equal(checked.messages.length, 6);
  });
  it('lower-case bases, and no symbol', async () => {
    const checked = await check(records('chrM 11778 . g a,<dup:x>,* . . .', 'chrM 11780 . A G . . .'));
    assert.deepEqual(places(checked), ['chrM 11778 . G A,<dup:x>,*', 'chrM 11780 . A G']);
    assert.deepEqual(checked.messages, ['Wrote the lower-case bases of 1 record in upper case.']);
  });
  it('N in REF beside symbolic alleles', async () => {
    const checked = await check(records('chrM 11778 . N <DEL> . . .', 'chrM 11780 . nN N]chrM:500] . . .'));
    assert.deepEqual(places(checked), ['chrM 11778 . G <DEL>', 'chrM 11780 . AT N]chrM:500]']);
    assert.match(checked.messages.join(), /Replaced N in REF of 2 records by the bases of the reference\./);
  });
  it('a Type that its values do not keep to, so that none is cut short', async () => {
    const meta = ['I', 'F', 'A'].map(
      (id) => `##INFO=<ID=${id},Number=.,Type=${id === 'F' ? 'Float' : 'Integer'},Description="x">`,
    );
    const rows = ['I=3.5;F=1e-5,.,nan;A=.,7', 'I=-4;F=.5;A=3x'].map((info) => `chrM 11778 . G A . . ${info}`);
    const checked = await check(withMeta([CONTIG, ...meta], ...rows));
    assert.deepEqual(checked.header.match(/ID=\w,Number=.,Type=\w+/g), [
      'ID=I,Number=.,Type=Float',
      'ID=F,Number=.,Type=Float',
      'ID=A,Number=.,Type=String',
    ]);
    assert.deepEqual(checked.messages, [
      'Changed the Type of INFO/I to Float in the header: some of its values are nothing else.',
      'Changed the Type of INFO/A to String in the header: some of its values are nothing else.',
    ]);
  });
  it('the same of a FORMAT field, which the engine would refuse', async () => {
    const text = withSamples('S1 S2', 'chrM 11778 . G A . . . GT:DP 0/1:. 0/1:3.5,x').replace(
      '##FORMAT',
      '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="x">\n##FORMAT',
    );
    assert.match((await check(text)).header, /ID=DP,Number=1,Type=String/);
    const { outcome, records: annotated } = await annotate(text);
    assert.equal(outcome.kind, 'annotated');
    assert.match(annotated.join(), /:3\.5,x/);
  });
  it('quotes that are wrong in the header', async () => {
    const meta = [
      '##INFO=<ID=DP,Number=1,Type=Integer,Description=depth, "raw">',
      '##FILTER=<ID=q10,Description="low>',
    ];
    const checked = await check(withMeta([CONTIG, ...meta], 'chrM 11778 . G A . q10 DP=3'));
    assert.deepEqual(checked.header.split('\n').slice(2, 4), [
      '##INFO=<ID=DP,Number=1,Type=Integer,Description="depth, raw">',
      '##FILTER=<ID=q10,Description="low">',
    ]);
    assert.deepEqual(checked.messages, [
      'Rewrote line 3 of the header (INFO DP): its quotes were wrong.',
      'Rewrote line 4 of the header (FILTER q10): its quotes were wrong.',
    ]);
  });
  it('plain gzip, of several members too', async () => {
    const checked = await check(Buffer.concat([gzipSync(HEADER), gzipSync(LHON)]));
    assert.equal(checked.body, LHON);
    assert.equal(checked.format, 'VCF 4.2, gzip');
    assert.deepEqual(checked.messages, ['Read the plain gzip; the result is BGZF, which can be indexed.']);
  });
  it('a byte order mark', async () => {
    const checked = await check(`\ufeff${HEADER}${LHON}`);
    assert.equal(checked.header, HEADER);
    assert.deepEqual(checked.messages, ['Removed the byte order mark at the start of the file.']);
  });
  it('a last line without its end, without a word', async () => {
    const checked = await check((HEADER + LHON).trimEnd());
    assert.deepEqual([checked.body, checked.messages], [LHON, []]);
  });
  it('a header that declares one of our fields as something else', async () => {
    const header = HEADER.replace(CHROM, `##INFO=<ID=MITOMAP_DISEASE,Number=1,Type=Integer,Description="x">\n${CHROM}`);
    const annotation = await annotate(header + LHON.replace(/\.\n$/, 'MITOMAP_DISEASE=7;BCSQ=none\n'));
    assert.match(annotation.records.join(), /BCSQ=missense\|MT-ND4.*MITOMAP_DISEASE=LHON/);
    assert.match(annotation.log, /Replaced what the input already had in .*BCSQ.*MITOMAP_DISEASE/);
  });
});

describe('the input check lets pass unharmed', () => {
  it('symbolic and spanning alleles, breakends and missing ones', () =>
    unharmed(
      records(
        'chrM 8993 . T <DEL>,<INS:ME:ALU> . . .',
        'chrM 8994 . G G]chrM:500],]chrM:501]G,GTT[<asm1>:7[ . . .',
        'chrM 11778 . G A,* . . .',
        'chrM 11780 . A . . . .',
        'chrM 11781 . T <CNV> 1e3 PASS .',
      ),
    ));
  it('the blocks of a gVCF', () =>
    unharmed(
      withMeta(
        [CONTIG, '##INFO=<ID=END,Number=1,Type=Integer,Description="End">'],
        'chrM 8993 . T <NON_REF> . . END=9000',
        'chrM 11778 . G A,<NON_REF> 50.5 . .',
        'chrM 11779 . C <*> . . END=11800',
      ),
    ));
  it('genotypes of every ploidy, phased or not', () =>
    unharmed(
      withSamples(
        'S1 S2 S3 S4',
        'chrM 11778 . G A . . . GT 0|1 1 ./. 0/1/1',
        'chrM 11780 . A G,T . . . GT 2 . 0|2 1/2',
      ),
    ));
  it('fields that a sample leaves out', () =>
    unharmed(
      withSamples('S1 S2', 'chrM 11778 . G A . . . GT 0|1 .')
        .replace('##FORMAT', '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="x">\n##FORMAT')
        .replace('GT\t0|1\t.', 'GT:DP\t0|1\t.:3'),
    ));
  it('a genotype that begins with its phase, from VCF 4.4 on', () =>
    unharmed(withSamples('S1', 'chrM 11778 . G A . . . GT |0|1').replace('v4.2', 'v4.4')));
  for (const minor of [0, 1, 2, 3, 4, 5]) {
    it(`VCF 4.${minor}`, () => unharmed((HEADER + LHON).replace('v4.2', `v4.${minor}`)));
  }
  it('any number of values beside one allele, which no split has to share out', () =>
    unharmed(
      withMeta([CONTIG, '##INFO=<ID=AC,Number=A,Type=Integer,Description="x">'], 'chrM 11778 . G A . . AC=1,2'),
    ));
  it('bytes that are not UTF-8', async () => {
    const input = Buffer.from(`##fileformat=VCFv4.2\n${CONTIG}\n##source=caf\u00e9\n${CHROM}\n${LHON}`, 'latin1');
    assert.match((await check(input)).header, /##source=caf\u00e9\n/);
  });
  it('an IUPAC base or N where the reference has it too', () => unharmed(records('chrM 3107 . N T . . .')));
});

describe('a checked input tells', () => {
  it('whether all genotypes are phased', async () => {
    assert.equal((await check(withSamples('S1', 'chrM 11778 . G A . . . GT 0|1'))).phased, true);
    assert.equal((await check(withSamples('S1', 'chrM 11778 . G A . . . GT 0/1'))).phased, false);
    assert.equal((await check(HEADER + LHON)).phased, false);
  });
});
