// adapters/annotator/prepare-track.ts — makes a track of a VCF: the fields taken, on this genome's contigs, normalised, indexed.
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { DEFAULT_LIMITS } from '../../domain/annotation.ts';
import { checkEnds } from './engine-messages.ts';
import type { Genome, GenomeContig } from './genome.ts';
import type { GenomeEntry } from './genomes.ts';
import { runPipe } from './pipe.ts';
import type { Stage } from './pipe.ts';
import { described } from './prepare-genes.ts';

interface Place {
  bcftools: readonly string[];
  folder: string;
}
interface TrackPlace extends Place {
  /** Name of the file to write in the folder. */
  file: string;
  fasta: string;
  contigs: readonly GenomeContig[];
}

/** Rows whose REF is not the reference's are left out; the header lines of the fields are taken from the file. */
export async function prepareTrack(
  track: GenomeEntry['tracks'][number],
  { bcftools, folder, file, fasta, contigs }: TrackPlace,
): Promise<Genome['tracks'][number]> {
  const names = join(folder, 'names.txt');
  const renamed = contigs.flatMap(({ name, aliases }) => aliases.map((alias) => `${alias}\t${name}\n`));
  await writeFile(names, renamed.join(''));
  const header = await textOf([{ name: 'view', args: ['view', '-h', '--no-version', resolve(track.file)] }], {
    bcftools,
    folder,
  });
  const fields = track.fields.map((id) => ({ id, header: fieldHeader(header, id, track.file) }));
  const targets = contigs.map(({ name }) => name).join(',');
  const others = [...header.matchAll(/^##INFO=<ID=([^,]+)/gm)].some(([, id]) => !track.fields.includes(id!));
  const kept = `^${track.fields.map((id) => `INFO/${id}`).join(',')}`;
  const fewer = others ? ['-x', kept] : []; // bcftools fails where there is nothing to remove
  await run(
    [
      { name: 'view', args: ['view', '-G', '--no-version', '-Ou', resolve(track.file)] },
      { name: 'annotate', args: ['annotate', ...fewer, '--rename-chrs', names, '--no-version', '-Ou', '-'] },
      { name: 'view', args: ['view', '-t', targets, '--no-version', '-Ou', '-'] },
      { name: 'norm', args: ['norm', '-w', '1', '-f', fasta, '-m', '-any', '-c', 'x', '--no-version', '-Ou', '-'] },
      { name: 'sort', args: ['sort', '-T', './sort', '-Ob', '-W=csi', '-o', file, '-'] },
    ],
    { bcftools, folder },
  );
  await rm(names);
  const [first, ...rest] = fields;
  const { name, disease } = track;
  const source = await described(folder, file, track.file.split('/').at(-1) ?? track.file);
  return { ...source, name, fields: [first!, ...rest], ...(disease ? { disease } : {}) };
}

/** Makes `fasta.fai` where it is missing: bcftools does so before anything else. */
export async function indexReference(fasta: string, place: Place): Promise<void> {
  const nothing = '##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n';
  const probe = join(place.folder, 'empty.vcf');
  await writeFile(probe, nothing);
  await run([{ name: 'norm', args: ['norm', '-f', fasta, '-o', join(place.folder, 'none.vcf'), probe] }], place);
  await rm(probe);
  await rm(join(place.folder, 'none.vcf'));
}

function fieldHeader(header: string, id: string, file: string): string {
  const found = header.split('\n').find((line) => line.startsWith(`##INFO=<ID=${id},`));
  if (found !== undefined) return found;
  const there = [...header.matchAll(/^##INFO=<ID=([^,]+)/gm)].map(([, name]) => name).join(', ');
  throw new Error(`${file} has no INFO field ${id}. It has: ${there}.`);
}

/** A genome's tables are larger than an input may be. */
const LIMITS = { ...DEFAULT_LIMITS, memoryBytes: 8 * 1024 ** 3, fileBytes: 256 * 1024 ** 3, cpuSeconds: 24 * 3600 };

async function run(stages: readonly Stage[], { bcftools, folder }: Place, output?: (text: Readable) => Promise<void>) {
  const signal = new AbortController().signal;
  const pipe = { engine: bcftools, folder, limits: LIMITS, signal, ...(output ? { output } : {}) };
  checkEnds(await runPipe(stages, pipe), LIMITS);
}

async function textOf(stages: readonly Stage[], place: Place): Promise<string> {
  const parts: Buffer[] = [];
  await run(stages, place, async (text) => {
    for await (const chunk of text as AsyncIterable<Buffer>) parts.push(chunk);
  });
  return Buffer.concat(parts).toString('utf8');
}
