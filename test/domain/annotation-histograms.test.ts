// test/domain/annotation-histograms.test.ts — records by position and by frequency.
import assert from 'node:assert/strict';
import {
  FREQUENCY_BOUNDS,
  frequencyCounter,
  frequencySource,
  positionCounter,
} from '../../domain/annotation-histograms.ts';

describe('positions', () => {
  it('fall into at most a hundred bins of a contig, from its first base to its last', () => {
    const counter = positionCounter(() => 16_569);
    for (const position of [1, 166, 167, 16_569]) counter.add('chrM', position, 2);
    const [chrM] = counter.finish();
    assert.deepEqual([chrM!.binBases, chrM!.counts.length], [166, 100]);
    assert.deepEqual([chrM!.counts[0], chrM!.counts[1], chrM!.counts[99]], [4, 2, 2]);
  });

  it('are counted for the first hundred contigs that the genome has', () => {
    const counter = positionCounter((contig) => (contig === 'odd' ? undefined : 5));
    for (const contig of ['odd', ...Array.from({ length: 120 }, (_, at) => `c${at}`), 'c0']) counter.add(contig, 9, 1);
    const found = counter.finish();
    assert.deepEqual(
      [found.length, found[0]],
      [100, { contig: 'c0', length: 5, binBases: 1, counts: [0, 0, 0, 0, 2] }],
    );
  });
});

describe('frequencies', () => {
  it('fall into the bin that begins at or below them; what is none is unknown', () => {
    const counter = frequencyCounter();
    for (const frequency of [0, 0.0001, 0.049, 0.05, 0.75, 1, -1, 1.01, Number.NaN]) counter.add(frequency);
    const { counts, unknown } = counter.finish('AF');
    assert.deepEqual(counts, [1, 1, 0, 1, 1, 0, 0, 0, 2]);
    assert.deepEqual([counts.length, unknown], [FREQUENCY_BOUNDS.length - 1, 3]);
  });

  it('come from AF, else from genotypes, else from a field that is named like one', () => {
    assert.equal(frequencySource(['DP', 'X_AF', 'AF'], 2), 'AF');
    assert.equal(frequencySource(['X_AF'], 1), 'genotypes');
    assert.equal(frequencySource(['DP', 'MGRB_frequency', 'X_AF'], 0), 'MGRB_frequency');
    assert.equal(frequencySource(['DP', 'OAF'], 0), undefined);
  });
});
