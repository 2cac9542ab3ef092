// adapters/annotator/input/columns.ts — finds the columns of a line on its bytes.
import { count } from '../../../domain/annotation.ts';

const TAB = 9;
const SPACE = 32;
const DOT = 46;
const NINE = 57;
const ZERO = 48;
/** CHROM to FORMAT end in tabs. */
export const FIXED = 9;

/** Fills in the first nine tabs of a line and answers the number of all its tabs, or ~place of a control character. */
export function findTabs(
  bytes: Buffer,
  { start, end, tabs }: { start: number; end: number; tabs: Int32Array },
): number {
  let found = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte >= SPACE) continue;
    if (byte !== TAB) return ~at;
    if (found < FIXED) tabs[found] = at;
    found += 1;
  }
  return found;
}

/** What to say of a control character, `at` bytes after the start of the line. */
export const controlProblem = (line: number, at: number): string =>
  `Line ${line}: it holds a control character (byte ${count(at + 1)}): the file is damaged or not text. Export the VCF again.`;

/** Whether QUAL stands there: most are digits with a point or none, which needs no string. */
export function isQuality(bytes: Buffer, start: number, end: number): boolean {
  let points = 0;
  let at = start;
  for (; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte === DOT) points += 1;
    else if (byte < ZERO || byte > NINE) break;
  }
  if (at === end && end > start && points < 2) return true;
  const text = bytes.toString('latin1', start, Math.min(end, start + 100));
  return /^[+-]?(\d+(\.\d*)?(e[+-]?\d+)?|\.\d+|inf|infinity|nan)$/i.test(text);
}
