// adapters/annotator/input/text-of.ts — an input's text, chunk by chunk, whichever way it is packed: BCF is read by bcftools.
import { createReadStream } from 'node:fs';
import type { AnnotationRun } from '../../../domain/annotation.ts';
import { printable } from '../../../domain/annotation.ts';
import { isBcf } from '../../../domain/vcf.ts';
import { runPipe } from '../pipe.ts';
import type { StageEnd } from '../pipe.ts';
import type { CheckRules } from './check-input.ts';
import { InputRefused } from './refused.ts';
import { packedAs, sizeGuard, unpacked } from './text-lines.ts';
import type { Packing } from './text-lines.ts';

type TakeChunk = (chunk: Buffer) => Promise<void>;

/** Hands the text of `run.inputPath` to `take`, one chunk after another; refuses bombs, torn and damaged files. */
export async function textOf(
  run: AnnotationRun,
  rules: CheckRules,
  take: TakeChunk,
): Promise<{ packing: Packing | 'BCF'; bytes: number }> {
  const { packing, bytes } = await packedAs(run.inputPath);
  const chunks = unpacked(run.inputPath, rules.limits, run.signal);
  const first = await chunks.next();
  if (first.done) return { packing, bytes };
  if (rules.engine && isBcf(first.value.toString('latin1', 0, 8))) {
    await chunks.return(undefined);
    await bcfText(run, { ...rules, engine: rules.engine }, take);
    return { packing: 'BCF', bytes };
  }
  await take(first.value);
  for await (const chunk of chunks) await take(chunk);
  return { packing, bytes };
}

async function bcfText(
  run: AnnotationRun,
  { engine, limits, onStarted }: CheckRules & { engine: readonly string[] },
  take: TakeChunk,
): Promise<void> {
  const file = createReadStream(run.inputPath, { highWaterMark: 256 * 1024 });
  const guard = sizeGuard(limits, () => file.bytesRead);
  const view = { name: 'view', args: ['view', '--no-version', '--no-update', '-Ov', '-'] };
  const [end] = await runPipe([view], {
    engine,
    folder: run.outputFolder,
    signal: run.signal,
    limits,
    input: () => file,
    output: async (text) => {
      for await (const chunk of text as AsyncIterable<Buffer>) {
        guard(chunk.length);
        await take(chunk);
      }
    },
    ...(onStarted && { onStarted }),
  });
  if (end!.code !== 0) throw new InputRefused(unreadable(end!));
}

function unreadable({ stderr, signal }: StageEnd): string {
  const said = stderr.trim().split('\n').at(-1) || `ended by ${signal ?? 'itself'}`;
  return `The BCF file can't be read: ${printable(said, 200)}. Test it with "bcftools view", and export it again.`;
}
