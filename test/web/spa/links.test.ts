// test/web/spa/links.test.ts — where a variant is looked up: addresses of ours, whatever a file says.
import assert from 'node:assert/strict';
import { linksFor } from '../../../web/spa/result/links.ts';
import type { Variant } from '../../../web/spa/variants/variant.ts';

const links = (fields: Partial<Variant>, genome = 'GRCh38 chrM'): Record<string, string> => {
  const variant = { contig: 'chrM', position: 11_778, id: '', ref: 'G', alt: 'A', ...fields } as Variant;
  return Object.fromEntries(linksFor(variant, genome).map(({ name, url }) => [name, url]));
};

describe('links of a variant', () => {
  it('lead to MITOMAP, gnomAD and ClinVar for chrM', () => {
    assert.deepEqual(links({}), {
      MITOMAP: 'https://mitomap.org/cgi-bin/search_allele?variant=11778G%3EA',
      gnomAD: 'https://gnomad.broadinstitute.org/variant/M-11778-G-A?dataset=gnomad_r3',
      ClinVar: 'https://www.ncbi.nlm.nih.gov/clinvar/?term=MT%5Bchr%5D+AND+11778%5Bchrpos38%5D',
    });
  });

  it('lead to the build that the result was made with', () => {
    const found = links({ contig: '7', id: 'rs12' }, 'hg19');
    assert.match(found['gnomAD']!, /7-11778-G-A\?dataset=gnomad_r2_1$/);
    assert.match(found['ClinVar']!, /7%5Bchr%5D\+AND\+11778%5Bchrpos37%5D$/);
    assert.equal(found['dbSNP'], 'https://www.ncbi.nlm.nih.gov/snp/rs12');
  });

  it('are none for genomes that nobody else knows', () => {
    assert.deepEqual(links({}, 'Test1'), {});
  });

  it('take nothing from a file but plain bases, contigs and numbers', () => {
    for (const fields of [
      { contig: '../../evil' },
      { contig: 'javascript:alert(1)' },
      { contig: 'chr23' },
      { position: Number.NaN },
    ])
      assert.deepEqual(links(fields), {}, JSON.stringify(fields));
    for (const fields of [{ alt: '<DEL>' }, { ref: 'A/../..' }, { alt: 'A'.repeat(51) }, { id: 'rs1/../x' }])
      assert.ok(
        Object.values(links(fields)).every((url) => !/\.\.|DEL|A{51}/.test(url)),
        JSON.stringify(fields),
      );
  });
});
