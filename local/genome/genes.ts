// local/genome/genes.ts — the 13 coding genes of the human mitochondrion as the GFF3 that bcftools csq reads.

/** Name, Ensembl gene and transcript, first and last base (1-based, NC_012920.1), strand. */
const GENES: readonly (readonly [string, string, string, number, number, '+' | '-'])[] = [
  ['MT-ND1', 'ENSG00000198888', 'ENST00000361390', 3307, 4262, '+'],
  ['MT-ND2', 'ENSG00000198763', 'ENST00000361453', 4470, 5511, '+'],
  ['MT-CO1', 'ENSG00000198804', 'ENST00000361624', 5904, 7445, '+'],
  ['MT-CO2', 'ENSG00000198712', 'ENST00000361739', 7586, 8269, '+'],
  ['MT-ATP8', 'ENSG00000228253', 'ENST00000361851', 8366, 8572, '+'],
  ['MT-ATP6', 'ENSG00000198899', 'ENST00000361899', 8527, 9207, '+'],
  ['MT-CO3', 'ENSG00000198938', 'ENST00000362079', 9207, 9990, '+'],
  ['MT-ND3', 'ENSG00000198840', 'ENST00000361227', 10059, 10404, '+'],
  ['MT-ND4L', 'ENSG00000212907', 'ENST00000361335', 10470, 10766, '+'],
  ['MT-ND4', 'ENSG00000198886', 'ENST00000361381', 10760, 12137, '+'],
  ['MT-ND5', 'ENSG00000198786', 'ENST00000361567', 12337, 14148, '+'],
  ['MT-ND6', 'ENSG00000198695', 'ENST00000361681', 14149, 14673, '-'],
  ['MT-CYB', 'ENSG00000198727', 'ENST00000361789', 14747, 15887, '+'],
];

export const GENES_SOURCE = '13 coding genes of NC_012920.1, named as in Ensembl';

/**
 * Ensembl-style GFF3. Six genes (ND1, ND2, CO3, ND3, ND4, CYB) end within their stop codon, which the poly-A tail
 * completes; csq reports a change of the one or two bases left over as `intron`, there being no codon to translate.
 */
export function mitochondrialGff3(): string {
  const rows = GENES.flatMap(([name, gene, transcript, first, last, strand]) => {
    const row = (type: string, phase: string, attributes: string): string =>
      ['chrM', 'NC_012920.1', type, first, last, '.', strand, phase, attributes].join('\t');
    return [
      row('gene', '.', `ID=gene:${gene};biotype=protein_coding;Name=${name}`),
      row('mRNA', '.', `ID=transcript:${transcript};Parent=gene:${gene};biotype=protein_coding`),
      row('exon', '.', `Parent=transcript:${transcript}`),
      row('CDS', '0', `Parent=transcript:${transcript}`),
    ];
  });
  return ['##gff-version 3', ...rows, ''].join('\n');
}
