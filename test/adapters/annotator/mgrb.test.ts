// test/adapters/annotator/mgrb.test.ts — a real population of 2,800 people, and the variants that every geneticist knows.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { annotate, examplePath, HEADER } from './an-annotation.ts';
import type { Annotation } from './an-annotation.ts';

describe('the annotation of the MGRB population', () => {
  let mgrb: Annotation;
  before(async () => {
    mgrb = await annotate(await readFile(examplePath));
  });

  const infoOf = (position: number, change: string): string => {
    const [ref, alt] = change.split('>');
    const found = mgrb.records
      .map((line) => line.split('\t'))
      .find(([, pos, , r, a]) => pos === String(position) && r === ref && a === alt);
    return found?.[7] ?? '';
  };

  it('keeps each of its 3,576 variants', () => {
    assert.equal(mgrb.outcome.kind === 'annotated' && mgrb.outcome.records, 3576);
    assert.equal(mgrb.records.length, 3576);
  });
  it('finds m.11778G>A in MT-ND4 as R340H, LHON', () => {
    assert.match(
      infoOf(11778, 'G>A'),
      /BCSQ=missense\|MT-ND4\|ENST00000361381\|protein_coding\|\+\|340R>340H\|11778G>A/,
    );
    assert.match(
      infoOf(11778, 'G>A'),
      /MITOMAP_DISEASE=LHON-\/-Progressive-Dystonia;MITOMAP_STATUS=Cfrm-\[P\];GENBANK_AC=190;GENBANK_AF=0\.00307/,
    );
    assert.match(
      infoOf(11778, 'G>A'),
      /CSQ=A\|missense_variant\|MODERATE\|MT-ND4\|ENSG00000198886\|Transcript\|ENST00000361381\|protein_coding\|chrM:m\.11778G>A\|ENST00000361381:c\.1019G>A\|p\.Arg340His\|1019\|340\|R\/H\|cGc\/cAc\|1\|1\|;MT_LOCUS=MT-ND4$/,
    );
  });
  it('reads MT-ND6 on the other strand: m.14484T>C is M64V, LHON', () => {
    assert.match(
      infoOf(14484, 'T>C'),
      /BCSQ=missense\|MT-ND6\|\w+\|protein_coding\|-\|64M>64V\|14484T>C;MITOMAP_DISEASE=LHON;/,
    );
  });
  it('names the ribosomal RNA that m.1555A>G changes', () => {
    assert.match(infoOf(1555, 'A>G'), /MITOMAP_DISEASE=DEAF.*MITOMAP_STATUS=Cfrm-\[P\]/);
    assert.match(
      infoOf(1555, 'A>G'),
      /non_coding_transcript_exon_variant\|MODIFIER\|MT-RNR1.*m\.1555A>G\|\w+:n\.908A>G/,
    );
  });
  it('counts consequences in the outcome and in the log', () => {
    assert.ok(mgrb.outcome.kind === 'annotated');
    assert.equal(mgrb.outcome.consequences['missense_variant'], 861);
    assert.equal(mgrb.outcome.consequences['synonymous_variant'], 1581);
    assert.match(mgrb.log, /3,576 read, 3,576 written/);
    assert.match(mgrb.log, /synonymous_variant +1,581\n +missense_variant +861\n +intergenic_variant +574\n/);
    assert.match(mgrb.log, /LOW +1,585\n +MODIFIER +1,119\n +MODERATE +862\n +HIGH +10\n/);
    assert.match(mgrb.log, /transitions 3,157, transversions 303, ratio 10\.419/);
    assert.match(mgrb.log, /MITOMAP_DISEASE +299\n/);
    assert.match(mgrb.log, /Added the missing header line of contig chrM/);
  });
  it('says what it was made with, and nothing of this machine', () => {
    const header = mgrb.header.join('\n');
    assert.match(header, /##gas_engine=bcftools 1\.\d+/);
    assert.match(header, /##gas_reference=GRCh38 chrM: .*\(sha256 [0-9a-f]{64}\)/);
    assert.equal(header.match(/##gas_track=.*\(sha256 [0-9a-f]{64}\)/g)?.length, 5);
    assert.doesNotMatch(header, /\/home|\/tmp|\/root|\.local/);
  });
  it('says the same when its own result is annotated again', async () => {
    const again = await annotate([...mgrb.header, ...mgrb.records, ''].join('\n'));
    assert.deepEqual(again.records.map(sortedInfo), mgrb.records.map(sortedInfo));
  });
});

describe('the annotation of confirmed pathogenic variants', () => {
  it('names gene, change and disease', async () => {
    const variants = ['1555 A G', '3243 A G', '3460 G A', '8344 A G', '8993 T C', '8993 T G', '11778 G A', '14484 T C'];
    const lines = variants.map((variant) => `chrM\t${variant.replace(' ', ' . ').replaceAll(' ', '\t')}\t.\t.\t.\n`);
    const { records } = await annotate(HEADER + lines.join(''));
    const told = records.map((line) => {
      const [, position, , ref, alt, , , info = ''] = line.split('\t');
      const csq = /(?:^|;)CSQ=([^;]*)/.exec(info)?.[1]?.split('|') ?? [];
      const [gene, change] = [csq[3], csq[10]];
      return `m.${position}${ref}>${alt} ${gene} ${change} ${/MITOMAP_DISEASE=([A-Z]+)/.exec(info)?.[1]} ${/STATUS=([^;]*)/.exec(info)?.[1]}`;
    });
    assert.deepEqual(told, [
      'm.1555A>G MT-RNR1  DEAF Cfrm-[P]',
      'm.3243A>G MT-TL1  MELAS Cfrm-[P]',
      'm.3460G>A MT-ND1 p.Ala52Thr LHON Cfrm-[P]',
      'm.8344A>G MT-TK  MERRF Cfrm-[P]',
      'm.8993T>C MT-ATP6 p.Leu156Pro NARP Cfrm-[P]',
      'm.8993T>G MT-ATP6 p.Leu156Arg NARP Cfrm-[P]',
      'm.11778G>A MT-ND4 p.Arg340His LHON Cfrm-[P]',
      'm.14484T>C MT-ND6 p.Met64Val LHON Cfrm-[P]',
    ]);
  });
});

/** A record with its INFO fields in alphabetical order: their order is not part of what is said. */
function sortedInfo(line: string): string {
  const columns = line.split('\t');
  return [...columns.slice(0, 7), columns[7]?.split(';').toSorted().join(';')].join('\t');
}
