// test/adapters/annotator/a-check.ts — runs the input check alone, on chrM or on a genome made for the test.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkInput } from '../../../adapters/annotator/input/check-input.ts';
import type { CheckedInput, CheckRules } from '../../../adapters/annotator/input/check-input.ts';
import { InputRefused } from '../../../adapters/annotator/input/refused.ts';
import { DEFAULT_LIMITS } from '../../../domain/annotation.ts';
import type { AnnotationLimits } from '../../../domain/annotation.ts';

const root = resolve(import.meta.dirname, '../../..');
const genome = join(root, '.local', 'genome');
export const bcftools = [join(root, '.local', 'venv', 'bin', 'python'), join(root, 'local', 'genome', 'bcftools.py')];
export const referencePath = join(genome, 'chrM.fa');
export const mgrbPath = join(genome, 'examples', 'mgrb.chrM.vcf.gz');

export const CHRM: CheckRules = {
  contigs: [{ name: 'chrM', length: 16_569, aliases: ['MT', 'M', 'NC_012920.1'] }],
  limits: DEFAULT_LIMITS,
  ownInfo: new Map([['BCSQ', '##INFO=<ID=BCSQ,Number=.,Type=String,Description="Consequence">']]),
  reference: referencePath,
  engine: bcftools,
};

export const CHROM = '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO';
export const HEADER = `##fileformat=VCFv4.2\n##contig=<ID=chrM,length=16569>\n${CHROM}\n`;
export const LHON = 'chrM\t11778\t.\tG\tA\t.\t.\t.\n';

/** Text without tabs to type: spaces become tabs. */
export const tabbed = (text: string): string => text.replaceAll(/ +/g, '\t');
/** A file of these records, whose columns are separated by spaces, line 4 being the first. */
export const records = (...lines: string[]): string => HEADER + lines.map((line) => `${tabbed(line)}\n`).join('');
/** A file with samples, line 5 being the first record. */
export const withSamples = (names: string, ...lines: string[]): string =>
  '##fileformat=VCFv4.2\n##contig=<ID=chrM,length=16569>\n##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n' +
  `${CHROM}\tFORMAT\t${tabbed(names)}\n${lines.map((line) => `${tabbed(line)}\n`).join('')}`;
/** A file with these lines in its header, from line 2 on. */
export const withMeta = (meta: readonly string[], ...lines: string[]): string =>
  ['##fileformat=VCFv4.2', ...meta, CHROM, ...lines.map(tabbed), ''].join('\n');

export interface Check extends CheckedInput {
  /** The records that were written, as text. */
  body: string;
}

export type CheckOptions = Omit<Partial<CheckRules>, 'limits'> & { limits?: Partial<AnnotationLimits> };

/** Checks the bytes; rejects with InputRefused. */
export async function check(input: string | Uint8Array, options: CheckOptions = {}): Promise<Check> {
  const outputFolder = await mkdtemp(join(tmpdir(), 'gas-check-'));
  try {
    const inputPath = join(outputFolder, 'input');
    const bodyPath = join(outputFolder, 'body');
    await writeFile(inputPath, input);
    const run = { inputPath, outputFolder, signal: new AbortController().signal, onProgress: () => undefined };
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const checked = await checkInput(run, bodyPath, { ...CHRM, ...options, limits });
    return { ...checked, body: await readFile(bodyPath, 'latin1') };
  } finally {
    await rm(outputFolder, { recursive: true, force: true });
  }
}

/** The refusal of the bytes; fails if they are accepted. */
export async function refusal(input: string | Uint8Array, options: CheckOptions = {}): Promise<InputRefused> {
  const refused = await check(input, options).then(
    ({ body }) => assert.fail(`accepted: ${body.slice(0, 200)}`),
    (error: unknown) => error,
  );
  if (!(refused instanceof InputRefused)) throw refused;
  return refused;
}

/** A broken input, and the whole sentence that its owner reads. */
export type Malformed = readonly [title: string, input: () => string | Uint8Array, says: string];
