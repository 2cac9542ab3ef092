// test/adapters/annotator/malformed/places-and-alleles.ts — broken columns CHROM to ALT, each with the sentence that its owner reads.
import { HEADER, LHON, records, withSamples } from '../a-check.ts';
import type { Malformed } from '../a-check.ts';

export const PLACES_AND_ALLELES: readonly Malformed[] = [
  [
    'spaces for tabs',
    () => HEADER + LHON.replaceAll('\t', ' '),
    'Line 4: it has 1 column, the header has 8. The columns are separated by spaces; VCF needs tabs. An editor or a web page has changed them: upload the file as the variant caller wrote it.',
  ],
  [
    'a column missing',
    () => records('chrM 11778 . G A . .'),
    'Line 4: it has 7 columns, the header has 8. The first missing one is INFO. Was the file cut off?',
  ],
  [
    'a column too much',
    () => records('chrM 11778 . G A . . . GT'),
    'Line 4: it has 9 columns, the header has 8. Remove what is too much, or name it in the line #CHROM.',
  ],
  [
    'a sample missing',
    () => withSamples('S1 S2', 'chrM 11778 . G A . . . GT 0/1'),
    'Line 5: it has 10 columns, the header has 11. The first missing one is a sample. Was the file cut off?',
  ],
  [
    'a last line that is cut off',
    () => records('chrM 11778 . G A . . .', 'chrM 117').trimEnd(),
    'Line 5: it has 2 columns, the header has 8. The first missing one is ID. Was the file cut off?',
  ],
  ['an empty line', () => `${HEADER}${LHON}\n${LHON}`, 'Line 5: it is empty. Remove empty lines between the records.'],
  [
    'a second header',
    () => HEADER + LHON + HEADER + LHON,
    'Line 5: a line of the header, "##fileformat=VCFv4.2", stands between the records. Were files joined? Join them with "bcftools concat". (2 more problems: see the log.)',
  ],
  [
    'a contig without a name',
    () => `${HEADER}\t11778\t.\tG\tA\t.\t.\t.\n`,
    'Line 4, column 1 (CHROM): it is empty. Write the name of the contig.',
  ],
  [
    'a nuclear contig',
    () => records('chr1 11778 . G A . . .'),
    'Line 4, column 1 (CHROM): contig "chr1" is not part of this genome, which has chrM, MT, M, NC_012920.1. Choose the genome of this file, or remove these records.',
  ],
  [
    'a contig with escapes for terminals',
    () => records('chr\u007f\u0085X 1 . G A . . .'),
    'Line 4, column 1 (CHROM): contig "chr?Â?X" is not part of this genome, which has chrM, MT, M, NC_012920.1. Choose the genome of this file, or remove these records.',
  ],
  [
    'a POS that is a word',
    () => records('chrM here . G A . . .'),
    'Line 4, column 2 (POS): "here" is not a whole number from 1 to 16,569, the end of chrM. Correct it, or check that the file belongs to this genome.',
  ],
  [
    'a POS with thousands separated',
    () => records('chrM 11,778 . G A . . .'),
    'Line 4, column 2 (POS): "11,778" is not a whole number from 1 to 16,569, the end of chrM. Correct it, or check that the file belongs to this genome.',
  ],
  [
    'a POS that a spreadsheet wrote',
    () => records('chrM 1.2E+04 . G A . . .'),
    'Line 4, column 2 (POS): "1.2E+04" is not a whole number from 1 to 16,569, the end of chrM. Correct it, or check that the file belongs to this genome.',
  ],
  [
    'a POS of zero',
    () => records('chrM 0 . G A . . .'),
    'Line 4, column 2 (POS): "0" is not a whole number from 1 to 16,569, the end of chrM. Correct it, or check that the file belongs to this genome. Positions are counted from 1.',
  ],
  [
    'a negative POS',
    () => records('chrM -5 . G A . . .'),
    'Line 4, column 2 (POS): "-5" is not a whole number from 1 to 16,569, the end of chrM. Correct it, or check that the file belongs to this genome.',
  ],
  [
    'a POS after the end',
    () => records('chrM 16570 . G A . . .'),
    'Line 4, column 2 (POS): "16570" is not a whole number from 1 to 16,569, the end of chrM. Correct it, or check that the file belongs to this genome.',
  ],
  [
    'a POS of 400 digits',
    () => records(`chrM ${'9'.repeat(400)} . G A . . .`),
    'Line 4, column 2 (POS): "999999999999999999999999999999999999999999999999999999999999" is not a whole number from 1 to 16,569, the end of chrM. Correct it, or check that the file belongs to this genome.',
  ],
  [
    'no POS',
    () => `${HEADER}chrM\t\t.\tG\tA\t.\t.\t.\n`,
    'Line 4, column 2 (POS): "" is not a whole number from 1 to 16,569, the end of chrM. Correct it, or check that the file belongs to this genome.',
  ],
  [
    'no ID',
    () => `${HEADER}chrM\t11778\t\tG\tA\t.\t.\t.\n`,
    'Line 4, column 3 (ID): it is empty. Write "." where there is no name.',
  ],
  [
    'no REF',
    () => `${HEADER}chrM\t11778\t.\t\tA\t.\t.\t.\n`,
    'Line 4, column 4 (REF): it is empty. It must hold the bases of the reference.',
  ],
  [
    'a REF with an asterisk',
    () => records('chrM 11778 . G* A . . .'),
    'Line 4, column 4 (REF): "G*" must hold bases only (A, C, G, T, N). Correct this record.',
  ],
  [
    'a REF of a dash',
    () => records('chrM 11778 . - A . . .'),
    'Line 4, column 4 (REF): "-" must hold bases only (A, C, G, T, N). Correct this record.',
  ],
  [
    'a REF with an ambiguous base',
    () => records('chrM 11778 . R A . . .'),
    'Line 4, column 4 (REF): "R" must hold bases only (A, C, G, T, N). Correct this record.',
  ],
  [
    'a wrong REF',
    () => records('chrM 11778 . C A . . .'),
    'Line 4, column 4 (REF): "C" does not fit the reference, which has "G" at chrM:11778. Check that the file was made with this reference (for chrM the rCRS), or lift it over.',
  ],
  [
    'a REF of N beside a sequence',
    () => records('chrM 11778 . N A . . .'),
    'Line 4, column 4 (REF): "N" does not fit the reference, which has "G" at chrM:11778. Check that the file was made with this reference (for chrM the rCRS), or lift it over.',
  ],
  [
    'a long wrong REF',
    () => records('chrM 11778 . GCACTC G . . .'),
    'Line 4, column 4 (REF): "GCACTC" does not fit the reference, which has "GCATCA" at chrM:11778. Check that the file was made with this reference (for chrM the rCRS), or lift it over.',
  ],
  [
    'a REF that leaves the contig',
    () => records('chrM 16568 . TGG T . . .'),
    'Line 4, column 4 (REF): "TGG" does not fit the reference, which has "TG" at chrM:16568, and chrM ends at 16569. Check that the file was made with this reference (for chrM the rCRS), or lift it over.',
  ],
  [
    'an empty ALT',
    () => `${HEADER}chrM\t11778\t.\tG\t\t.\t.\t.\n`,
    'Line 4, column 5 (ALT): an allele is empty. Write "." where there is no other allele, and one comma between two.',
  ],
  [
    'an empty allele',
    () => records('chrM 11778 . G A,,T . . .'),
    'Line 4, column 5 (ALT): an allele is empty. Write "." where there is no other allele, and one comma between two.',
  ],
  [
    'a deletion written as a dash',
    () => records('chrM 11778 . G - . . .'),
    'Line 4, column 5 (ALT): "-" is no allele. Write a deletion with the base before it in REF and ALT.',
  ],
  [
    'an ALT that is a word',
    () => records('chrM 11778 . G loss! . . .'),
    'Line 4, column 5 (ALT): "loss!" is no allele. Write bases (A, C, G, T, N), *, a symbolic allele like <DEL>, or a breakend like G]chrM:500].',
  ],
  [
    'an ALT with a space',
    () => `${HEADER}chrM\t11778\t.\tG\tA, T\t.\t.\t.\n`,
    'Line 4, column 5 (ALT): it holds a space. Separate alleles with commas, columns with tabs.',
  ],
  [
    'an ALT with a slash',
    () => records('chrM 11778 . G A/T . . .'),
    'Line 4, column 5 (ALT): "A/T" is no allele. Write bases (A, C, G, T, N), *, a symbolic allele like <DEL>, or a breakend like G]chrM:500].',
  ],
  [
    'a symbolic allele that is not closed',
    () => records('chrM 11778 . G <DEL . . .'),
    'Line 4, column 5 (ALT): "<DEL" is no allele. Write bases (A, C, G, T, N), *, a symbolic allele like <DEL>, or a breakend like G]chrM:500].',
  ],
  [
    'a single breakend',
    () => records('chrM 11778 . G G. . . .'),
    'Line 4, column 5 (ALT): "G." is a single breakend, which can\'t be annotated. Remove this record.',
  ],
  [
    'an ALT that is REF',
    () => records('chrM 11778 . G g . . .'),
    'Line 4, column 5 (ALT): it repeats an allele, or is the same as REF. Correct or remove this record.',
  ],
  [
    'an ALT that comes twice',
    () => records('chrM 11778 . G A,T,A . . .'),
    'Line 4, column 5 (ALT): it repeats an allele, or is the same as REF. Correct or remove this record.',
  ],
];
