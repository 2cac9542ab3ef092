// adapters/annotator/input/check-input.ts — reads the whole input once, before any engine sees it, and writes a mended copy.
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { AnnotationLimits, AnnotationRun } from '../../../domain/annotation.ts';
import type { PipeOptions } from '../pipe.ts';
import { headerReader } from './header.ts';
import type { Header, HeaderRules } from './header.ts';
import { recordChecker } from './record.ts';
import { InputRefused } from './refused.ts';
import { lineCutter, packingOf, unpacked } from './text-lines.ts';

const NEWLINE = Buffer.from('\n');
const RETURN = 13;

export interface CheckRules extends HeaderRules {
  limits: AnnotationLimits;
  /** Path of an indexed FASTA: REF is compared with it. Without it the engine alone does so. */
  reference?: string;
  /** argv prefix of bcftools, which turns BCF into text. Without it BCF is refused. */
  engine?: readonly string[];
  onStarted?: PipeOptions['onStarted'];
}

/** A checked input: `header` is complete text, the records are in the body file that `checkInput` wrote. */
export interface CheckedInput {
  header: string;
  format: string;
  bytes: number;
  records: number;
  samples: number;
  /** INFO fields of ours that the input already carries: an annotated file annotated again. */
  annotatedBefore: string[];
  messages: string[];
}

/** Checks `run.inputPath` and writes its records to `bodyPath`; throws InputRefused, or the abort's reason. */
export async function checkInput(run: AnnotationRun, bodyPath: string, rules: CheckRules): Promise<CheckedInput> {
  const { packing, bytes } = await packingOf(run.inputPath);
  await using body = await open(bodyPath, 'wx', 0o600);
  const reader = inputReader(rules);
  const cutter = lineCutter(rules.limits.lineBytes, (buffer, start, end) => reader.line(buffer, start, end));
  for await (const chunk of unpacked(run.inputPath, rules.limits, run.signal)) {
    cutter.push(chunk);
    await write(body, reader.take());
    run.onProgress(reader.records());
  }
  cutter.end();
  await write(body, reader.take());
  run.onProgress(reader.records());
  const { header, records, ...rest } = reader.finish();
  return {
    ...rest,
    records,
    bytes,
    header: headerText(header),
    samples: header.samples,
    format: `VCF ${header.version}, ${packing}`,
  };
}

/** Takes lines, and gives the mended records back as pieces to write. */
function inputReader(rules: CheckRules) {
  const headers = headerReader(rules);
  let header: Header | undefined;
  let checker: ReturnType<typeof recordChecker> | undefined;
  let line = 0;
  let records = 0;
  let returns = 0;
  let renamed = 0;
  let pieces: { buffer: Buffer; start: number; end: number }[] = [];

  function put(buffer: Buffer, start: number, end: number): void {
    const last = pieces.at(-1);
    if (last && last.buffer === buffer && last.end === start) last.end = end;
    else pieces.push({ buffer, start, end });
  }

  function record(buffer: Buffer, span: { start: number; end: number; line: number }, whole: boolean): void {
    const { nameEnd, contig } = checker!.check(buffer, span);
    records += 1;
    let from = span.start;
    if (nameEnd - from !== contig.length || buffer.toString('latin1', from, nameEnd) !== contig) {
      renamed += 1;
      put(Buffer.from(contig), 0, contig.length);
      from = nameEnd;
    }
    if (whole && buffer[span.end] === 10) return put(buffer, from, span.end + 1);
    put(buffer, from, span.end);
    put(NEWLINE, 0, 1);
  }

  return {
    line(buffer: Buffer, start: number, lineEnd: number): void {
      line += 1;
      const cr = lineEnd > start && buffer[lineEnd - 1] === RETURN;
      if (cr) returns += 1;
      const end = cr ? lineEnd - 1 : lineEnd;
      if (checker) return record(buffer, { start, end, line }, !cr);
      if (!headers.read(buffer.toString('latin1', start, end), line)) return;
      header = headers.finish();
      checker = recordChecker(header, rules);
    },
    /** The pieces so far; they are forgotten here. */
    take(): Buffer[] {
      const taken = pieces.map(({ buffer, start, end }) => buffer.subarray(start, end));
      pieces = [];
      return taken;
    },
    records: () => records,
    finish: () => finish(header ?? headers.finish(), { found: checker!.finish(), returns, renamed, rules }),
  };
}

interface Findings {
  found: ReturnType<ReturnType<typeof recordChecker>['finish']>;
  returns: number;
  renamed: number;
  rules: CheckRules;
}

function finish(header: Header, { found, returns, renamed, rules }: Findings) {
  if (found.records === 0)
    throw new InputRefused('The file has a header but no records: there is nothing to annotate.');
  const { messages } = header;
  if (returns > 0) messages.push('Changed Windows line ends (CR LF) to LF.');
  if (renamed > 0) messages.push(`Renamed the contig of ${renamed} records to the name used by this genome.`);
  if (!found.sorted) messages.push('Sorted the records by position.');
  for (const [tag, declaration] of found.undeclared) {
    const own = tag.startsWith('INFO/') ? rules.ownInfo.get(tag.slice(5)) : undefined;
    header.tags.add(tag);
    header.meta.push(own ?? declaration);
    messages.push(`Added a header line for ${tag}, which the input uses but does not declare.`);
  }
  const annotatedBefore = [...rules.ownInfo.keys()].filter((id) => header.tags.has(`INFO/${id}`));
  if (annotatedBefore.length > 0)
    messages.push(`Replaced what the input already had in ${annotatedBefore.join(', ')}.`);
  return { header, records: found.records, annotatedBefore, messages };
}

const headerText = ({ meta, columns }: Header): string => [...meta, columns, ''].join('\n');

async function write(body: FileHandle, pieces: Buffer[]): Promise<void> {
  if (pieces.length > 0) await body.appendFile(Buffer.concat(pieces));
}
