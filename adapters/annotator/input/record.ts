// adapters/annotator/input/record.ts — checks one record after another on its bytes, and hands it on, mended if need be.
import { count, printable } from '../../../domain/annotation.ts';
import { widthProblem } from '../../../domain/vcf.ts';
import { alleleChecker } from './alleles.ts';
import type { CheckRules } from './check-input.ts';
import { contigNames } from './contig-names.ts';
import type { Header } from './header.ts';
import { infoChecker } from './info.ts';
import type { MendedText } from './mended-text.ts';
import { placeTracker } from './places.ts';
import type { Reference } from './reference.ts';
import type { Problems } from './refused.ts';
import { sampleChecker } from './samples.ts';
import { tagCollector } from './tags.ts';

const TAB = 9;
const DOT = 46;
const HASH = 35;
const SPACE = 32;
const NINE = 57;
const ZERO = 48;
const ID = 3;
const QUAL = 6;
/** CHROM to FORMAT end in tabs; the last of nine columns in the end of the line. */
const FIXED = 9;

export interface RecordContext {
  rules: Pick<CheckRules, 'contigs' | 'limits'>;
  reference?: Reference | undefined;
  problems: Problems;
  out: MendedText;
}

/** Checks records against a header and writes them to `out` without their line ends. */
export function recordChecker(header: Header, { rules, reference, problems, out }: RecordContext) {
  const { contigs, limits } = rules;
  const tabs = new Int32Array(FIXED);
  const columns = header.columns.split('\t').length;
  const tagRules = { declared: header.tags, limit: limits.tags };
  const tags = tagCollector(tagRules, problems);
  const info = infoChecker(tagRules, tags, problems);
  const names = contigNames(contigs);
  const places = placeTracker({ contigs, names, limits }, problems);
  const alleles = alleleChecker(reference, problems);
  const samples = sampleChecker({ names: header.samples, phasePrefix: /^4\.[45]/.test(header.version) }, problems);
  const mended = { renamed: 0, upperCased: 0, unknownBases: 0 };

  function width(bytes: Buffer, start: number, end: number): boolean {
    const found = findTabs(bytes, { start, end, tabs });
    if (found === columns - 1 && bytes[start] !== HASH) return true;
    problems.addText(
      found < 0
        ? controlProblem(problems.line, ~found - start)
        : widthProblem(bytes.toString('latin1', start, Math.min(end, start + 100_000)), problems.line, columns),
    );
    return false;
  }

  function values(bytes: Buffer, end: number, alternates: number): boolean {
    if (tabs[2]! === tabs[1]! + 1) problems.add(ID, 'it is empty. Write "." where there is no name.');
    if (!isQuality(bytes, tabs[4]! + 1, tabs[5]!)) {
      const text = printable(bytes.toString('latin1', tabs[4]! + 1, tabs[5]));
      problems.add(QUAL, `"${text}" is not a number. Write a number, or "." where there is none.`);
      return false;
    }
    const infoEnd = columns > 8 ? tabs[7]! : end;
    return (
      tags.list('FILTER', bytes, { start: tabs[5]! + 1, end: tabs[6]! }) &&
      info(bytes, { start: tabs[6]! + 1, end: infoEnd, alternates }) &&
      (columns < FIXED + 1 || sampleColumns(bytes, end, alternates))
    );
  }

  function sampleColumns(bytes: Buffer, end: number, alternates: number): boolean {
    const span = { start: tabs[7]! + 1, end: tabs[8]! };
    if (!tags.list('FORMAT', bytes, span)) return false;
    samples.format(bytes, span);
    return samples.check(bytes, { start: tabs[8]! + 1, end, alternates });
  }

  function write(
    bytes: Buffer,
    { start, end, contig, position }: { start: number; end: number; contig: string; position: number },
  ): void {
    const { lowerCase, unknownBases } = alleles.alleles;
    const rename = places.renames();
    if (!rename && !lowerCase && !unknownBases) return out.keep(bytes, start, end);
    if (rename) mended.renamed += 1;
    out.text(contig);
    out.keep(bytes, tabs[0]!, tabs[2]! + 1);
    const ref = bytes.toString('latin1', tabs[2]! + 1, tabs[3]);
    out.text(unknownBases ? known(ref, position, contig) : ref.toUpperCase());
    out.text('\t');
    out.text(
      bytes
        .toString('latin1', tabs[3]! + 1, tabs[4])
        .split(',')
        .map(alternate)
        .join(','),
    );
    out.keep(bytes, tabs[4]!, end);
    if (lowerCase) mended.upperCased += 1;
    if (unknownBases) mended.unknownBases += 1;
  }

  /** Mates are named like the contig they lie on; other symbols stay as they are. */
  function alternate(text: string): string {
    if (/^[A-Za-z]*$/.test(text)) return text.toUpperCase();
    return text.replace(/([[\]])([^[\]<>]+)(?=:\d+[[\]])/, (whole, bracket: string, name: string) => {
      const place = names.indexOf(name);
      return place < 0 ? whole : `${bracket}${contigs[place]!.name}`;
    });
  }

  function known(ref: string, position: number, contig: string): string {
    const bases = reference?.at(contig, position, ref.length);
    if (!bases) return ref;
    const from = position - bases.start;
    return Buffer.from(bases.bytes.subarray(from, from + ref.length)).toString('latin1');
  }

  return {
    /** The line from start to end; `problems.line` is its number. */
    check(bytes: Buffer, start: number, end: number): void {
      if (!width(bytes, start, end)) return;
      const index = places.enter(bytes, start, tabs[0]!);
      if (index < 0) return;
      const position = places.read(bytes, tabs[0]! + 1, tabs[1]!);
      if (position === 0) return;
      const contig = contigs[index]!.name;
      const spans = { refStart: tabs[2]! + 1, refEnd: tabs[3]!, altStart: tabs[3]! + 1, altEnd: tabs[4]! };
      if (!alleles.check(bytes, spans, { contig, position })) return;
      const alternates = alleles.alleles.count;
      places.visit(position, alternates || 1);
      if (values(bytes, end, alternates)) write(bytes, { start, end, contig, position });
    },
    /** What the records taught: how many, in order or not, and what was mended or is to be declared. */
    finish: () => ({
      ...places.finish(),
      ...mended,
      undeclared: tags.undeclared(),
      phased: header.samples.length > 0 && samples.phased(),
      hint: alleles.hint(),
    }),
  };
}

/** Fills in the first nine tabs of a line and answers the number of all its tabs, or ~place of a control character. */
function findTabs(bytes: Buffer, { start, end, tabs }: { start: number; end: number; tabs: Int32Array }): number {
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

const controlProblem = (line: number, at: number): string =>
  `Line ${line}: it holds a control character (byte ${count(at + 1)}): the file is damaged or not text. Export the VCF again.`;

/** Most are digits with a point or none, which needs no string. */
function isQuality(bytes: Buffer, start: number, end: number): boolean {
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
