// test/adapters/annotator/an-annotation.ts — runs the real annotator on a text, in a scratch folder of its own.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { bcftoolsAnnotator } from '../../../adapters/annotator/bcftools-annotator.ts';
import type { BcftoolsAnnotatorOptions } from '../../../adapters/annotator/bcftools-annotator.ts';
import type { AnnotationOutcome, AnnotationRun } from '../../../domain/annotation.ts';

const root = resolve(import.meta.dirname, '../../..');
export const python = join(root, '.local', 'venv', 'bin', 'python');
export const bcftools = [python, join(root, 'local', 'genome', 'bcftools.py')];
export const genomeFolder = join(root, '.local', 'genome');
export const examplePath = join(genomeFolder, 'examples', 'mgrb.chrM.vcf.gz');

export const CHROM = '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO';
export const HEADER = `##fileformat=VCFv4.2\n##contig=<ID=chrM,length=16569>\n${CHROM}\n`;
export const LHON = 'chrM\t11778\t.\tG\tA\t.\t.\t.\n';

/** A folder that is removed after `use`. */
export async function inScratch<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'gas-annotation-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface Annotation {
  outcome: AnnotationOutcome;
  log: string;
  /** Header and records of the result, none if refused. */
  header: string[];
  records: string[];
}

/** Annotates the bytes; `signal` and `onProgress` may be given. */
export function annotate(
  input: string | Uint8Array,
  options: Partial<BcftoolsAnnotatorOptions> & Partial<Pick<AnnotationRun, 'signal' | 'onProgress' | 'genome'>> = {},
): Promise<Annotation> {
  const { signal = new AbortController().signal, onProgress = () => undefined, genome, ...rest } = options;
  return inScratch(async (outputFolder) => {
    const inputPath = join(outputFolder, 'input');
    await writeFile(inputPath, input);
    const annotator = bcftoolsAnnotator({ bcftools, genomeFolder, ...rest });
    const outcome = await annotator.annotate({
      inputPath,
      outputFolder,
      signal,
      onProgress,
      ...(genome ? { genome } : {}),
    });
    const packed = outcome.kind === 'annotated' ? await readFile(outcome.resultPath) : undefined;
    const lines = packed ? gunzipSync(packed).toString('latin1').split('\n').filter(Boolean) : [];
    return {
      outcome,
      log: await readFile(outcome.logPath, 'utf8'),
      header: lines.filter((line) => line.startsWith('#')),
      records: lines.filter((line) => !line.startsWith('#')),
    };
  });
}

/** The message of a refusal; fails if the input was annotated. */
export async function refusal(
  input: string | Uint8Array,
  options: Partial<BcftoolsAnnotatorOptions> = {},
): Promise<string> {
  const { outcome, log } = await annotate(input, options);
  assert.equal(outcome.kind, 'refused');
  assert.ok(log.includes(outcome.message), 'the log explains the refusal too');
  return outcome.message;
}
