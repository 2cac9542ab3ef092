// adapters/annotator/genomes.ts — the genomes of this installation, and which of them a file was made with.
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { AnnotationLimits, AnnotationRun } from '../../domain/annotation.ts';
import { printable } from '../../domain/annotation.ts';
import { GENETIC_CODES } from '../../domain/genetic-code.ts';
import { bestFit, findGenome } from '../../domain/genome.ts';
import { readGenome } from './genome.ts';
import type { Genome } from './genome.ts';
import { InputRefused } from './input/refused.ts';
import { unpacked } from './input/text-lines.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const text = z.string().min(1, 'must not be empty');
const code = z.literal(GENETIC_CODES, `must be one of ${GENETIC_CODES.join(', ')}`);

const TrackEntry = z.strictObject({
  name: z.string().regex(NAME, 'must be 1 to 64 letters, digits, dots, underscores or hyphens'),
  file: text,
  fields: z.array(z.string().regex(/^[A-Za-z_][\w.]*$/, 'must be the name of an INFO field')).nonempty(),
  disease: z.strictObject({ name: text, status: text.optional() }).optional(),
});
const GenomeEntry = z.strictObject({
  name: z.string().regex(NAME, 'must be 1 to 64 letters, digits, dots, underscores or hyphens'),
  aliases: z.array(text).default([]),
  fasta: text,
  gff3: text,
  /** The code of each contig that differs from `default`. */
  geneticCodes: z.record(z.string(), code).default({}),
  neighbourBases: z.int().min(0).default(5000),
  tracks: z.array(TrackEntry).default([]),
});
const GenomesFile = z.strictObject({ genomes: z.array(GenomeEntry) });

export type GenomeEntry = z.infer<typeof GenomeEntry>;

/** What genomes.yaml registers; nothing where the file does not exist. Throws a line for each mistake in it. */
export async function readGenomesFile(path: string): Promise<GenomeEntry[]> {
  const content = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  return content === undefined ? [] : parseGenomes(content, path);
}

/** The same of its text; `path` is named in the error. */
export function parseGenomes(content: string, path: string): GenomeEntry[] {
  const refuse = (lines: readonly string[]): never => {
    throw new Error(`${path} needs mending:\n${lines.map((line) => `  ${line}`).join('\n')}`);
  };
  let value: unknown;
  try {
    value = parse(content);
  } catch (error) {
    return refuse([error instanceof Error ? error.message : String(error)]);
  }
  const read = GenomesFile.safeParse(value ?? { genomes: [] });
  if (!read.success) return refuse(read.error.issues.map(({ path: at, message }) => `${placeOf(at)}: ${message}`));
  const names = read.data.genomes.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  return twice === undefined ? read.data.genomes : refuse([`genomes: the name ${twice} occurs twice`]);
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path.map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at > 0 ? '.' : ''}${String(part)}`)).join('') ||
  'the file';

/** Where `gas genome add` puts what it makes of an entry: beside genomes.yaml. */
export const preparedFolder = (genomesFile: string, name: string): string =>
  join(dirname(genomesFile), 'genomes', name);

/** The built-in genome, then the registered ones. */
export async function readGenomes(from: { genomeFolder: string; genomesFile?: string | undefined }): Promise<Genome[]> {
  const genomes = [await readGenome(from.genomeFolder)];
  if (from.genomesFile === undefined) return genomes;
  for (const { name } of await readGenomesFile(from.genomesFile)) {
    genomes.push(await readGenome(preparedFolder(from.genomesFile, name)));
  }
  return genomes;
}

/** The genome the run asks for, or else the one that the input's header and contigs fit best. */
export async function chooseGenome(
  run: Pick<AnnotationRun, 'genome' | 'inputPath' | 'signal'>,
  genomes: readonly Genome[],
  limits: AnnotationLimits,
): Promise<Genome> {
  if (run.genome !== undefined) {
    const found = findGenome(genomes, run.genome);
    if (found) return found;
    const known = genomes.map(({ name }) => name).join(', ');
    throw new InputRefused(`The genome "${printable(run.genome)}" is not known here. Known are: ${known}.`);
  }
  if (genomes.length === 1) return genomes[0]!;
  return bestFit(await beginning(run, limits), genomes)!.genome;
}

/** Enough for the header of a genome with thousands of contigs. */
const BEGINNING = 1024 * 1024;

async function beginning({ inputPath, signal }: Pick<AnnotationRun, 'inputPath' | 'signal'>, limits: AnnotationLimits) {
  let start = '';
  for await (const chunk of unpacked(inputPath, limits, signal)) {
    start += chunk.toString('latin1');
    if (start.length >= BEGINNING) break;
  }
  return start;
}

/** An entry of what was typed, with absolute paths; throws a line for each mistake. */
export function genomeEntry(typed: { fasta: string; gff3: string; tracks: readonly { file: string }[] }): GenomeEntry {
  const entry = {
    ...typed,
    fasta: resolve(typed.fasta),
    gff3: resolve(typed.gff3),
    tracks: typed.tracks.map((track) => ({ ...track, file: resolve(track.file) })),
  };
  return parseGenomes(JSON.stringify({ genomes: [entry] }), 'What was given')[0]!;
}

/** A line for each genome: names, contigs, codes, tracks. */
export async function describeGenomes(from: Parameters<typeof readGenomes>[0]): Promise<string[]> {
  return (await readGenomes(from)).map(({ name, aliases, contigs, genes, tracks }) => {
    const others = aliases.length > 0 ? ` (${aliases.join(', ')})` : '';
    const codes = genes.map(({ geneticCode }) => geneticCode).toSorted((a, b) => a - b);
    const told = tracks.map((track) => track.name).join(', ') || 'no tracks';
    return `${name}${others}: ${contigs.length} contigs, genetic code ${codes.join(' and ')}; ${told}`;
  });
}
