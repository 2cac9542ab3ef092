// local/genome/genes.ts — the 37 genes of the human mitochondrion as the GFF3 that bcftools csq reads.

/** Name, Ensembl gene and transcript (numbers only), first and last base (1-based, NC_012920.1), strand. */
type Gene = readonly [string, string, string, number, number, '+' | '-'];
const CODING: readonly Gene[] = [
  ['MT-ND1', '198888', '361390', 3307, 4262, '+'],
  ['MT-ND2', '198763', '361453', 4470, 5511, '+'],
  ['MT-CO1', '198804', '361624', 5904, 7445, '+'],
  ['MT-CO2', '198712', '361739', 7586, 8269, '+'],
  ['MT-ATP8', '228253', '361851', 8366, 8572, '+'],
  ['MT-ATP6', '198899', '361899', 8527, 9207, '+'],
  ['MT-CO3', '198938', '362079', 9207, 9990, '+'],
  ['MT-ND3', '198840', '361227', 10059, 10404, '+'],
  ['MT-ND4L', '212907', '361335', 10470, 10766, '+'],
  ['MT-ND4', '198886', '361381', 10760, 12137, '+'],
  ['MT-ND5', '198786', '361567', 12337, 14148, '+'],
  ['MT-ND6', '198695', '361681', 14149, 14673, '-'],
  ['MT-CYB', '198727', '361789', 14747, 15887, '+'],
];
const RIBOSOMAL: readonly Gene[] = [
  ['MT-RNR1', '211459', '389680', 648, 1601, '+'],
  ['MT-RNR2', '210082', '387347', 1671, 3229, '+'],
];
const TRANSFER: readonly Gene[] = [
  ['MT-TF', '210049', '387314', 577, 647, '+'],
  ['MT-TV', '210077', '387342', 1602, 1670, '+'],
  ['MT-TL1', '209082', '386347', 3230, 3304, '+'],
  ['MT-TI', '210100', '387365', 4263, 4331, '+'],
  ['MT-TQ', '210107', '387372', 4329, 4400, '-'],
  ['MT-TM', '210112', '387377', 4402, 4469, '+'],
  ['MT-TW', '210117', '387382', 5512, 5579, '+'],
  ['MT-TA', '210127', '387392', 5587, 5655, '-'],
  ['MT-TN', '210135', '387400', 5657, 5729, '-'],
  ['MT-TC', '210140', '387405', 5761, 5826, '-'],
  ['MT-TY', '210144', '387409', 5826, 5891, '-'],
  ['MT-TS1', '210151', '387416', 7446, 7514, '-'],
  ['MT-TD', '210154', '387419', 7518, 7585, '+'],
  ['MT-TK', '210156', '387421', 8295, 8364, '+'],
  ['MT-TG', '210164', '387429', 9991, 10058, '+'],
  ['MT-TR', '210174', '387439', 10405, 10469, '+'],
  ['MT-TH', '210176', '387441', 12138, 12206, '+'],
  ['MT-TS2', '210184', '387449', 12207, 12265, '+'],
  ['MT-TL2', '210191', '387456', 12266, 12336, '+'],
  ['MT-TE', '210194', '387459', 14674, 14742, '-'],
  ['MT-TT', '210195', '387460', 15888, 15953, '+'],
  ['MT-TP', '210196', '387461', 15956, 16023, '-'],
];

export const GENES_SOURCE = '37 genes of NC_012920.1, named as in Ensembl';

/**
 * Ensembl-style GFF3. Six genes (ND1, ND2, CO3, ND3, ND4, CYB) end within their stop codon,
 * which the poly-A tail completes; csq reports a change of the one or two bases left over as `intron`.
 */
export function mitochondrialGff3(): string {
  const rows = [
    ...CODING.flatMap((gene) => [
      ...rowsOf(gene, { biotype: 'protein_coding', gene: 'gene', transcript: 'mRNA' }),
      codingRow(gene),
    ]),
    ...RIBOSOMAL.flatMap((gene) => rowsOf(gene, { biotype: 'Mt_rRNA', gene: 'ncRNA_gene', transcript: 'rRNA' })),
    ...TRANSFER.flatMap((gene) => rowsOf(gene, { biotype: 'Mt_tRNA', gene: 'ncRNA_gene', transcript: 'tRNA' })),
  ];
  return ['##gff-version 3', ...rows, ''].join('\n');
}

const row = ([, , , first, last, strand]: Gene, [type, phase, attributes]: readonly [string, string, string]): string =>
  ['chrM', 'NC_012920.1', type, first, last, '.', strand, phase, attributes].join('\t');

function rowsOf(gene: Gene, { biotype, ...types }: { biotype: string; gene: string; transcript: string }): string[] {
  const [name, geneNumber, transcriptNumber] = gene;
  const [geneId, transcriptId] = [`ENSG00000${geneNumber}`, `ENST00000${transcriptNumber}`];
  return [
    row(gene, [types.gene, '.', `ID=gene:${geneId};biotype=${biotype};Name=${name}`]),
    row(gene, [types.transcript, '.', `ID=transcript:${transcriptId};Parent=gene:${geneId};biotype=${biotype}`]),
    row(gene, ['exon', '.', `Parent=transcript:${transcriptId}`]),
  ];
}

const codingRow = (gene: Gene): string => row(gene, ['CDS', '0', `Parent=transcript:ENST00000${gene[2]}`]);
