// domain/annotation.ts — what an annotation is asked for and answers, its limits, and the text of its log.

/** One annotation: `inputPath` is read only, `outputFolder` is an existing private scratch folder for this run alone. */
export interface AnnotationRun {
  inputPath: string;
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
      records: number;
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
  records: 10_000_000,
  recordsPerPosition: 1000,
  samples: 10_000,
  tags: 1000,
  memoryBytes: 2048 * MIB,
  cpuSeconds: 1800,
  fileBytes: 16_384 * MIB,
  timeMs: 3_600_000,
};

/** The key under which records without any BCSQ are counted: outside the coding genes, or no sequence change. */
export const NO_CONSEQUENCE = 'no_coding_consequence';

/** The distinct Sequence Ontology terms of one BCSQ value (`missense|MT-ND4|...,@11770`), in their order. */
export function consequencesOf(bcsq: string): string[] {
  const terms = new Set<string>();
  for (const entry of bcsq.split(',')) {
    if (entry.startsWith('@')) continue; // points to the row that describes the joint consequence
    const field = entry.split('|', 1)[0] ?? '';
    for (const term of field.split('&')) if (term) terms.add(term.replace(/^\*/, ''));
  }
  return [...terms];
}

/** What the log tells about an input that was annotated. */
export interface AnnotationSummary {
  input: { format: string; bytes: number; records: number; samples: number };
  resultRecords: number;
  consequences: Record<string, number>;
  /** Records of the result that a track has something to say about, by INFO field. */
  tracked: Record<string, number>;
  provenance: readonly string[];
  messages: readonly string[];
}

/** The text of `.vcf.count.log` for an annotated input. */
export function annotatedLog(summary: AnnotationSummary): string {
  const { input } = summary;
  return [
    'Annotated.',
    '',
    `Input      ${input.format}, ${count(input.bytes)} bytes`,
    `Records    ${count(input.records)} read, ${count(summary.resultRecords)} written (one per allele)`,
    `Samples    ${count(input.samples)}`,
    '',
    'Consequences (records; one with two consequences counts for both)',
    ...table(summary.consequences),
    '',
    'Found in tracks (records)',
    ...table(summary.tracked),
    '',
    'Made with',
    ...summary.provenance.map((line) => `  ${line}`),
    '',
    'Messages',
    ...(summary.messages.length > 0 ? summary.messages.map((line) => `  ${printable(line, 500)}`) : ['  none']),
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
