// bench/annotate.ts — the annotator against the same bcftools commands typed into a shell, in the same run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { bcftoolsAnnotator } from '../adapters/annotator/bcftools-annotator.ts';
import { readGenome } from '../adapters/annotator/genome.ts';
import { packStage, stagePlan } from '../adapters/annotator/stages.ts';
import { readConfig } from '../config.ts';
import { snpEff } from './snpeff.ts';

const SIZES = [100_000, 1_000_000];
const ROUNDS = 3;

/**
 * Prints `ratio annotate-N VALUE`: our records a second by the shell's (best of three each); how memory grows; and
 * `ratio snpeff-N VALUE`, where it is installed.
 */
export async function annotateBench(): Promise<void> {
  const { annotator } = readConfig();
  const folder = await mkdtemp(join(tmpdir(), 'gas-bench-annotate-'));
  try {
    const inputs = new Map<number, string>();
    for (const records of [1000, ...SIZES]) inputs.set(records, await variants(folder, records));
    await ours(annotator, inputs.get(1000)!); // what runs first pays for starting
    const memory = watchMemory();
    const best = new Map<string, number>();
    for (const records of SIZES) {
      const input = inputs.get(records)!;
      const times = { ours: [] as number[], shell: [] as number[] };
      for (let round = 0; round < ROUNDS; round += 1) {
        times.shell.push(await shell(annotator, input));
        times.ours.push(await ours(annotator, input));
      }
      const [mine, theirs] = [Math.min(...times.ours), Math.min(...times.shell)];
      best.set(input, mine);
      console.log(`${records} variants: ${rate(records, mine)} a second; in the shell ${rate(records, theirs)}`);
      console.log(`ratio annotate-${records} ${(theirs / mine).toFixed(3)}`);
    }
    console.log(`resident memory of this process grew by at most ${megabytes(memory.growth())} MB`);
    await againstSnpEff(folder, annotator.genomeFolder, best);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function watchMemory() {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50);
  return {
    growth(): number {
      clearInterval(timer);
      return most - before;
    },
  };
}

type Annotation = ReturnType<typeof readConfig>['annotator'];

async function ours(config: Annotation, inputPath: string): Promise<number> {
  const outputFolder = await mkdtemp(join(tmpdir(), 'gas-bench-run-'));
  const limits = { recordsPerPosition: 10_000 };
  const annotator = bcftoolsAnnotator({ ...config, limits });
  const signal = new AbortController().signal;
  const start = performance.now();
  try {
    const outcome = await annotator.annotate({ inputPath, outputFolder, signal, onProgress: () => undefined });
    if (outcome.kind === 'refused') throw new Error(outcome.message);
    return performance.now() - start;
  } finally {
    await rm(outputFolder, { recursive: true, force: true });
  }
}

/** The very commands of the annotator, from text to the indexed result, joined by pipes. */
async function shell({ bcftools, genomeFolder }: Annotation, input: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'gas-bench-shell-'));
  const plan = stagePlan({ genome: await readGenome(genomeFolder), annotatedBefore: [], joined: false });
  const pipes = plan.map(({ stages }) => stages.map(({ args }) => quoted([...bcftools, ...args])).join(' | '));
  const last = `${pipes.at(-1)} | ${quoted([...bcftools, ...packStage().args])}`;
  const script = ['set -e -o pipefail', `< ${quoted([input])} ${pipes[0]}`, ...pipes.slice(1, -1), last].join('\n');
  const start = performance.now();
  try {
    const child = spawn('/bin/bash', ['-c', script], { cwd: folder, stdio: ['ignore', 'ignore', 'ignore'] });
    const [code] = (await once(child, 'exit')) as [number];
    if (code !== 0) throw new Error(`The commands in the shell ended with code ${code}.`);
    return performance.now() - start;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' ');

/** Sorted sites of chrM: nine of ten exchange a base, the rest insert or delete one to three. Always the same. */
async function variants(folder: string, records: number): Promise<string> {
  const path = join(folder, `${records}.vcf`);
  const file = createWriteStream(path);
  const bases = readFileSync(join(readConfig().annotator.genomeFolder, 'chrM.fa'), 'utf8')
    .replace(/^>.*/, '')
    .replaceAll(/\s/g, '');
  file.write(
    '##fileformat=VCFv4.2\n##contig=<ID=chrM,length=16569>\n##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">\n',
  );
  file.write('#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n');
  const random = generator(7);
  for (let made = 0; made < records; made += 1) {
    const at = Math.floor((made / records) * (bases.length - 4));
    const line = `chrM\t${at + 1}\t.\t${alleles(bases, at, random)}\t50\tPASS\tDP=${10 + (random() % 500)}\n`;
    if (!file.write(line)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  return path;
}

function alleles(bases: string, at: number, random: () => number): string {
  const ref = bases[at]!;
  const others = 'ACGT'.split('').filter((base) => base !== ref);
  const kind = random() % 20;
  if (kind === 0) return `${ref}\t${ref}${others[random() % 3]}`;
  const longer = bases.slice(at, at + 2 + (random() % 3));
  if (kind === 1 && !longer.includes('N')) return `${longer}\t${ref}`;
  return `${ref}\t${others[random() % others.length]}`;
}

/** Numerical Recipes' linear congruential generator: the file is the same in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}

/** Our whole annotation by snpEff's consequences alone; once a size, since it takes so much longer. */
async function againstSnpEff(folder: string, genomeFolder: string, best: ReadonlyMap<string, number>): Promise<void> {
  const theirs = await snpEff(folder, genomeFolder);
  if (!theirs) return console.log('snpEff is not installed: not compared.');
  for (const [input, ms] of best)
    console.log(`ratio snpeff-${basename(input, '.vcf')} ${((await theirs(input)) / ms).toFixed(1)}`);
}

const rate = (records: number, ms: number): string => `${Math.round(records / ms)}k`;
const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
