// bench/result/a-large-result.ts — a million variants of two people on a made nuclear genome, annotated.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { bcftoolsAnnotator } from '../../adapters/annotator/bcftools-annotator.ts';
import { readConfig } from '../../config.ts';
import { aLargeGenome } from './a-large-genome.ts';

const HEADER = `##fileformat=VCFv4.2
##contig=<ID=chr1,length=40000000>
##INFO=<ID=AF,Number=A,Type=Float,Description="Frequency">
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tANNE\tBEN
`;
const GENOTYPES = ['0/0', '0/1', '0/1', '1/1', './.'];

/** Paths of what the annotator makes of it, in `folder`. */
export async function aLargeResult(folder: string, records: number) {
  const { annotator } = readConfig();
  const random = generator(11);
  const { genomesFile, bases } = await aLargeGenome(folder, { bcftools: annotator.bcftools, random });
  const inputPath = join(folder, 'input.vcf');
  await writeVariants(inputPath, { records, bases, random });
  const { signal } = new AbortController();
  const run = { inputPath, outputFolder: folder, signal, onProgress: () => undefined };
  const outcome = await bcftoolsAnnotator({ ...annotator, genomesFile }).annotate(run);
  if (outcome.kind === 'refused') throw new Error(outcome.message);
  return outcome;
}

interface Variants {
  records: number;
  bases: string;
  random: () => number;
}

/** One base exchanged at even distances. */
async function writeVariants(path: string, { records, bases, random }: Variants): Promise<void> {
  const file = createWriteStream(path);
  file.write(HEADER);
  const one = (list: readonly string[]) => list[random() % list.length]!;
  for (let made = 0; made < records; made += 1) {
    const at = Math.floor((made / records) * (bases.length - 1));
    const ref = bases[at]!;
    const alt = one('ACGT'.replace(ref, '').split(''));
    const info = `AF=${(random() % 10_000) / 10_000}`;
    const samples = [0, 1].map(() => `${one(GENOTYPES)}:${10 + (random() % 90)}`);
    const line = ['chr1', at + 1, '.', ref, alt, 50, 'PASS', info, 'GT:DP', ...samples].join('\t');
    if (!file.write(`${line}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

/** Numerical Recipes' linear congruential generator: the file is the same in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}
