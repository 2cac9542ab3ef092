// adapters/annotator/input/record.ts — checks one record after another on its bytes, and hands it on, mended if need be.
import { printable } from '../../../domain/annotation.ts';
import { widthProblem } from '../../../domain/vcf.ts';
import { alleleChecker } from './alleles.ts';
import type { Place } from './alleles.ts';
import type { CheckRules } from './check-input.ts';
import { controlProblem, findTabs, FIXED, isQuality } from './columns.ts';
import { contigNames } from './contig-names.ts';
import { contigTracker } from './contig-track.ts';
import type { Header } from './header.ts';
import { infoChecker } from './info.ts';
import type { MendedText } from './mended-text.ts';
import { placeTracker } from './places.ts';
import { recordWriter } from './record-writer.ts';
import type { Reference } from './reference.ts';
import type { Problems } from './refused.ts';
import { sampleChecker } from './samples.ts';
import { tagCollector } from './tags.ts';
import { typeWidener } from './widened-types.ts';

const HASH = 35;
const ID = 3;
const QUAL = 6;
const INFO = 8;
/** Of a wrong line, for its problem. */
const SHOWN = 100_000;

export interface RecordContext {
  rules: Pick<CheckRules, 'contigs' | 'limits'>;
  reference: Reference | undefined;
  problems: Problems;
  out: MendedText;
}

/** Checks records against a header and writes them to `out` without their line ends. */
export function recordChecker(header: Header, { rules, reference, problems, out }: RecordContext) {
  const { contigs } = rules;
  const tabs = new Int32Array(FIXED);
  const columns = header.columns.split('\t').length;
  const names = contigNames(contigs);
  const track = contigTracker(contigs, names, problems);
  const places = placeTracker(rules, problems);
  const alleles = alleleChecker(reference, problems);
  const values = valueChecker(header, rules, problems);
  const writer = recordWriter({ contigs, names, reference, out });
  const place: Place = { contig: '', position: 0 };

  function width(bytes: Buffer, start: number, end: number): boolean {
    const found = findTabs(bytes, { start, end, tabs });
    if (found === columns - 1 && bytes[start] !== HASH) return true;
    const text = bytes.toString('latin1', start, Math.min(end, start + SHOWN));
    const { line } = problems;
    problems.addText(found < 0 ? controlProblem(line, ~found - start) : widthProblem(text, line, columns));
    return false;
  }

  return {
    /** The line from start to end; `problems.line` is its number. */
    check(bytes: Buffer, start: number, end: number): void {
      if (!width(bytes, start, end)) return;
      const index = track.enter(bytes, start, tabs[0]!);
      if (index < 0) return;
      place.contig = contigs[index]!.name;
      place.position = places.read(index, bytes, { start: tabs[0]! + 1, end: tabs[1]! });
      const spans = { refStart: tabs[2]! + 1, refEnd: tabs[3]!, altStart: tabs[3]! + 1, altEnd: tabs[4]! };
      if (place.position === 0 || !alleles.check(bytes, spans, place)) return;
      const { count: alternates } = alleles.alleles;
      places.visit(index, place.position, alternates || 1);
      if (!values.check(bytes, { end, tabs, columns }, alternates)) return;
      const { lowerCase, unknownBases } = alleles.alleles;
      const renames = track.renames();
      if (!lowerCase && !unknownBases && !renames) return out.keep(bytes, start, end);
      writer.write(bytes, { end, tabs }, { lowerCase, unknownBases, renames, ...place });
    },
    /** What the records taught: how many, in order or not, and what was mended or is to be declared. */
    finish() {
      const { records, sorted } = places.finish();
      const { met, inOrder } = track.finish();
      return { records, sorted: sorted && inOrder, met, ...writer.mended, ...values.finish(), hint: alleles.hint() };
    },
  };
}

/** The columns ID and QUAL to the last sample. */
function valueChecker(header: Header, { limits }: RecordContext['rules'], problems: Problems) {
  const tagRules = { declared: header.tags, limit: limits.tags };
  const tags = tagCollector(tagRules, problems);
  const types = typeWidener(problems);
  const info = infoChecker(tagRules, { tags, types }, problems);
  const phasePrefix = /^4\.[45]/.test(header.version);
  const samples = sampleChecker({ names: header.samples, phasePrefix, declared: header.tags }, types, problems);

  function quality(bytes: Buffer, start: number, end: number): boolean {
    if (isQuality(bytes, start, end)) return true;
    const text = printable(bytes.toString('latin1', start, end));
    problems.add(QUAL, `"${text}" is not a number. Write a number, or "." where there is none.`);
    return false;
  }

  function sampleColumns(bytes: Buffer, { end, tabs }: { end: number; tabs: Int32Array }, alternates: number): boolean {
    const format = { start: tabs[7]! + 1, end: tabs[8]! };
    if (!tags.list('FORMAT', bytes, format)) return false;
    samples.format(bytes, format);
    return samples.check(bytes, { start: format.end + 1, end, alternates });
  }

  return {
    check(bytes: Buffer, span: { end: number; tabs: Int32Array; columns: number }, alternates: number): boolean {
      const { end, tabs, columns } = span;
      const infoEnd = columns > INFO ? tabs[INFO - 1]! : end;
      if (tabs[ID - 1]! <= tabs[ID - 2]! + 1) problems.add(ID, 'it is empty. Write "." where there is no name.');
      return (
        quality(bytes, tabs[QUAL - 2]! + 1, tabs[QUAL - 1]!) &&
        tags.list('FILTER', bytes, { start: tabs[QUAL - 1]! + 1, end: tabs[INFO - 2]! }) &&
        info(bytes, { start: tabs[INFO - 2]! + 1, end: infoEnd, alternates }) &&
        (columns <= FIXED || sampleColumns(bytes, span, alternates))
      );
    },
    finish: () => ({
      undeclared: tags.undeclared(),
      widened: types.types(),
      phased: header.samples.length > 0 && samples.phased(),
    }),
  };
}
