// test/adapters/annotator/coding-table.test.ts — MITOMAP's table of coding variants, 15,957 rows, against what we say.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { compareCoding } from '../../../local/genome/compare-coding.ts';
import { bcftools, genomeFolder, python } from './an-annotation.ts';

describe('the coding variants of MITOMAP', () => {
  it('agree but for the rows that docs/annotation.md lists, each under its reason', async () => {
    const ask = "import importlib.util as u; print(u.find_spec('mitylib').submodule_search_locations[0])";
    const folder = execFileSync(python, ['-c', ask], { encoding: 'utf8' }).trim();
    const tablePath = join(folder, 'annot_chrm', 'chrm_mitomap_variants_coding.vcf.gz');
    const found = await compareCoding(tablePath, { bcftools, genomeFolder });
    assert.deepEqual([found.rows, found.agreeing, found.unreadable.length], [15_957, 15_874, 6]);
    const docs = await readFile(resolve(import.meta.dirname, '../../../docs/annotation.md'), 'utf8');
    for (const { stated } of [...found.disagreeing.values()].flat()) {
      assert.match(docs, new RegExp(`\\| ${stated.position} ${stated.ref.slice(0, 12)}`));
    }
  });
});
