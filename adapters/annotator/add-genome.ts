// adapters/annotator/add-genome.ts — makes the folder of a genome from its FASTA, GFF3 and tracks, and registers it.
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { assertBcftools } from './bcftools-version.ts';
import { openReference } from './consequence/reference.ts';
import { GenomeManifest } from './genome.ts';
import type { Genome, GenomeContig } from './genome.ts';
import { parseGenomes, preparedFolder, readGenomesFile } from './genomes.ts';
import type { GenomeEntry } from './genomes.ts';
import { described, isGzip, prepareGenes } from './prepare-genes.ts';
import { indexReference, prepareTrack } from './prepare-track.ts';

export interface AddGenome {
  entry: GenomeEntry;
  /** argv prefix of bcftools. */
  bcftools: readonly string[];
  genomesFile: string;
  say: (text: string) => void;
}

/** Checks, indexes and registers a genome; one of the same name is replaced. Throws a sentence about what is wrong. */
export async function addGenome({ entry, bcftools, genomesFile, say }: AddGenome): Promise<void> {
  parseGenomes(JSON.stringify({ genomes: [entry] }), 'The genome');
  await assertBcftools(bcftools);
  for (const file of [entry.fasta, entry.gff3, ...entry.tracks.map((track) => track.file)]) await mustExist(file);
  if (await isGzip(entry.fasta)) throw new Error(`${entry.fasta} is packed: unpack it first (gunzip -k).`);
  const folder = preparedFolder(genomesFile, entry.name);
  const draft = `${folder}.${process.pid}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  try {
    const manifest = await fill(draft, entry, { bcftools, say });
    await writeFile(join(draft, 'genome.json'), `${JSON.stringify(manifest, null, 1)}\n`);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await register(entry, genomesFile);
}

interface Tools {
  bcftools: readonly string[];
  say: (text: string) => void;
}

async function fill(draft: string, entry: GenomeEntry, { bcftools, say }: Tools): Promise<Omit<Genome, 'folder'>> {
  const fasta = resolve(entry.fasta);
  say('Indexing the reference.');
  await indexReference(fasta, { bcftools, folder: draft });
  const reference = await openReference(fasta);
  reference.close();
  const contigs = contigsOf(reference.contigs, entry.geneticCodes);
  const unknown = Object.keys(entry.geneticCodes).find((name) => contigs.every((contig) => contig.name !== name));
  if (unknown !== undefined) throw new Error(`geneticCodes names ${unknown}, which is no contig of ${entry.fasta}.`);
  say('Reading the genes.');
  const genes = await prepareGenes({ gff3: resolve(entry.gff3), source: fileName(entry.gff3), contigs, folder: draft });
  const tracks: Genome['tracks'] = [];
  for (const [at, track] of entry.tracks.entries()) {
    say(`Preparing the track ${track.name}.`);
    tracks.push(await prepareTrack(track, { bcftools, folder: draft, file: `track-${at}.bcf`, fasta, contigs }));
  }
  const { name, aliases, neighbourBases } = entry;
  const source = await described(draft, fasta, fileName(fasta));
  return GenomeManifest.parse({
    name,
    aliases,
    reference: source,
    ...genes,
    contigs,
    neighbourBases,
    tracks,
    places: [],
  });
}

const MITOCHONDRIAL = new Set(['chrM', 'MT', 'M', 'chrMT', 'NC_012920.1']);

/** With the names that others give them: chr1 and 1, chrM and MT. */
function contigsOf(
  contigs: readonly { name: string; length: number }[],
  codes: GenomeEntry['geneticCodes'],
): [GenomeContig, ...GenomeContig[]] {
  const taken = new Set(contigs.map(({ name }) => name));
  const made = contigs.map(({ name, length }): GenomeContig => {
    const mitochondrial = MITOCHONDRIAL.has(name);
    const other = name.startsWith('chr') ? name.slice(3) : `chr${name}`;
    const aliases = (mitochondrial ? [...MITOCHONDRIAL] : [other]).filter((alias) => !taken.has(alias));
    return { name, length, aliases, geneticCode: codes[name] ?? (mitochondrial ? 2 : 1), mitochondrial };
  });
  const [first, ...rest] = made;
  if (!first) throw new Error('The FASTA has no sequence.');
  return [first, ...rest];
}

/** Puts the entry into genomes.yaml, keeping what people have written around it. */
async function register(entry: GenomeEntry, genomesFile: string): Promise<void> {
  const others = (await readGenomesFile(genomesFile)).some(({ name }) => name === entry.name);
  const text = await readFile(genomesFile, 'utf8').catch(() => 'genomes: []\n');
  const document = parseDocument(text);
  const list = (document.toJS() as { genomes?: { name: string }[] } | null)?.genomes ?? [];
  if (others)
    document.setIn(['genomes', list.findIndex(({ name }) => name === entry.name)], document.createNode(entry));
  else if (list.length === 0) document.set('genomes', document.createNode([entry]));
  else document.addIn(['genomes'], document.createNode(entry));
  await mkdir(dirname(genomesFile), { recursive: true });
  await writeFile(`${genomesFile}.new`, document.toString());
  await rename(`${genomesFile}.new`, genomesFile);
}

async function mustExist(file: string): Promise<void> {
  await access(file).catch((cause: unknown) => {
    throw new Error(`There is no file ${file} that can be read.`, { cause });
  });
}

const fileName = (path: string): string => path.split('/').at(-1) ?? path;
