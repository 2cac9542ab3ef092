// test/adapters/annotator/malformed/headers.ts — broken headers, each with the sentence that its owner reads.
import { CHROM, HEADER, LHON, withMeta, withSamples } from '../a-check.ts';
import type { Malformed } from '../a-check.ts';

export const HEADERS: readonly Malformed[] = [
  [
    'a VCF 3.3',
    () => '##fileformat=VCFv3.3\n',
    'Line 1: VCF 3.3 is not supported; it must be VCFv4.0 to VCFv4.5. Convert it, for example with "vcf-convert".',
  ],
  [
    'a version that does not exist',
    () => '##fileformat=VCFv5.0\n',
    'Line 1: VCF 5.0 is not supported; it must be VCFv4.0 to VCFv4.5. Convert it, for example with "vcf-convert".',
  ],
  [
    'a format that is not VCF',
    () => '##fileformat=gVCF\n',
    'Line 1: the format "gVCF" is not known; it must be VCFv4.0 to VCFv4.5. Export the file again as VCF 4.2.',
  ],
  [
    'more than the version',
    () => '##fileformat=VCFv4.2 from a lab\n',
    'Line 1: "from a lab" follows the version. The line must be ##fileformat=VCFv4.2 and nothing else.',
  ],
  [
    'line ends of old Macintoshes',
    () => (HEADER + LHON).replaceAll('\n', '\r'),
    'Line 1: the lines end with CR alone, as on old Macintoshes. Save the file with LF as line end (Unix).',
  ],
  [
    'records without a header',
    () => LHON,
    'The header is missing: the file starts with a record. Put the lines ##fileformat=VCFv4.2 and #CHROM... before it.',
  ],
  [
    'a header without its first line',
    () => `${CHROM}\n${LHON}`,
    'The first line must be ##fileformat=VCFv4.2 (or another version); here it is the line #CHROM. Add that line before it.',
  ],
  [
    'a header whose first line comes later',
    () => `##source=x\n${HEADER}${LHON}`,
    'The first line must be ##fileformat=VCFv4.2 (or another version); here another header line comes first. Move that line up.',
  ],
  [
    'a header that ends early',
    () => '##fileformat=VCFv4.2\n##source=x\n',
    'The file ends within its header: the line #CHROM and the records are missing. Upload it again.',
  ],
  ['a header without records', () => HEADER, 'The file has a header but no records: there is nothing to annotate.'],
  [
    'a record before #CHROM',
    () => `##fileformat=VCFv4.2\n${LHON}`,
    'Line 2: a record comes before the line #CHROM. Add the line #CHROM POS ID REF ALT QUAL FILTER INFO, separated by tabs.',
  ],
  [
    'an empty line in the header',
    () => `##fileformat=VCFv4.2\n\n${CHROM}\n${LHON}`,
    'Line 2: the line is empty. Remove empty lines from the header.',
  ],
  [
    'a comment in the header',
    () => `##fileformat=VCFv4.2\n# made by hand\n${CHROM}\n${LHON}`,
    'Line 2: a line of the header begins with "##", its last one with "#CHROM"; this one is "# made by hand". Remove it or mend it.',
  ],
  [
    'a column misspelt',
    () => `##fileformat=VCFv4.2\n${CHROM.replace('ALT', 'Alt')}\n${LHON}`,
    'Line 2, column 5 (ALT): the header must name this column ALT, it is "Alt". Correct the line #CHROM.',
  ],
  [
    'a column missing',
    () => `##fileformat=VCFv4.2\n${CHROM.replace('\tINFO', '')}\n${LHON}`,
    'Line 2, column 8 (INFO): the header must name this column INFO, it is missing. Correct the line #CHROM.',
  ],
  [
    'FORMAT left out before samples',
    () => `##fileformat=VCFv4.2\n${CHROM}\tS1\n${LHON}`,
    'Line 2, column 9 (FORMAT): the header must name this column FORMAT, it is "S1". Correct the line #CHROM.',
  ],
  [
    'spaces between the columns',
    () => `##fileformat=VCFv4.2\n${CHROM.replaceAll('\t', ' ')}\n${LHON}`,
    'Line 2: the columns of the header are separated by spaces; VCF needs tabs. An editor or a web page has changed them: upload the file as the variant caller wrote it.',
  ],
  [
    'the chrM of hg19',
    () => HEADER.replace('16569', '16571') + LHON,
    'Line 2: contig chrM has 16,571 bases here, chrM of this genome has 16,569: the file was made with another reference (16,571 is the mitochondrion of hg19, NC_001807, not the rCRS). Lift it over to this one first.',
  ],
  [
    'a contig line without ID',
    () => withMeta(['##contig=<length=16569>'], 'chrM 11778 . G A . . .'),
    'Line 2: the contig line must read ##contig=<ID=...>, it is "##contig=<length=16569>". Correct it.',
  ],
  [
    'an INFO line without its bracket',
    () => withMeta(['##INFO=DP'], 'chrM 11778 . G A . . .'),
    'Line 2: the INFO line must read ##INFO=<ID=...>, it is "##INFO=DP". Correct it.',
  ],
  [
    'an INFO line that is cut off',
    () => withMeta(['##INFO=<ID=DP,Number=1,Type=Integer'], 'chrM 11778 . G A . . .'),
    'Line 2: the INFO line must read ##INFO=<ID=...>, it is "##INFO=<ID=DP,Number=1,Type=Integer". Correct it.',
  ],
  [
    'a Number that is a word',
    () => withMeta(['##INFO=<ID=DP,Number=one,Type=Integer,Description="x">'], 'chrM 11778 . G A . . .'),
    'Line 2: the header line of INFO/DP has the Number "one"; it must be a number, A, R, G or ".". Correct it.',
  ],
  [
    'a Type that does not exist',
    () => withMeta(['##INFO=<ID=DP,Number=1,Type=Int,Description="x">'], 'chrM 11778 . G A . . .'),
    'Line 2: the header line of INFO/DP has the Type "Int"; it must be one of Integer, Float, Flag, Character, String. Correct it.',
  ],
  [
    'a control character in the header',
    () => withMeta(['##source=a\u001b[31m'], 'chrM 11778 . G A . . .'),
    'Line 2: it holds a control character (byte 11). Remove it.',
  ],
  [
    'two samples of one name',
    () => withSamples('S1 S1', 'chrM 11778 . G A . . . GT 0/1 0/1'),
    'Line 4, column 11 (a sample): the name "S1" occurs twice. Give each sample its own name.',
  ],
  [
    'a sample without a name',
    () => `${withSamples('S1').trimEnd()}\t\n`,
    'Line 4, column 11 (a sample): it has no name. Look for a tab too many in the line #CHROM.',
  ],
];
