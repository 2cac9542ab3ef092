// bench/check.ts — the input check alone against `bcftools view` of the same file, and what hostile files cost.
import { execFile } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { readGenome } from '../adapters/annotator/genome.ts';
import { checkInput } from '../adapters/annotator/input/check-input.ts';
import type { CheckRules } from '../adapters/annotator/input/check-input.ts';
import { DEFAULT_LIMITS } from '../domain/annotation.ts';
import { readConfig } from '../config.ts';

const run = promisify(execFile);
const ROUNDS = 3;
const HEADER = '##fileformat=VCFv4.2\n##contig=<ID=chrM,length=16569>\n';
const META =
  '##INFO=<ID=AC,Number=A,Type=Integer,Description="x">\n##INFO=<ID=AF,Number=A,Type=Float,Description="x">\n';
const GENOTYPES =
  '##FORMAT=<ID=GT,Number=1,Type=String,Description="x">\n##FORMAT=<ID=DP,Number=1,Type=Integer,Description="x">\n';
const CHROM = '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO';

interface Bench {
  folder: string;
  rules: CheckRules;
  bcftools: readonly string[];
}

/** Prints `ratio check-NAME VALUE`: lines a second by those of `bcftools view` (best of three each); growth and refusals. */
export async function checkBench(): Promise<void> {
  const { annotator } = readConfig();
  const genome = await readGenome(annotator.genomeFolder);
  const folder = await mkdtemp(join(tmpdir(), 'gas-bench-check-'));
  const limits = { ...DEFAULT_LIMITS, recordsPerPosition: 10_000 };
  const reference = join(annotator.genomeFolder, 'chrM.fa');
  const { bcftools } = annotator;
  const rules = { contigs: genome.contigs, limits, ownInfo: new Map<string, string>(), reference, engine: bcftools };
  const bench = { folder, rules, bcftools };
  try {
    const bases = readFileSync(reference, 'latin1').replace(/^>.*/, '').replaceAll(/\s/g, '').toUpperCase();
    await compare(bench, 'sites-100000', await made(folder, bases, { records: 100_000, samples: 0 }));
    const million = await made(folder, bases, { records: 1_000_000, samples: 0 });
    await compare(bench, 'sites-1000000', million);
    await compare(bench, 'bgzf-1000000', await packed(bench, million, '-Oz'));
    await compare(bench, 'bcf-1000000', await packed(bench, million, '-Ob'));
    await compare(bench, 'samples-20000x100', await made(folder, bases, { records: 20_000, samples: 100 }));
    for (const [name, input] of hostile()) await refused(bench, name, input);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(
  bench: Bench,
  name: string,
  { path, records }: { path: string; records: number },
): Promise<void> {
  const [command = '', ...prefix] = bench.bcftools;
  const times = { ours: [] as number[], view: [] as number[] };
  const before = process.memoryUsage().rss;
  for (let round = 0; round < ROUNDS; round += 1) {
    times.ours.push(await timed(() => check(bench, path)));
    times.view.push(
      await timed(() => run(command, [...prefix, 'view', '--no-version', '-Ov', '-o', '/dev/null', path])),
    );
  }
  const [ours, view] = [Math.min(...times.ours), Math.min(...times.view)];
  const grown = Math.round((process.memoryUsage().rss - before) / 1e6);
  console.log(
    `${name}: ${rate(records, ours)} lines a second; bcftools view ${rate(records, view)}; grown by ${grown} MB`,
  );
  console.log(`ratio check-${name} ${(view / ours).toFixed(3)}`);
}

async function refused(bench: Bench, name: string, input: Uint8Array): Promise<void> {
  const path = join(bench.folder, 'hostile');
  await writeFile(path, input);
  const before = process.resourceUsage().maxRSS;
  let said = 'accepted';
  const ms = await timed(async () => {
    said = await check(bench, path).then(
      () => 'accepted',
      (error: Error) => error.message,
    );
  });
  const grown = Math.round((process.resourceUsage().maxRSS - before) / 1e3);
  console.log(`${name}: ${Math.round(ms)} ms, grown by ${grown} MB: ${said.slice(0, 100)}`);
}

async function check({ folder, rules }: Bench, inputPath: string): Promise<void> {
  const outputFolder = await mkdtemp(join(folder, 'run-'));
  const signal = new AbortController().signal;
  try {
    await checkInput(
      { inputPath, outputFolder, signal, onProgress: () => undefined },
      join(outputFolder, 'body'),
      rules,
    );
  } finally {
    await rm(outputFolder, { recursive: true, force: true });
  }
}

async function packed({ bcftools, folder }: Bench, { path, records }: { path: string; records: number }, kind: string) {
  const [command = '', ...prefix] = bcftools;
  const to = join(folder, `packed${kind}`);
  await run(command, [...prefix, 'view', '--no-version', kind, '-o', to, path]);
  return { path: to, records };
}

/** Sorted sites that change one base, the same in every run. */
async function made(folder: string, bases: string, { records, samples }: { records: number; samples: number }) {
  const path = join(folder, `${records}-${samples}.vcf`);
  const file = createWriteStream(path);
  const names = Array.from({ length: samples }, (_, at) => `\tS${at}`).join('');
  file.write(`${HEADER}${META}${samples > 0 ? `${GENOTYPES}${CHROM}\tFORMAT${names}` : CHROM}\n`);
  const genotypes = samples > 0 ? `\tGT:DP${'\t0/0:31\t0/1:28'.repeat(samples / 2)}` : '';
  let text = '';
  for (let at = 0; at < records; at += 1) {
    const place = Math.floor((at / records) * 16_500);
    const alternate = 'ACGT'.replace(bases[place]!, '')[at % 3];
    text += `chrM\t${place + 1}\t.\t${bases[place]}\t${alternate}\t50\tPASS\tAC=${1 + (at % 9)};AF=0.000${at % 7}${genotypes}\n`;
    if (text.length < 1e6) continue;
    file.write(text);
    text = '';
  }
  file.end(text);
  await finished(file);
  return { path, records };
}

function hostile(): [name: string, input: Uint8Array][] {
  const row = 'chrM\t11778\t.\tG\tA\t.\t.\t.\n';
  const head = gzipSync(`${HEADER}${CHROM}\n`);
  const samples = Array.from({ length: 100_000 }, (_, at) => `\tS${at}`).join('');
  const million = gzipSync(row.repeat(1_000_000), { level: 9 });
  return [
    [
      'a line of 1 GB in 1 MB',
      Buffer.concat([head, repeated(gzipSync(Buffer.alloc(1 << 20, 'A'), { level: 9 }), 1024)]),
    ],
    ['20 million records at one position', Buffer.concat([head, repeated(million, 20)])],
    ['100,000 samples', Buffer.from(`${HEADER}${CHROM}\tFORMAT${samples}\n`)],
    [
      '1 GB of header in 1 MB',
      Buffer.concat([gzipSync(HEADER), repeated(gzipSync('##x=y\n'.repeat(170_000), { level: 9 }), 1024)]),
    ],
  ];
}

const repeated = (bytes: Uint8Array, times: number): Buffer =>
  Buffer.concat(Array.from({ length: times }, () => bytes));

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const rate = (records: number, ms: number): string => `${Math.round(records / ms)}k`;
