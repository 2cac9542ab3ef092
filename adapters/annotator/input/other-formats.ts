// adapters/annotator/input/other-formats.ts — names the format of a file that is not a VCF, by its first line.
import { printable } from '../../../domain/annotation.ts';

const FORMATS: readonly (readonly [looksLike: RegExp, advice: string])[] = [
  [/^BCF/, 'This is a BCF file. Convert it with "bcftools view -Oz" and upload the VCF.'],
  [/^BAM\W/, 'This is a BAM file of aligned reads. Call variants first and upload their VCF.'],
  [/^CRAM/, 'This is a CRAM file of aligned reads. Call variants first and upload their VCF.'],
  [/^PK\W{2}/, 'This is a ZIP or Excel file. Upload the VCF itself, plain or compressed with gzip.'],
  [/^(\xff\xfe|\xfe\xff)/, 'This text is in UTF-16. Save it as UTF-8 and upload it again.'],
  [/^%PDF/, 'This is a PDF file. Upload the VCF file that it was made from.'],
  [
    /^(BZh|\xfd7zXZ|\x28\xb5\x2f\xfd)/,
    'The file is packed with bzip2, xz or zstd. Upload it plain, or packed with gzip or bgzip.',
  ],
  [/^>/, 'This is a FASTA file of sequences. Upload a VCF file of variants.'],
  [/^@(HD|SQ|RG|PG)\t/, 'This is a SAM file of aligned reads. Call variants first and upload their VCF.'],
  [/^@/, 'This looks like a FASTQ file of reads. Align them, call variants, and upload their VCF.'],
  [/^##gff-version/, 'This is a GFF file of genes. Upload a VCF file of variants.'],
  [/^#.*(23andMe|rsid)/i, 'This is a genotype file of 23andMe or a similar service. Convert it to VCF first.'],
  [
    /^\s*<(!doctype|html|\?xml)/i,
    'This is a web page, probably an error page saved as a file. Download the VCF again.',
  ],
  [/^(track|browser) /, 'This is a BED file of regions. Upload a VCF file of variants.'],
  [/^\S+\t\d+\t\d+(\t|$)/, 'This is a BED file of regions. Upload a VCF file of variants.'],
  [
    /^\S+\t\d+\t\S*\t[ACGTN]+\t/i,
    'The header is missing: the file starts with a record. Put the lines ##fileformat=VCFv4.2 and #CHROM... before it.',
  ],
  [/^#CHROM\b/, 'The first line must be ##fileformat=VCFv4.2 (or another version); here it is the line #CHROM.'],
];

const GZIP = '\u001f\u008b';

/** What to tell about a file whose first line (as latin1) is not `##fileformat=VCF...`. */
export function otherFormat(firstLine: string): string {
  if (firstLine.startsWith(GZIP)) return 'The file was compressed twice. Unpack it once and upload it again.';
  const known = FORMATS.find(([looksLike]) => looksLike.test(firstLine));
  if (known) return known[1];
  if (isBinary(firstLine))
    return 'This is a binary file, not a VCF. Upload a VCF, plain or compressed with gzip or bgzip.';
  return (
    `This is not a VCF: its first line must be ##fileformat=VCFv4.x, and it is "${printable(firstLine)}". ` +
    'Export the variants as VCF and upload them again.'
  );
}

function isBinary(text: string): boolean {
  let odd = 0;
  const looked = text.slice(0, 512);
  for (const char of looked) if ((char < ' ' && char !== '\t' && char !== '\r') || char === '\u007f') odd += 1;
  return odd > 0 && odd * 20 > looked.length;
}
