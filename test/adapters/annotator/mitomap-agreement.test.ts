// test/adapters/annotator/mitomap-agreement.test.ts — every amino-acid change that MITOMAP's disease table states, against csq.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { annotate, HEADER, python } from './an-annotation.ts';

interface Stated {
  variant: string;
  /** As csq writes it: `340R>340H`, or `54K` where nothing changes. */
  change: string;
}

describe('the consequences of chrM', () => {
  it('agree with all 462 single amino-acid changes of the MITOMAP disease table', async () => {
    const stated = statedChanges();
    assert.equal(stated.length, 462);
    const { records } = await annotate(HEADER + stated.map(({ variant }) => `${variant}\t.\t.\t.\n`).join(''));
    const called = new Map(records.map((line) => [line.split('\t').slice(0, 5).join('\t'), line]));
    const disagreeing = stated.filter(({ variant, change }) => !called.get(variant)?.includes(`|${change}|`));
    assert.deepEqual(disagreeing, []);
  });
});

function statedChanges(): Stated[] {
  const ask = "import importlib.util as u; print(u.find_spec('mitylib').submodule_search_locations[0])";
  const folder = execFileSync(python, ['-c', ask], { encoding: 'utf8' }).trim();
  const table = gunzipSync(readFileSync(join(folder, 'annot_chrm', 'chrm_mitomap_disease.vcf.gz'))).toString();
  return table
    .split('\n')
    .filter((line) => line.startsWith('chrM'))
    .flatMap(statedInLine);
}

function statedInLine(line: string): Stated[] {
  const [contig, position, , ref = '', alts = '', , , info = ''] = line.split('\t');
  const changes = /(?:^|;)aachange=([^;]*)/.exec(info)?.[1]?.split(',') ?? [];
  return alts.split(',').flatMap((alt, at) => {
    const [, from, residue, to] = /^([A-Z])(\d+)([A-Z])$/.exec(changes[at] ?? '') ?? [];
    if (!from || ref.length !== 1 || alt.length !== 1 || alt === ref) return [];
    const change = from === to ? `${residue}${from}` : `${residue}${from}>${residue}${to}`;
    return [{ variant: [contig, position, '.', ref, alt].join('\t'), change }];
  });
}
