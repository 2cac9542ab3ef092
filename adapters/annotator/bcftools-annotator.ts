// adapters/annotator/bcftools-annotator.ts — the annotator on bcftools: what is the input's fault is answered, not thrown.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnnotationLimits, AnnotationOutcome, AnnotationRun } from '../../domain/annotation.ts';
import { DEFAULT_LIMITS, refusedLog } from '../../domain/annotation.ts';
import type { Annotator } from '../../domain/ports.ts';
import { assertBcftools } from './bcftools-version.ts';
import { chooseGenome, readGenomes } from './genomes.ts';
import { InputRefused } from './input/refused.ts';
import type { PipeOptions } from './pipe.ts';
import { BODY, LOG, runBcftools } from './run-bcftools.ts';

export interface BcftoolsAnnotatorOptions {
  /** argv prefix, absolute: `['/usr/bin/bcftools']` or `[python, '.../bcftools.py']`. */
  bcftools: readonly string[];
  /** The built-in genome: a folder made by local/genome/prepare.ts. */
  genomeFolder: string;
  /** The genomes that `gas genome add` has registered; the file need not exist. */
  genomesFile?: string;
  /** argv of another engine, first word absolute: it reads VCF from stdin and writes VCF with CSQ or ANN to stdout. */
  command?: readonly string[];
  limits?: Partial<AnnotationLimits>;
  /** Told the process groups of each pipe that starts. */
  onStarted?: PipeOptions['onStarted'];
}

/** The annotator on bcftools 1.24; failures that may pass are Errors worth a retry, an abort rejects with its reason. */
export function bcftoolsAnnotator(options: BcftoolsAnnotatorOptions): Annotator {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const ready = once(async () => ({
    genomes: await readGenomes(options),
    version: await assertBcftools(options.bcftools),
  }));

  return {
    async annotate(run) {
      const { genomes, version } = await ready();
      const messages: string[] = [];
      const outOfTime = AbortSignal.timeout(limits.timeMs);
      const bounded = { ...run, signal: AbortSignal.any([run.signal, outOfTime]) };
      try {
        const genome = await chooseGenome(bounded, genomes, limits);
        return await runBcftools(bounded, { ...options, limits, genome, version, messages });
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

async function refuse(
  run: AnnotationRun,
  { message, problems }: InputRefused,
  messages: readonly string[],
): Promise<AnnotationOutcome> {
  const logPath = join(run.outputFolder, LOG);
  await writeFile(logPath, refusedLog(message, messages, problems));
  return { kind: 'refused', message, logPath };
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
