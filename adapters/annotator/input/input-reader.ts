// adapters/annotator/input/input-reader.ts — the check itself: takes unpacked bytes in any pieces, gives mended records back.
import { count } from '../../../domain/annotation.ts';
import { otherFormat } from '../../../domain/other-formats.ts';
import type { CheckedInput, CheckRules } from './check-input.ts';
import { headerReader } from './header.ts';
import type { Header } from './header.ts';
import { headerText, retyped, some } from './header-lines.ts';
import { mendedText } from './mended-text.ts';
import { recordChecker } from './record.ts';
import type { Reference } from './reference.ts';
import { InputRefused, problemList } from './refused.ts';
import type { Problems } from './refused.ts';
import { lineCutter } from './text-lines.ts';

export type InputReader = ReturnType<typeof inputReader>;
type ReaderRules = Pick<CheckRules, 'contigs' | 'limits' | 'ownInfo'>;
type Found = ReturnType<ReturnType<typeof recordChecker>['finish']>;

const RETURN = 13;
/** Enough to name a format by. */
const HEAD = 4096;

/** No file, no clock: the same bytes give the same answer, however they are cut into chunks. */
export function inputReader(rules: ReaderRules, reference?: Reference) {
  const problems = problemList();
  const headers = headerReader(rules, problems);
  const out = mendedText();
  let header: Header | undefined;
  let checker: ReturnType<typeof recordChecker> | undefined;
  let records = 0;
  let returns = 0;
  let head = '';

  function readLine(buffer: Buffer, start: number, lineEnd: number): void {
    problems.line += 1;
    const cr = lineEnd > start && buffer[lineEnd - 1] === RETURN;
    if (cr) returns += 1;
    const end = cr ? lineEnd - 1 : lineEnd;
    if (checker) {
      records += 1;
      checker.check(buffer, start, end);
      return out.newline();
    }
    if (!headers.read(buffer.toString('latin1', start, end))) return;
    header = headers.finish();
    checker = recordChecker(header, { rules, reference, problems, out });
  }
  const cutter = lineCutter(rules.limits.lineBytes, readLine);

  return {
    push(chunk: Buffer): void {
      if (head.length < HEAD) head += chunk.toString('latin1', 0, Math.min(chunk.length, HEAD - head.length));
      cutter.push(chunk);
    },
    end: () => cutter.end(),
    /** The mended records so far, valid until the next call; they are forgotten here. */
    take: () => out.take(),
    records: () => records,
    /** What to throw for an error that ended the reading: problems found before it come first. */
    refusal: (error: unknown): unknown => (error instanceof InputRefused ? ended(error, problems, head) : error),
    /** The answer, once all has been pushed and taken; throws InputRefused with all problems. */
    finish() {
      header ??= headers.finish();
      const found = checker!.finish();
      problems.settle(found.hint);
      if (found.records === 0) problems.stop('The file has a header but no records: there is nothing to annotate.');
      return answer(header, { found, returns, rules });
    },
  };
}

function ended(error: InputRefused, problems: Problems, head: string): unknown {
  if (error.problems.length > 1 || problems.first() === error.message) return error; // it tells all already
  if (problems.line === 0 && error.message.includes('(lineBytes)') && !head.startsWith('##fileformat=VCF')) {
    return new InputRefused(otherFormat(head)); // one endless line is hardly a VCF with a long line
  }
  try {
    return problems.stop(error.message);
  } catch (all) {
    return all;
  }
}

function answer(header: Header, { found, returns, rules }: { found: Found; returns: number; rules: ReaderRules }) {
  const messages = [...header.messages, ...repairs(found, returns)];
  const added = found.met.filter((index) => !header.contigs.has(index)).map((index) => rules.contigs[index]!);
  for (const index of found.met) {
    const { name, length } = rules.contigs[index]!;
    if (!header.contigs.has(index)) header.contigs.set(index, `##contig=<ID=${name},length=${length}>`);
  }
  const lines = added.length === 1 ? 'line of contig' : 'lines of contigs';
  if (added.length > 0) {
    messages.unshift(`Added the missing header ${lines} ${some(added.map(({ name }) => name))}.`);
  }
  for (const [tag, declaration] of found.undeclared) {
    const own = tag.startsWith('INFO/') ? rules.ownInfo.get(tag.slice('INFO/'.length)) : undefined;
    header.tags.set(tag, { number: '', type: '' });
    header.meta.push(own ?? declaration);
    messages.push(`Added a header line for ${tag}, which the input uses but does not declare.`);
  }
  for (const [tag, type] of found.widened) {
    const [kind, id] = tag.split('/');
    const at = header.meta.findIndex((line) => line.startsWith(`##${kind}=<`) && idOf(line) === id);
    header.meta[at] = retyped(header.meta[at]!, type);
    messages.push(`Changed the Type of ${tag} to ${type} in the header: some of its values are nothing else.`);
  }
  const annotatedBefore = [...rules.ownInfo.keys()].filter((id) => header.tags.has(`INFO/${id}`));
  if (annotatedBefore.length > 0) {
    messages.push(`Replaced what the input already had in ${annotatedBefore.join(', ')}.`);
  }
  return {
    header: headerText(header),
    version: header.version,
    records: found.records,
    samples: header.samples.length,
    phased: found.phased,
    contigs: found.met.toSorted((a, b) => a - b).map((index) => rules.contigs[index]!.name),
    annotatedBefore,
    messages,
  } satisfies Omit<CheckedInput, 'bytes' | 'format'> & { version: string };
}

const idOf = (line: string): string | undefined => /[<,]\s*ID=([^,>]+)/.exec(line)?.[1];

function repairs(found: Found, returns: number): string[] {
  return [
    returns > 0 && 'Changed Windows line ends (CR LF) to LF.',
    found.renamed > 0 && `Renamed the contig of ${recordsOf(found.renamed)} to the name used by this genome.`,
    found.upperCased > 0 && `Wrote the lower-case bases of ${recordsOf(found.upperCased)} in upper case.`,
    found.unknownBases > 0 && `Replaced N in REF of ${recordsOf(found.unknownBases)} by the bases of the reference.`,
    !found.sorted && 'Sorted the records by position.',
  ].filter((line) => line !== false);
}

const recordsOf = (records: number): string => `${count(records)} record${records === 1 ? '' : 's'}`;
