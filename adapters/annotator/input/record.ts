// adapters/annotator/input/record.ts — checks one record after another on its bytes, without making strings of it.
import { printable } from '../../../domain/annotation.ts';
import type { Header } from './header.ts';
import { refuseLine } from './refused.ts';
import { placeTracker } from './places.ts';
import type { RecordRules } from './places.ts';
import { tagCollector } from './tags.ts';
import type { Span } from './tags.ts';

const TAB = 9;
const SPACE = 32;
const UPPER_CASE = ~32;
const LETTER_A = 65;
const LETTER_Z = 90;
const NINE = 57;
const ZERO = 48;
const NAMES = ['CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT'];

/** Checks records against a header; `check` answers the end of the CHROM column and its name in this genome. */
export function recordChecker(header: Header, rules: RecordRules) {
  const tabs = new Int32Array(9);
  const columns = header.columns.split('\t').length;
  const tags = tagCollector(header.tags, rules.limits.tags);
  const places = placeTracker(rules);

  return {
    check(bytes: Buffer, span: Span): { nameEnd: number; contig: string } {
      const { start, end, line } = span;
      const found = findTabs(bytes, span, tabs);
      if (found !== columns - 1)
        refuseColumns(bytes.toString('latin1', start, end), { found: found + 1, columns, line });
      const infoEnd = columns > 8 ? tabs[7]! : end;
      const contig = places.enter(bytes, { start, end: tabs[0]!, line });
      places.visit(wholeNumber(bytes, tabs[0]! + 1, tabs[1]!), line);
      checkReference(bytes, { start: tabs[2]! + 1, end: tabs[3]!, line });
      checkAlternates(bytes, { start: tabs[3]! + 1, end: tabs[4]!, line });
      checkQuality(bytes.toString('latin1', tabs[4]! + 1, tabs[5]), line);
      tags.filter(bytes, { start: tabs[5]! + 1, end: tabs[6]!, line });
      tags.info(bytes, { start: tabs[6]! + 1, end: infoEnd, line });
      if (columns > 9) tags.format(bytes, { start: infoEnd + 1, end: tabs[8]!, line });
      return { nameEnd: tabs[0]!, contig };
    },
    /** What the records taught: how many, whether in order, and the tags that the header lacks. */
    finish: () => ({ ...places.finish(), undeclared: tags.undeclared() }),
  };
}

/** Fills in the first nine tabs of a line and answers the number of all its tabs; refuses a NUL. */
function findTabs(bytes: Buffer, { start, end, line }: Span, tabs: Int32Array): number {
  let found = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte > TAB) continue;
    if (byte !== TAB)
      refuseLine(line, 'it holds a control character: the file is damaged or not text. Export the VCF again.');
    if (found < 9) tabs[found] = at;
    found += 1;
  }
  return found;
}

function wholeNumber(bytes: Buffer, start: number, end: number): number {
  let number = start < end && end - start < 11 ? 0 : Number.NaN;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    number = byte >= ZERO && byte <= NINE ? number * 10 + byte - ZERO : Number.NaN;
  }
  return number;
}

function checkReference(bytes: Buffer, { start, end, line }: Span): void {
  if (start === end) refuseLine(line, 'REF is empty. It must hold the bases of the reference.');
  for (let at = start; at < end; at += 1) {
    const letter = bytes[at]! & UPPER_CASE;
    if (letter >= LETTER_A && letter <= LETTER_Z) continue;
    refuseLine(line, `REF "${printable(bytes.toString('latin1', start, end))}" must hold bases only (A, C, G, T, N).`);
  }
}

function checkAlternates(bytes: Buffer, { start, end, line }: Span): void {
  if (start === end) refuseLine(line, 'ALT is empty. Write "." where there is no other allele.');
  for (let at = start; at < end; at += 1) {
    if (bytes[at] === SPACE) refuseLine(line, 'ALT holds a space. Separate alleles with commas, columns with tabs.');
  }
}

function checkQuality(quality: string, line: number): void {
  if (quality === '.') return;
  if (quality === '' || !/^(\d+(\.\d*)?(e[+-]?\d+)?|\.\d+|inf|nan)$/i.test(quality)) {
    refuseLine(line, `QUAL must be a number or ".", it is "${printable(quality)}".`);
  }
}

function refuseColumns(
  text: string,
  { found, columns, line }: { found: number; columns: number; line: number },
): never {
  if (text.trim() === '') refuseLine(line, 'it is empty. Remove empty lines between the records.');
  const spaces = found < 8 && text.split(/ +/).length + found > 8;
  const hint = spaces ? 'The columns are separated by spaces; VCF needs tabs.' : columnHint(found, columns);
  refuseLine(line, `it has ${found} column${found === 1 ? '' : 's'}, the header has ${columns}. ${hint}`);
}

const columnHint = (found: number, wanted: number): string =>
  found < wanted
    ? `The first missing one is ${NAMES[found] ?? 'a sample'}.`
    : 'Remove what is too much, or name it in the line #CHROM.';
