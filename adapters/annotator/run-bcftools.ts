// adapters/annotator/run-bcftools.ts — one annotation from the checked input to the files of its outcome.
import { createReadStream } from 'node:fs';
import { rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { AnnotationLimits, AnnotationOutcome, AnnotationRun } from '../../domain/annotation.ts';
import { annotatedLog, count } from '../../domain/annotation.ts';
import type { ResultSummary } from '../../domain/annotation-summary.ts';
import type { BcftoolsAnnotatorOptions } from './bcftools-annotator.ts';
import { checkEnds, warnings } from './engine-messages.ts';
import type { Genome } from './genome.ts';
import { checkInput } from './input/check-input.ts';
import type { CheckedInput } from './input/check-input.ts';
import { InputRefused } from './input/refused.ts';
import { isPhased } from './phasing.ts';
import { runPipe } from './pipe.ts';
import type { StageEnd } from './pipe.ts';
import { provenanceHeader, provenanceOf } from './provenance.ts';
import type { Provenance } from './provenance.ts';
import { assertRoom } from './scratch.ts';
import { ownInfo, RESULT, stagePlan } from './stages.ts';
import { TABLE, writeResult } from './write-result.ts';

export const BODY = 'records.txt';
export const LOG = 'result.vcf.count.log';
const SUMMARY = 'result.summary.json';
const HEARTBEAT_MS = 1000;
/** Scratch bytes per byte of the checked text: sort's temporary file, a step of the tracks, result and table. */
const ROOM = 4;

export interface BcftoolsRun extends Omit<BcftoolsAnnotatorOptions, 'limits'> {
  limits: AnnotationLimits;
  genome: Genome;
  version: string;
  /** What the person should read; added to while it runs. */
  messages: string[];
}

/** Throws InputRefused where the input is at fault or meets a limit. */
export async function runBcftools(run: AnnotationRun, context: BcftoolsRun): Promise<AnnotationOutcome> {
  const { genome, limits, messages } = context;
  const body = join(run.outputFolder, BODY);
  const input = await checkInput(run, body, {
    contigs: genome.contigs,
    limits,
    ownInfo: ownInfo(genome),
    reference: resolve(genome.folder, genome.reference.file),
    engine: context.bcftools,
    ...(context.onStarted ? { onStarted: context.onStarted } : {}),
  });
  messages.push(...input.messages);
  await assertRoom(run.outputFolder, (await stat(body)).size * ROOM);

  const joined = !context.command && input.samples === 1 && (await isPhased(body, run.signal));
  const provenance = provenanceOf(genome, {
    engine: engineOf(context),
    reading: joined ? 'neighbouring variants of the one phased sample as a haplotype' : 'record by record',
    date: new Date(),
    jobId: run.jobId,
  });
  const beat = setInterval(() => run.onProgress(input.records), HEARTBEAT_MS);
  try {
    const summary = await runStages(run, { ...context, input, joined, provenance });
    if (summary.records < input.records) throw new InputRefused(someLost(summary.records, input.records));
    return await report(run, { ...context, input, provenance, summary });
  } finally {
    clearInterval(beat);
  }
}

/** Splitting adds records and nothing takes any away, but another engine may. */
const someLost = (records: number, read: number): string =>
  `The annotation engine gave back ${count(records)} records of ${count(read)}: let the configured command keep every ` +
  'record, and end with another code than 0 where it fails (VEP: --dont_skip); tell the operators.';

function engineOf({ command, version }: BcftoolsRun): string {
  return command
    ? `${basename(command[0]!)}, with bcftools ${version}: norm, sort, annotate`
    : `bcftools ${version}: norm, sort, csq, annotate`;
}

interface Staged extends BcftoolsRun {
  input: CheckedInput;
  joined: boolean;
  provenance: readonly Provenance[];
}

async function runStages(run: AnnotationRun, staged: Staged): Promise<ResultSummary> {
  const { genome, input, joined, limits } = staged;
  const started = staged.onStarted ? { onStarted: staged.onStarted } : {};
  const shared = { engine: staged.bcftools, folder: run.outputFolder, signal: run.signal, limits, ...started };
  const settle = (ends: readonly StageEnd[]): void => {
    staged.messages.push(...warnings(ends));
    checkEnds(ends, limits);
  };
  const headerLines =
    genome.places.map(({ field }) => `${field.header}\n`).join('') + provenanceHeader(staged.provenance);
  const plan = stagePlan({ genome, annotatedBefore: input.annotatedBefore, joined, command: staged.command });
  for (const [at, { stages, uses }] of plan.entries()) {
    const feeds = at === 0 ? { input: () => textOf(input.header, join(run.outputFolder, BODY)) } : {};
    const pipe = { ...shared, ...feeds };
    if (at < plan.length - 1) settle(await runPipe(stages, pipe));
    else {
      const written = await writeResult(
        { genome, stages, joined, headerLines, foreign: staged.command !== undefined },
        pipe,
      );
      settle(written.ends);
      return written.summary;
    }
    if (at === 0) await rm(join(run.outputFolder, BODY)); // as large as the input: not kept while the tracks are added
    for (const used of uses) await rm(join(run.outputFolder, used));
  }
  throw new Error('An annotation has one step at least.');
}

interface Finished extends BcftoolsRun {
  input: CheckedInput;
  provenance: readonly Provenance[];
  summary: ResultSummary;
}

async function report(run: AnnotationRun, { input, genome, messages, ...made }: Finished): Promise<AnnotationOutcome> {
  const file = (name: string): string => join(run.outputFolder, name);
  const provenance = made.provenance.map(({ kind, text }) => `${kind}: ${text}`);
  const { format, bytes, records, samples } = input;
  const read = { format, bytes, records, samples };
  await writeFile(file(LOG), annotatedLog({ input: read, summary: made.summary, provenance, messages }));
  const summary = { genome: genome.name, input: read, ...made.summary, provenance: made.provenance, messages };
  await writeFile(file(SUMMARY), `${JSON.stringify(summary, null, 1)}\n`);
  return {
    kind: 'annotated',
    resultPath: file(RESULT),
    indexPath: file(`${RESULT}.tbi`),
    logPath: file(LOG),
    summaryPath: file(SUMMARY),
    tablePath: file(TABLE),
    records,
    consequences: made.summary.consequences,
  };
}

function textOf(header: string, bodyPath: string): Readable {
  return Readable.from(headerThenRecords(header, bodyPath), { objectMode: false });
}

async function* headerThenRecords(header: string, bodyPath: string): AsyncGenerator<Buffer> {
  yield Buffer.from(header, 'latin1');
  yield* createReadStream(bodyPath, { highWaterMark: 1024 * 1024 });
}
