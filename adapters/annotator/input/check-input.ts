// adapters/annotator/input/check-input.ts — reads the whole input once, before any engine sees it, and writes a mended copy.
import { open } from 'node:fs/promises';
import type { AnnotationLimits, AnnotationRun } from '../../../domain/annotation.ts';
import type { PipeOptions } from '../pipe.ts';
import type { HeaderRules } from './header.ts';
import { inputReader } from './input-reader.ts';
import type { InputReader } from './input-reader.ts';
import { openReference } from './reference.ts';
import { textOf } from './text-of.ts';

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
  /** Every genotype is phased (or has one allele), and there are samples. */
  phased: boolean;
  /** Contigs that have records, by their names in this genome, in its order. */
  contigs: string[];
  /** INFO fields of ours that the input already carries: an annotated file annotated again. */
  annotatedBefore: string[];
  messages: string[];
}

/** Checks `run.inputPath` and writes its records to `bodyPath`; throws InputRefused, or the abort's reason. */
export async function checkInput(run: AnnotationRun, bodyPath: string, rules: CheckRules): Promise<CheckedInput> {
  const reference = rules.reference === undefined ? undefined : openReference(rules.reference);
  try {
    const reader = inputReader(rules, reference);
    const { packing, bytes } = await readThrough(run, reader, { bodyPath, rules });
    const { version, messages, ...checked } = reader.finish();
    if (packing === 'gzip') messages.push('Read the plain gzip; the result is BGZF, which can be indexed.');
    if (packing === 'BCF') messages.push('Read the BCF as the text that "bcftools view" makes of it.');
    return { ...checked, messages, bytes, format: `VCF ${version}, ${packing}` };
  } finally {
    reference?.close();
  }
}

async function readThrough(
  run: AnnotationRun,
  reader: InputReader,
  { bodyPath, rules }: { bodyPath: string; rules: CheckRules },
): Promise<{ packing: string; bytes: number }> {
  await using body = await open(bodyPath, 'wx', 0o600);
  const take = async (): Promise<void> => {
    const text = reader.take();
    if (text.length > 0) await body.appendFile(text);
    run.onProgress(reader.records());
  };
  try {
    const packed = await textOf(run, rules, async (chunk) => {
      reader.push(chunk);
      await take();
    });
    reader.end();
    await take();
    return packed;
  } catch (error) {
    run.signal.throwIfAborted();
    throw reader.refusal(error);
  }
}
