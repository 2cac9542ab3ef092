// domain/annotation.ts — what an annotation is asked for and answers, its limits, and the text of its log.
import type { ResultSummary } from './annotation-summary.ts';

/** One annotation: `inputPath` is read only, `outputFolder` is an existing private scratch folder for this run alone. */
export interface AnnotationRun {
  inputPath: string;
  /** Name or alias of a genome; without it the one that the input fits best. */
  genome?: string;
  /** Put into the header of the result. */
  jobId?: string;
  outputFolder: string;
  signal: AbortSignal;
  /** Called again and again while the run is alive, with the number of records read so far. */
  onProgress(records: number): void;
}

/** `refused`: the input can't be annotated; `message` tells the researcher what is wrong and what to do. */
export type AnnotationOutcome =
  | {
      kind: 'annotated';
      resultPath: string;
      indexPath: string;
      logPath: string;
      /** JSON of the numbers (ResultSummary and what it was made with). */
      summaryPath?: string;
      /** The records as a tab-separated table, gzip. */
      tablePath?: string;
      /** Records of the input. */
      records: number;
      /** Records of the result by their most severe consequence. */
      consequences: Record<string, number>;
    }
  | { kind: 'refused'; message: string; logPath: string };

/** What one input may cost. Every field is named in the refusal it causes. */
export interface AnnotationLimits {
  inflatedBytes: number;
  /** Inflated bytes per compressed byte, looked at from 32 MiB on: small files compress well and do no harm. */
  compressionRatio: number;
  lineBytes: number;
  headerBytes: number;
  headerLines: number;
  records: number;
  recordsPerPosition: number;
  samples: number;
  /** Distinct INFO, FORMAT and FILTER names. */
  tags: number;
  /** Of each process of the engine. */
  memoryBytes: number;
  cpuSeconds: number;
  fileBytes: number;
  /** Of the whole run, in milliseconds. */
  timeMs: number;
}

const MIB = 1024 * 1024;

/** Room for 10,000 samples or ten million variants; a gzip bomb reaches a ratio of 1,000. */
export const DEFAULT_LIMITS: AnnotationLimits = {
  inflatedBytes: 8192 * MIB,
  compressionRatio: 400,
  lineBytes: 8 * MIB,
  headerBytes: 16 * MIB,
  headerLines: 250_000,
  records: 10_000_000,
  recordsPerPosition: 1000,
  samples: 10_000,
  tags: 1000,
  memoryBytes: 2048 * MIB,
  cpuSeconds: 1800,
  fileBytes: 16_384 * MIB,
  timeMs: 3_600_000,
};

/** What the log tells about an input that was annotated. */
export interface AnnotationReport {
  input: { format: string; bytes: number; records: number; samples: number };
  summary: ResultSummary;
  provenance: readonly string[];
  messages: readonly string[];
}

/** The text of `.vcf.count.log` for an annotated input. */
export function annotatedLog({ input, summary, provenance, messages }: AnnotationReport): string {
  const { transitions, transversions, tiTv, diseases } = summary;
  return [
    'Annotated.',
    '',
    `Input      ${input.format}, ${count(input.bytes)} bytes`,
    `Records    ${count(input.records)} read, ${count(summary.records)} written (one per allele)`,
    `Samples    ${count(input.samples)}`,
    '',
    'Most severe consequence (records)',
    ...table(summary.consequences),
    '',
    'Impact (records)',
    ...table(summary.impacts),
    '',
    'Kind of variant (records)',
    ...table(summary.types),
    `  transitions ${count(transitions)}, transversions ${count(transversions)}, ratio ${tiTv ?? 'unknown'}`,
    '',
    'Found in tracks (records)',
    ...table(summary.tracked),
    `  with a disease: ${count(diseases.total)}`,
    '',
    'Made with',
    ...provenance.map((line) => `  ${line}`),
    '',
    'Messages',
    ...(messages.length > 0 ? messages.map((line) => `  ${printable(line, 500)}`) : ['  none']),
    '',
  ].join('\n');
}

/** The text of `.vcf.count.log` for an input that was refused; `problems` are all that were found, in the order of the file. */
export function refusedLog(
  message: string,
  messages: readonly string[] = [],
  problems: readonly string[] = [],
): string {
  const listed = problems.length > 1 ? ['', 'Problems', ...problems.map((line) => `  ${printable(line, 500)}`)] : [];
  const heard = messages.length > 0 ? ['', 'Messages', ...messages.map((line) => `  ${printable(line, 500)}`)] : [];
  const first = 'Not annotated: the input was refused, and nothing was changed.';
  return [first, '', message, ...listed, ...heard, ''].join('\n');
}

/** The log where no annotator could write one: its engine failed, or there was nothing that it might read. */
export function failedLog(message: string): string {
  return `Not annotated, and nothing was changed.\n\n${message}\n`;
}

/** Text from a file made safe to show: control characters as `?`, at most `room` characters. */
export function printable(text: string, room = 40): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
  return clean.length > room ? `${clean.slice(0, room)}...` : clean;
}

/** A number with thousands separated by commas. */
export const count = (number: number): string => String(number).replaceAll(/\B(?=(\d{3})+$)/g, ',');

function table(counts: Record<string, number>): string[] {
  const rows = Object.entries(counts).toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.length > 0 ? rows.map(([name, n]) => `  ${name.padEnd(width)}  ${count(n).padStart(9)}`) : ['  none'];
}
