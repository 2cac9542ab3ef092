// test/domain/consequence.test.ts — csq's words and VEP's, the cells of a table, the numbers of a summary.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { kindOf, summaryCounter } from '../../domain/annotation-summary.ts';
import { bySeverity, impactOf, parseBcsq, termOf } from '../../domain/consequence.ts';
import { cell } from '../../domain/table-text.ts';

describe('parseBcsq', () => {
  it('reads entries, joint changes and pointers', () => {
    const { entries, joined } = parseBcsq('*missense&splice_region|G|T|protein_coding|-|64M>64V|5A>G+7C>T,@11770');
    assert.deepEqual(joined, [11770]);
    assert.deepEqual(entries, [
      {
        terms: ['missense_variant', 'splice_region_variant'],
        symbol: 'G',
        transcript: 'T',
        biotype: 'protein_coding',
        change: '5A>G+7C>T',
      },
    ]);
  });
  it('takes any text without failing', () => {
    fc.assert(fc.property(fc.string(), (text) => assert.ok(parseBcsq(text).entries.length >= 0)));
  });
});

describe('terms', () => {
  for (const [word, term, impact] of [
    ['stop_gained', 'stop_gained', 'HIGH'],
    ['inframe_altering', 'protein_altering_variant', 'MODERATE'],
    ['synonymous', 'synonymous_variant', 'LOW'],
    ['5_prime_utr', '5_prime_UTR_variant', 'MODIFIER'],
    ['non_coding', 'non_coding_transcript_variant', 'MODIFIER'],
  ] as const) {
    it(`${word} of csq is ${term}, ${impact}`, () => {
      assert.equal(termOf(word), term);
      assert.equal(impactOf([term]), impact);
    });
  }
  it('stand in the order of severity', () => {
    assert.deepEqual(bySeverity(['intron_variant', 'missense_variant', 'stop_gained', 'intron_variant']), [
      'stop_gained',
      'missense_variant',
      'intron_variant',
    ]);
  });
});

describe('cell', () => {
  it('defuses what a spreadsheet would run, and leaves numbers alone', () => {
    const given = ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '-0.5', '+1e5', '-', 'a=b', 'a\tb\nc'];
    const safe = ["'=1+1", "'+cmd", "'-2+3", "'@SUM(A1)", '-0.5', '+1e5', '-', 'a=b', 'a b c'];
    assert.deepEqual(given.map(cell), safe);
  });
  it('never leaves a formula or a separator', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.doesNotMatch(cell(text), /[\t\r\n]/);
        assert.ok(!/^[=@]./s.test(cell(text)));
      }),
    );
  });
});

describe('a summary', () => {
  it('counts records of an allele as often as they occur', () => {
    const counter = summaryCounter();
    const tally = { term: 'missense_variant', impact: 'MODERATE', symbol: 'G' } as const;
    counter.add({ ...tally, ...kindOf('A', 'G') }, 3);
    counter.add({ ...tally, ...kindOf('A', 'C') }, 1);
    counter.add({ ...tally, ...kindOf('A', 'AC'), symbol: '' }, 1);
    const summary = counter.finish([], ['AF']);
    assert.deepEqual(
      [summary.records, summary.transitions, summary.transversions, summary.tiTv, summary.genes, summary.types],
      [5, 3, 1, 3, { G: 4 }, { SNV: 4, insertion: 1 }],
    );
    assert.deepEqual(summary.tracked, { AF: 0 });
  });
});
