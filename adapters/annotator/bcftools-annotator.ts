// adapters/annotator/bcftools-annotator.ts — annotates a VCF: check, normalise, call consequences, add tracks, count.
import { createReadStream } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { AnnotationLimits, AnnotationOutcome, AnnotationRun } from '../../domain/annotation.ts';
import { annotatedLog, DEFAULT_LIMITS, refusedLog } from '../../domain/annotation.ts';
import type { Annotator } from '../../domain/ports.ts';
import { assertBcftools } from './bcftools-version.ts';
import { checkEnds, warnings } from './engine-messages.ts';
import { readGenome } from './genome.ts';
import type { Genome } from './genome.ts';
import { checkInput } from './input/check-input.ts';
import type { CheckedInput } from './input/check-input.ts';
import { runPipe } from './pipe.ts';
import type { PipeOptions, StageEnd } from './pipe.ts';
import { provenanceHeader, provenanceOf } from './provenance.ts';
import type { Provenance } from './provenance.ts';
import { InputRefused } from './input/refused.ts';
import { countResult } from './result-count.ts';
import { consequenceStages, ownInfo, trackStages } from './stages.ts';

export interface BcftoolsAnnotatorOptions {
  /** argv prefix, absolute: `['/usr/bin/bcftools']` or `[python, '.../bcftools.py']`. */
  bcftools: readonly string[];
  /** A folder made by local/genome/prepare.ts. */
  genomeFolder: string;
  limits?: Partial<AnnotationLimits>;
  /** Told the process groups of each pipe that starts. */
  onStarted?: PipeOptions['onStarted'];
}

const HEARTBEAT_MS = 1000;
const BODY = 'records.txt';

/** The annotator on bcftools 1.24; engine failures are Errors worth a retry, an abort rejects with its reason. */
export function bcftoolsAnnotator(options: BcftoolsAnnotatorOptions): Annotator {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const ready = once(async () => ({
    genome: await readGenome(options.genomeFolder),
    version: await assertBcftools(options.bcftools),
  }));

  return {
    async annotate(run) {
      const { genome, version } = await ready();
      const messages: string[] = [];
      const outOfTime = AbortSignal.timeout(limits.timeMs);
      const bounded = { ...run, signal: AbortSignal.any([run.signal, outOfTime]) };
      try {
        return await annotate(bounded, { ...options, limits, genome, version, messages });
      } catch (error) {
        run.signal.throwIfAborted();
        if (outOfTime.aborted) return refuse(run, new InputRefused(tooLong(limits.timeMs)), messages);
        if (error instanceof InputRefused) return refuse(run, error, messages);
        throw error;
      } finally {
        await rm(join(run.outputFolder, BODY), { force: true });
      }
    },
  };
}

interface Context extends BcftoolsAnnotatorOptions {
  limits: AnnotationLimits;
  genome: Genome;
  version: string;
  messages: string[];
}

async function annotate(run: AnnotationRun, context: Context): Promise<AnnotationOutcome> {
  const { genome, limits, messages } = context;
  const reference = join(genome.folder, genome.reference.file);
  const engine = { engine: context.bcftools, ...(context.onStarted && { onStarted: context.onStarted }) };
  const rules = { contigs: genome.contigs, limits, ownInfo: ownInfo(genome), reference, ...engine };
  const input = await checkInput(run, join(run.outputFolder, BODY), rules);
  messages.push(...input.messages);

  const provenance = provenanceOf(genome, context.version);
  await writeFile(join(run.outputFolder, 'provenance.txt'), provenanceHeader(provenance));
  const beat = setInterval(() => run.onProgress(input.records), HEARTBEAT_MS);
  try {
    await runStages(run, input, context);
    return await report(run, input, { ...context, provenance });
  } finally {
    clearInterval(beat);
  }
}

async function runStages(run: AnnotationRun, input: CheckedInput, context: Context): Promise<void> {
  const pipe = { engine: context.bcftools, folder: run.outputFolder, signal: run.signal, limits: context.limits };
  const started = context.onStarted ? { onStarted: context.onStarted } : {};
  const settle = (ends: StageEnd[]): void => {
    context.messages.push(...warnings(ends));
    checkEnds(ends);
  };
  const text = () =>
    Readable.from(headerThenRecords(input.header, join(run.outputFolder, BODY)), { objectMode: false });
  settle(await runPipe(consequenceStages(context.genome, input), { ...pipe, ...started, input: text }));
  await rm(join(run.outputFolder, BODY)); // as large as the input: not kept while the tracks are added
  for (const { uses, ...stage } of trackStages(context.genome)) {
    settle(await runPipe([stage], { ...pipe, ...started }));
    for (const used of uses) await rm(join(run.outputFolder, used));
  }
}

async function report(
  run: AnnotationRun,
  input: CheckedInput,
  { genome, messages, provenance }: Context & { provenance: readonly Provenance[] },
): Promise<AnnotationOutcome> {
  const resultPath = join(run.outputFolder, 'result.vcf.gz');
  const logPath = logPathOf(run);
  const fields = genome.tracks.flatMap((track) => track.fields.map(({ id }) => id));
  const counted = await countResult(resultPath, fields, run.signal);
  const { consequences, fields: tracked, records: resultRecords } = counted;
  const madeWith = provenance.map(({ kind, text }) => `${kind}: ${text}`);
  await writeFile(
    logPath,
    annotatedLog({ input, resultRecords, consequences, tracked, provenance: madeWith, messages }),
  );
  return {
    kind: 'annotated',
    resultPath,
    indexPath: `${resultPath}.tbi`,
    logPath,
    records: input.records,
    consequences,
  };
}

async function refuse(
  run: AnnotationRun,
  { message, problems }: InputRefused,
  messages: readonly string[],
): Promise<AnnotationOutcome> {
  const logPath = logPathOf(run);
  await writeFile(logPath, refusedLog(message, messages, problems));
  return { kind: 'refused', message, logPath };
}

const logPathOf = (run: AnnotationRun): string => join(run.outputFolder, 'result.vcf.count.log');

async function* headerThenRecords(header: string, bodyPath: string): AsyncGenerator<Buffer> {
  yield Buffer.from(header, 'latin1');
  yield* createReadStream(bodyPath, { highWaterMark: 1024 * 1024 });
}

const tooLong = (ms: number): string =>
  `The annotation was stopped after ${Math.round(ms / 1000)} seconds, the limit (timeMs). Split the file and submit the parts.`;

/** Asks once and remembers a success; a failure is asked again, since the set-up may have been mended meanwhile. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask().catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
}
