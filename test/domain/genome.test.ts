// test/domain/genome.test.ts — choosing the genome of a file.
import assert from 'node:assert/strict';
import { bestFit, findGenome } from '../../domain/genome.ts';

const chrM = { name: 'GRCh38 chrM', aliases: ['rCRS'], contigs: [{ name: 'chrM', length: 16_569, aliases: ['MT'] }] };
const old = { name: 'hg19 chrM', aliases: [], contigs: [{ name: 'chrM', length: 16_571, aliases: ['MT'] }] };
const toy = { name: 'toy', aliases: [], contigs: [{ name: 'chr1', length: 9000, aliases: ['1'] }] };
const genomes = [chrM, old, toy];

describe('the genome of a file', () => {
  const cases: [what: string, start: string, name: string, sure: boolean][] = [
    ['the length of a declared contig', '##contig=<ID=chrM,length=16571>\n', 'hg19 chrM', true],
    ['an alias of a contig', '##contig=<ID=1,length=9000>\n', 'toy', true],
    ['the contig of the first record', '#CHROM\tPOS\nchr1\t7\t.\tA\tC\n', 'toy', true],
    ['a name in the header, among equals', '##reference=hg19 chrM\nMT\t7\t.\tA\tC\n', 'hg19 chrM', true],
    ['nothing: the first, without being sure', '##fileformat=VCFv4.2\nchrX\t7\t.\tA\tC\n', 'GRCh38 chrM', false],
    ['a contig of another length: not that one', '##contig=<ID=chr1,length=5>\n', 'GRCh38 chrM', false],
  ];
  for (const [what, start, name, sure] of cases) {
    it(`is told by ${what}`, () => {
      const best = bestFit(start, genomes);
      assert.deepEqual([best?.genome.name, best?.sure], [name, sure]);
    });
  }

  it('is not told where there are no genomes', () => {
    assert.equal(bestFit('##fileformat=VCFv4.2\n', []), undefined);
  });

  it('is found by name or alias, in any case', () => {
    assert.equal(findGenome(genomes, 'rcrs'), chrM);
    assert.equal(findGenome(genomes, 'TOY'), toy);
    assert.equal(findGenome(genomes, 'chrM'), undefined);
  });
});
