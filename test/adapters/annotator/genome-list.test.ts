// test/adapters/annotator/genome-list.test.ts — the genomes of an installation, as people choose them.
import assert from 'node:assert/strict';
import { genomeList } from '../../../adapters/annotator/genome-list.ts';
import { readConfig } from '../../../config.ts';

describe('genomeList', () => {
  it('tells of the built-in genome what it is, without a path of this machine', async () => {
    const { genomeFolder } = readConfig({}).annotator;
    const [first, ...others] = await genomeList({ genomeFolder }).list();
    assert.deepEqual(others, []);
    assert.deepEqual([first?.name, first?.builtIn], ['GRCh38 chrM', true]);
    assert.deepEqual(first?.contigs, [{ name: 'chrM', length: 16_569, aliases: ['MT', 'M', 'NC_012920.1'] }]);
    assert.match(first?.description ?? '', /^1 contig, 16,569 bases; .*MITOMAP disease/);
    assert.ok(!JSON.stringify(first).includes(genomeFolder));
  });

  it('asks again after a failure', async () => {
    const list = genomeList({ genomeFolder: 'no-such-folder' });
    const first = list.list();
    await assert.rejects(first, /missing or not complete/);
    assert.notEqual(
      list.list().catch(() => undefined),
      first,
    );
    await assert.rejects(list.list(), /missing or not complete/);
  });
});
