// test/adapters/annotator/malformed/values.ts — broken columns QUAL to the last sample, each with the sentence that its owner reads.
import { HEADER, records, tabbed, withMeta, withSamples } from '../a-check.ts';
import type { Malformed } from '../a-check.ts';

const COUNT = '##INFO=<ID=AC,Number=A,Type=Integer,Description="x">';

export const VALUES: readonly Malformed[] = [
  [
    'a QUAL that is a word',
    () => records('chrM 11778 . G A good . .'),
    'Line 4, column 6 (QUAL): "good" is not a number. Write a number, or "." where there is none.',
  ],
  [
    'no QUAL',
    () => `${HEADER}chrM\t11778\t.\tG\tA\t\t.\t.\n`,
    'Line 4, column 6 (QUAL): "" is not a number. Write a number, or "." where there is none.',
  ],
  [
    'no FILTER',
    () => `${HEADER}chrM\t11778\t.\tG\tA\t.\t\t.\n`,
    'Line 4, column 7 (FILTER): it is empty. Write PASS or ".".',
  ],
  [
    'a FILTER with commas',
    () => records('chrM 11778 . G A . q10,s50 .'),
    'Line 4, column 7 (FILTER): "q10,s50" can\'t be the name of a FILTER field. Use letters, digits and "_".',
  ],
  [
    'a field name that no header can declare',
    () => records('chrM 11778 . G A . . a<b=1'),
    'Line 4, column 8 (INFO): "a<b" can\'t be the name of an INFO field. Use letters, digits and "_".',
  ],
  [
    'INFO with spaces',
    () => `${HEADER}chrM\t11778\t.\tG\tA\t.\t.\tDP=1; AC=2\n`,
    'Line 4, column 8 (INFO): " AC" can\'t be the name of an INFO field. It holds a space: separate fields with ";", and columns with tabs.',
  ],
  [
    'an END that is a word',
    () => withMeta(['##INFO=<ID=END,Number=1,Type=Integer,Description="x">'], 'chrM 11778 . G <DEL> . . END=here'),
    'Line 4, column 8 (INFO): END must be a whole number, it is "here". Correct this record.',
  ],
  [
    'fewer values than alleles',
    () => withMeta([COUNT], 'chrM 11778 . G A,T . . AC=1'),
    'Line 4, column 8 (INFO): AC has 1 value, and its header line asks for one for each ALT allele: 2. Correct it, or the Number in the header.',
  ],
  [
    'more values than alleles',
    () => withMeta([COUNT], 'chrM 11778 . G A,T . . AC=1,2,3'),
    'Line 4, column 8 (INFO): AC has 3 values, and its header line asks for one for each ALT allele: 2. Correct it, or the Number in the header.',
  ],
  [
    'no values for alleles',
    () => withMeta([COUNT.replace('Number=A', 'Number=R')], 'chrM 11778 . G A,T . . AC'),
    'Line 4, column 8 (INFO): AC has 0 values, and its header line asks for one for each allele, REF first: 3. Correct it, or the Number in the header.',
  ],
  [
    'a NUL',
    () => records('chrM 11778 . G A . . X=a\0b'),
    'Line 4: it holds a control character (byte 25): the file is damaged or not text. Export the VCF again.',
  ],
  [
    'an escape for terminals',
    () => records('chrM 11778 . G A . . X=\u001b[31m'),
    'Line 4: it holds a control character (byte 24): the file is damaged or not text. Export the VCF again.',
  ],
  [
    'a CR within a line',
    () => records('chrM 11778 . G A . . X=a\rb'),
    'Line 4: it holds a control character (byte 25): the file is damaged or not text. Export the VCF again.',
  ],
  [
    'no FORMAT',
    () => `${withSamples('S1')}${tabbed('chrM 11778 . G A . . .')}\t\t0/1\n`,
    'Line 5, column 9 (FORMAT): it is empty. Write ".".',
  ],
  [
    'a genotype that is a word',
    () => withSamples('S1', 'chrM 11778 . G A . . . GT het'),
    'Line 5, column 10 (sample S1): "het" is not a genotype (GT). Write genotypes like 0/1, 1|1 or ./.; separate fields with colons.',
  ],
  [
    'a genotype of bases',
    () => withSamples('S1 S2', 'chrM 11778 . G A . . . GT 0/1 G/A'),
    'Line 5, column 11 (sample S2): "G/A" is not a genotype (GT). Write genotypes like 0/1, 1|1 or ./.; separate fields with colons.',
  ],
  [
    'a genotype that goes on',
    () => withSamples('S1', 'chrM 11778 . G A . . . GT 0/'),
    'Line 5, column 10 (sample S1): "0/" is not a genotype (GT). Write genotypes like 0/1, 1|1 or ./.; separate fields with colons.',
  ],
  [
    'a genotype that names no allele',
    () => withSamples('S1', 'chrM 11778 . G A . . . GT 0/2'),
    'Line 5, column 10 (sample S1): the genotype (GT) "0/2" names an allele that ALT does not have (it has 1). Correct this record.',
  ],
  [
    'an empty genotype',
    () => `${withSamples('S1 S2')}${tabbed('chrM 11778 . G A . . . GT 0/1')}\t\n`,
    'Line 5, column 11 (sample S2): "" is not a genotype (GT). Write genotypes like 0/1, 1|1 or ./.; separate fields with colons.',
  ],
  [
    'a genotype that begins with its phase, before VCF 4.4',
    () => withSamples('S1', 'chrM 11778 . G A . . . GT |0|1'),
    'Line 5, column 10 (sample S1): "|0|1" is not a genotype (GT). Write genotypes like 0/1, 1|1 or ./.; separate fields with colons.',
  ],
  [
    'more fields than FORMAT names',
    () => withSamples('S1', 'chrM 11778 . G A . . . GT 0/1:35'),
    'Line 5, column 10 (sample S1): it has 2 fields, FORMAT names 1. Correct this record.',
  ],
];
