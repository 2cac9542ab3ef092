// domain/other-formats.ts — names the format of a file that is not a VCF, by how it begins.
import { printable } from './annotation.ts';

const READS = 'of aligned reads. Call variants first and upload their VCF.';
const UPLOAD = 'Upload a VCF file of variants.';
const PACKED = 'Upload the VCF itself, plain or packed with gzip or bgzip.';
const WORKBOOK = 'This is an Excel file (XLSX). Upload the VCF that it was made from: spreadsheets change its values.';
const GENES = /^[^\t\n]+\t[^\t\n]+\t[A-Za-z_]+\t\d+\t\d+\t[^\t\n]+\t[+\-.?]\t[.012]\t/;

/** By their first bytes. */
const MAGIC: readonly (readonly [begins: readonly string[], advice: string])[] = [
  [['\x1f\x8b'], 'The file was compressed twice. Unpack it once and upload it again.'],
  [
    ['BCF'],
    'This is a BCF file of a version that is not supported. Convert it with "bcftools view -Oz" and upload the VCF.',
  ],
  [['BAM\x01'], `This is a BAM file ${READS}`],
  [['CRAM'], `This is a CRAM file ${READS}`],
  [['TBI\x01', 'CSI\x01'], 'This is an index (.tbi or .csi), not the file it belongs to. Upload the .vcf.gz itself.'],
  [['PK\x03\x04', 'PK\x05\x06'], `This is a ZIP or Excel file. Unpack it. ${PACKED}`],
  [['\xd0\xcf\x11\xe0'], 'This is an old Excel or Word file. Upload the VCF that it was made from.'],
  [['\xff\xfe', '\xfe\xff', '#\0#\0', '\0#\0#'], 'This text is in UTF-16. Save it as UTF-8 and upload it again.'],
  [['%PDF'], 'This is a PDF file. Upload the VCF file that it was made from.'],
  [['\x89PNG', '\xff\xd8\xff', 'GIF8'], `This is a picture. ${UPLOAD}`],
  [
    ['BZh', '\xfd7zXZ', '\x28\xb5\x2f\xfd', '7z\xbc\xaf', 'Rar!'],
    `The file is packed with bzip2, xz, zstd, 7-Zip or RAR. ${PACKED}`,
  ],
  [
    ['\0\x05\x16\x07'],
    'This is a companion file of macOS (its name begins with "._"). Upload the file of the same name without "._".',
  ],
  [['\x89HDF', 'SQLite format 3', 'PAR1'], `This is a database (HDF5, SQLite or Parquet). ${UPLOAD}`],
  [
    ['version https://git-lfs'],
    'This is a pointer of Git LFS, not the file. Fetch it with "git lfs pull" and upload that.',
  ],
];

/** By their first line; the first that fits is told. */
const TEXTS: readonly (readonly [looksLike: RegExp, advice: string])[] = [
  [/^>/, `This is a FASTA file of sequences. ${UPLOAD}`],
  [/^@(HD|SQ|RG|PG|CO)\t/, `This is a SAM file ${READS}`],
  [/^@/, 'This looks like a FASTQ file of reads. Align them, call variants, and upload their VCF.'],
  [/^##gff-version/, `This is a GFF file of genes. ${UPLOAD}`],
  [/^(#!genome-|#gtf)/, `This is a GTF file of genes. ${UPLOAD}`],
  [GENES, `This is a GFF or GTF file of genes. ${UPLOAD}`],
  [
    /^(#.*(23andMe|AncestryDNA|rsid\b)|"?rsid"?[,\t]|(rs|i)\d+\t\w+\t\d+\t[ACGTDI-]{1,2}\r?$)/i,
    'This is a genotype file of 23andMe or a similar service. Convert it to VCF first, for example with "bcftools convert --tsv2vcf".',
  ],
  [/^(#version 2\.\d|Hugo_Symbol\t)/, 'This is a MAF file of mutations. Convert it with maf2vcf and upload the VCF.'],
  [/^## ENSEMBL VARIANT EFFECT/, 'This is a table written by VEP. Upload the VCF that was given to VEP.'],
  [/^\{\\rtf/, 'This is a rich-text document (RTF). Save it as plain text and upload it again.'],
  [
    /^\s*<(!doctype|html|\?xml)/i,
    'This is a web page, probably an error page saved as a file. Download the VCF again.',
  ],
  [/^\s*(\{\s*("|$)|\[\s*([{["\d]|$))/, `This is a JSON file. ${UPLOAD}`],
  [/^(track|browser) /, `This is a BED file of regions. ${UPLOAD}`],
  [/^\S+\t\d+\t\d+(\t|\r?$)/, `This is a BED file of regions. ${UPLOAD}`],
  [
    /^\S+\t\d+\t\S*\t[ACGTN]+\t/i,
    'The header is missing: the file starts with a record. Put the lines ##fileformat=VCFv4.2 and #CHROM... before it.',
  ],
  [
    /^#CHROM\b/,
    'The first line must be ##fileformat=VCFv4.2 (or another version); here it is the line #CHROM. Add that line before it.',
  ],
  [
    /^##/,
    'The first line must be ##fileformat=VCFv4.2 (or another version); here another header line comes first. Move that line up.',
  ],
  [
    /^("[^"\n]*"|[^\t\n,;]*)[,;](?! )("[^"\n]*"|[^\t\n,;]*)[,;](?! )/,
    `This is a CSV file. ${UPLOAD} It separates columns with tabs.`,
  ],
];

/** What to tell about a file that begins with this text (latin1) and not with `##fileformat=VCF...`. */
export function otherFormat(head: string): string {
  if (head.trim() === '')
    return 'The file begins with an empty line. The first line must be ##fileformat=VCFv4.x: remove what is before it.';
  const start = head.slice(0, 4096);
  if (start.startsWith('PK\x03\x04') && /\[Content_Types\]|xl\//.test(start)) return WORKBOOK;
  const magic = MAGIC.find(([begins]) => begins.some((bytes) => start.startsWith(bytes)));
  if (magic) return magic[1];
  if (isBinary(start)) return `This is a binary file, not a VCF. ${PACKED}`;
  const text = TEXTS.find(([looksLike]) => looksLike.test(start));
  if (text) return text[1];
  return (
    `This is not a VCF: its first line must be ##fileformat=VCFv4.x, and it is "${printable(start.split('\n', 1)[0] ?? '')}". ` +
    'Export the variants as VCF and upload them again.'
  );
}

function isBinary(text: string): boolean {
  let odd = 0;
  const looked = text.slice(0, 512);
  for (const char of looked) if ((char < ' ' && !'\t\r\n'.includes(char)) || char === '\u007f') odd += 1;
  return odd > 0 && odd * 20 > looked.length;
}
