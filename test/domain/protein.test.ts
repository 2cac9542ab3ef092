// test/domain/protein.test.ts — what changes of a coding sequence do to its protein.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { geneticCode, translate } from '../../domain/genetic-code.ts';
import { proteinChange } from '../../domain/protein.ts';
import type { CodingEdit } from '../../domain/protein.ts';

/** M K K Q W L stop. */
const SEQUENCE = 'ATGAAAAAGCAATGGCTCTAA';
const context = { sequence: SEQUENCE, rest: () => 'GGTTAAC', code: geneticCode(1), startsHere: true };
const said = (at: number, removed: string, added: string): string =>
  proteinChange([{ at, removed, added }], context).hgvs;

describe('proteinChange', () => {
  for (const [what, at, removed, added, hgvs] of [
    ['an exchange', 4, 'A', 'C', 'p.Lys2Thr'],
    ['a silent exchange', 5, 'A', 'G', 'p.Lys2='],
    ['a lost start', 0, 'A', 'G', 'p.Met1?'],
    ['a new stop', 9, 'C', 'T', 'p.Gln4Ter'],
    ['one of two equal residues lost: the last', 3, 'AAA', '', 'p.Lys3del'],
    ['a residue repeated', 9, '', 'CAA', 'p.Gln4dup'],
    ['a residue put between', 9, '', 'TGG', 'p.Lys3_Gln4insTrp'],
    ['two for one', 9, 'CAA', 'TGGTGT', 'p.Gln4delinsTrpCys'],
    ['two residues lost', 6, 'AAGCAA', '', 'p.Lys3_Gln4del'],
    ['a lost stop', 18, 'T', 'G', 'p.Ter7GluextTer2'],
    ['a kept stop', 20, 'A', 'G', 'p.Ter7='],
    ['a shifted frame', 9, 'C', '', 'p.Gln4AsnfsTer?'],
    ['a shift that meets a stop at once', 8, '', 'T', 'p.Lys3AsnfsTer?'],
  ] as const) {
    it(`${what}: ${hgvs}`, () => {
      const found = said(at, removed, added);
      if (hgvs.includes('fs')) assert.equal(found.replace(/Ter\d+$/, 'Ter?'), hgvs);
      else assert.equal(found, hgvs);
    });
  }

  it('counts from the first changed residue to the new stop', () => {
    // ... AAT GGC TCT AAG TAA: N G S K stop
    const stopped = { ...context, rest: () => 'GTAA' };
    assert.equal(proteinChange([{ at: 9, removed: 'C', added: '' }], stopped).hgvs, 'p.Gln4AsnfsTer5');
  });
  it('reads a start codon of table 2 as methionine', () => {
    const mitochondrial = { ...context, code: geneticCode(2) };
    const found = proteinChange([{ at: 0, removed: 'A', added: 'G' }], mitochondrial);
    assert.deepEqual([found.hgvs, found.startRetained, found.aminoAcids], ['p.Met1=', true, 'M']);
  });
  it('agrees with a translation of the whole sequence for every exchange of bases', () => {
    const edits = fc.array(fc.tuple(fc.integer({ min: 3, max: 17 }), fc.constantFrom('A', 'C', 'G', 'T')), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(edits, (made) => {
        const altered = SEQUENCE.split('');
        for (const [at, base] of made) altered[at] = base;
        const changed: CodingEdit[] = altered.flatMap((base, at) =>
          base === SEQUENCE[at] ? [] : [{ at, removed: SEQUENCE[at]!, added: base }],
        );
        fc.pre(changed.length > 0);
        const { aminoAcids, firstCodon, lastCodon } = proteinChange(changed, context);
        const [was, is] = [SEQUENCE, altered.join('')].map((text) =>
          translate(context.code, text).slice(firstCodon - 1, lastCodon),
        ) as [string, string];
        const short = is.includes('*') ? is.slice(0, is.indexOf('*') + 1) : is;
        assert.equal(aminoAcids, was === short ? was : `${was}/${short}`);
      }),
    );
  });
});
