// adapters/annotator/record.ts — checks one record after another on its bytes, without making strings of it.
import { printable } from '../../domain/annotation.ts';
import type { Header } from './header.ts';
import { refuseLine } from './refused.ts';
import { placeTracker } from './places.ts';
import type { RecordRules } from './places.ts';
import { tagCollector } from './tags.ts';
import type { Span } from './tags.ts';

const TAB = 9;
const SPACE = 32;
const DOT = 46;
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
        refuseLine(line, wrongColumns(bytes.toString('latin1', start, end), found + 1, columns));
      const [nameEnd = 0, positionEnd = 0, , , altEnd = 0, qualityEnd = 0, filterEnd = 0, infoTab = 0, formatEnd = 0] =
        tabs;
      const contig = places.enter(bytes, { start, end: nameEnd, line });
      places.visit(wholeNumber(bytes, nameEnd + 1, positionEnd), line);
      checkAlleles(bytes, tabs, line);
      checkQuality(bytes.toString('latin1', altEnd + 1, qualityEnd), line);
      const infoEnd = columns > 8 ? infoTab : end;
      tags.filter(bytes, { start: qualityEnd + 1, end: filterEnd, line });
      tags.info(bytes, { start: filterEnd + 1, end: infoEnd, line });
      if (columns > 9) tags.format(bytes, { start: infoEnd + 1, end: formatEnd, line });
      return { nameEnd, contig };
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

function checkAlleles(bytes: Buffer, tabs: Int32Array, line: number): void {
  const [, , idEnd = 0, refEnd = 0, altEnd = 0] = tabs;
  if (refEnd === idEnd + 1) refuseLine(line, 'REF is empty. It must hold the bases of the reference.');
  if (altEnd === refEnd + 1) refuseLine(line, 'ALT is empty. Write "." where there is no other allele.');
  for (let at = idEnd + 1; at < refEnd; at += 1) {
    const letter = bytes[at]! & ~32;
    if (letter >= 65 && letter <= 90) continue;
    refuseLine(
      line,
      `REF "${printable(bytes.toString('latin1', idEnd + 1, refEnd))}" must hold bases only (A, C, G, T, N).`,
    );
  }
  for (let at = refEnd + 1; at < altEnd; at += 1) {
    if (bytes[at] === SPACE) refuseLine(line, 'ALT holds a space. Separate alleles with commas, columns with tabs.');
  }
}

function checkQuality(quality: string, line: number): void {
  if (quality.length === 1 && quality.charCodeAt(0) === DOT) return;
  if (quality === '' || !/^(\d+(\.\d*)?(e[+-]?\d+)?|\.\d+|inf|nan)$/i.test(quality)) {
    refuseLine(line, `QUAL must be a number or ".", it is "${printable(quality)}".`);
  }
}

function wrongColumns(text: string, found: number, wanted: number): string {
  if (text.trim() === '') return 'it is empty. Remove empty lines between the records.';
  const spaces = found < 8 && text.split(/ +/).length + found > 8;
  const hint = spaces ? 'The columns are separated by spaces; VCF needs tabs.' : missing(found, wanted);
  return `it has ${found} column${found === 1 ? '' : 's'}, the header has ${wanted}. ${hint}`;
}

const missing = (found: number, wanted: number): string =>
  found < wanted
    ? `The first missing one is ${NAMES[found] ?? 'a sample'}.`
    : 'Remove what is too much, or name it in the line #CHROM.';
