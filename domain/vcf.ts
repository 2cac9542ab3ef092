// domain/vcf.ts — what a VCF looks like from outside, and what other files look like: one set of rules, and of words, for
// the page that uploads and for the check before an annotation. Text is latin1, one character a byte.
import { printable } from './annotation.ts';
import { otherFormat } from './other-formats.ts';

export const VCF_COLUMNS = ['CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT'] as const;
/** The empty block that ends every complete BGZF file (SAM specification, section 4.1.2), in hexadecimal. */
export const BGZF_END = '1f8b08040000000000ff0600424302001b0003000000000000000000';
export const EMPTY = 'The file is empty. Upload the VCF file again.';
export const NO_TEXT = 'The file has no text. Upload the VCF file again.';
export const TORN =
  'The compressed file is damaged or was cut off on the way, so its end is missing. Upload it again, ' +
  'or test it with "gzip -t".';

/** Whether the first bytes are those of a gzip file, and of its kind with an index, BGZF. */
export function packingOf(head: Uint8Array): 'plain text' | 'gzip' | 'BGZF' {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return 'plain text';
  return head[3]! & 4 && head[12] === 0x42 && head[13] === 0x43 ? 'BGZF' : 'gzip';
}

/** A place in a file, for people: `Line 4, column 2 (POS)`; line and column from 1. */
export function placeOf(line: number, column = 0, name: string = VCF_COLUMNS[column - 1] ?? 'a sample'): string {
  return column > 0 ? `Line ${line}, column ${column} (${name})` : `Line ${line}`;
}

const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';
/** The first line without the mark that some editors on Windows put before it. */
export const withoutMark = (firstLine: string): string =>
  firstLine.startsWith(BYTE_ORDER_MARK) ? firstLine.slice(BYTE_ORDER_MARK.length) : firstLine;

/** The version (`4.2`) that a first line names, or what is wrong with it. */
export function versionOf(firstLine: string): { version: string } | { problem: string } {
  const line = withoutMark(firstLine);
  const [, version = '', rest = ''] = /^"?##fileformat=VCFv(\d+\.\d+)(.*)$/s.exec(line) ?? [];
  const problem = version === '' ? noVersion(line) : afterVersion(version, line.startsWith('"') ? ',' : rest);
  return problem === undefined ? { version } : { problem };
}

function noVersion(line: string): string {
  if (!line.startsWith('##fileformat=')) return otherFormat(line);
  const found = printable(line.slice('##fileformat='.length));
  return `Line 1: the format "${found}" is not known; it must be VCFv4.0 to VCFv4.5. Export the file again as VCF 4.2.`;
}

function afterVersion(version: string, rest: string): string | undefined {
  if (/^[,;]/.test(rest)) return SPREADSHEET;
  if (/^\r./s.test(rest)) return CARRIAGE_RETURNS;
  if (rest.trim() !== '') {
    return `Line 1: "${printable(rest.trim())}" follows the version. The line must be ##fileformat=VCFv${version} and nothing else.`;
  }
  if (/^4\.[0-5]$/.test(version)) return undefined;
  return `Line 1: VCF ${version} is not supported; it must be VCFv4.0 to VCFv4.5. Convert it, for example with "vcf-convert".`;
}

const CARRIAGE_RETURNS =
  'Line 1: the lines end with CR alone, as on old Macintoshes. Save the file with LF as line end (Unix).';
const SPREADSHEET =
  'Line 1: this VCF was saved as CSV by a spreadsheet, which changes its values. Upload the VCF as it was before.';

/** What is wrong with the line `#CHROM...`, or undefined. */
function columnsProblem(text: string, line: number): string | undefined {
  const columns = text.split('\t', VCF_COLUMNS.length + 1);
  const fixed: readonly string[] = columns.length === 8 ? VCF_COLUMNS.slice(0, 8) : VCF_COLUMNS;
  const wanted = (at: number): string => (at === 0 ? '#CHROM' : (fixed[at] ?? ''));
  const wrong = fixed.findIndex((_, at) => columns[at] !== wanted(at));
  if (wrong < 0) return undefined;
  const spaces = /^#CHROM +POS/.test(text);
  if (spaces)
    return `${placeOf(line)}: the columns of the header are separated by spaces; VCF needs tabs. ${TABS_HINT}`;
  if (wrong === 0) {
    return `${placeOf(line)}: a line of the header begins with "##", its last one with "#CHROM"; this one is "${printable(text)}". Remove it or mend it.`;
  }
  const found = columns[wrong] === undefined ? 'it is missing' : `it is "${printable(columns[wrong])}"`;
  return `${placeOf(line, wrong + 1)}: the header must name this column ${wanted(wrong)}, ${found}. Correct the line #CHROM.`;
}

const TABS_HINT = 'An editor or a web page has changed them: upload the file as the variant caller wrote it.';

/** What to say of a record with another number of columns than the header, `wanted`. */
export function widthProblem(text: string, line: number, wanted: number): string {
  const found = widthOf(text);
  if (text.trim() === '') return `${placeOf(line)}: it is empty. Remove empty lines between the records.`;
  if (text.startsWith('#')) {
    return `${placeOf(line)}: a line of the header, "${printable(text)}", stands between the records. Were files joined? Join them with "bcftools concat".`;
  }
  const counted = `${placeOf(line)}: it has ${found} column${found === 1 ? '' : 's'}, the header has ${wanted}.`;
  if (found < 8 && text.split(/ +/).length + found > 8) {
    return `${counted} The columns are separated by spaces; VCF needs tabs. ${TABS_HINT}`;
  }
  if (found > wanted) return `${counted} Remove what is too much, or name it in the line #CHROM.`;
  return `${counted} The first missing one is ${VCF_COLUMNS[found] ?? 'a sample'}. Was the file cut off?`;
}

/**
 * What is wrong with the first part of a file (unpacked, latin1), or undefined. `whole`: there is no more of it. It looks at
 * shape alone: first line, header lines, number of columns; genome and values need the check on the server.
 */
export function firstPartProblem(text: string, whole: boolean): string | undefined {
  const cutFirst = !whole && text.length < FIRST_LINE && !text.includes('\n');
  if (isBcf(text) || cutFirst) return undefined;
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines.length > 1 && (!whole || lines.at(-1) === '')) lines.pop(); // a line that may go on, or none
  const first = versionOf(lines[0] ?? '');
  return 'problem' in first ? first.problem : shapeProblem(lines);
}

function shapeProblem(lines: readonly string[]): string | undefined {
  const end = lines.findIndex((line, at) => at > 0 && !line.startsWith('##'));
  if (end < 0) return undefined;
  const problem = headerEndProblem(lines[end]!, end + 1);
  if (problem !== undefined) return problem;
  const wanted = widthOf(lines[end]!);
  const wrong = lines.findIndex((line, at) => at > end && widthOf(line) !== wanted);
  return wrong < 0 ? undefined : widthProblem(lines[wrong]!, wrong + 1, wanted);
}

/** A first line that is longer is none of a VCF. */
const FIRST_LINE = 4096;

/** BCF in its second version, the one in use. */
export const isBcf = (text: string): boolean => text.startsWith('BCF\u0002');

const widthOf = (line: string): number => line.split('\t').length;

/** What is wrong with the line that ends a run of `##` lines, or undefined: it is `#CHROM...` as it must be. */
export function headerEndProblem(text: string, line: number): string | undefined {
  if (text.startsWith('#')) return columnsProblem(text, line);
  if (text.trim() === '') return `${placeOf(line)}: the line is empty. Remove empty lines from the header.`;
  return `${placeOf(line)}: a record comes before the line #CHROM. Add the line #CHROM POS ID REF ALT QUAL FILTER INFO, separated by tabs.`;
}
