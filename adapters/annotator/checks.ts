// adapters/annotator/checks.ts — what annotation needs of this machine: bcftools, genomes with all their files, room.
import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Check, Seen } from '../../domain/checkup.ts';
import { Problem } from '../../domain/checkup.ts';
import { assertBcftools } from './bcftools-version.ts';
import type { Genome } from './genome.ts';
import { readGenome } from './genome.ts';
import { preparedFolder, readGenomesFile } from './genomes.ts';

export interface AnnotatorChecksOptions {
  bcftools: readonly string[];
  command?: readonly string[];
  genomeFolder: string;
  genomesFile: string;
  scratchFolder: string;
  /** The largest input that is taken, in bytes. */
  largestInputBytes: number;
}

/** What one input needs while it is annotated: itself, unpacked, sorted, and the result. */
const ROOM = 4;
const GB = 1e9;
const SET_UP = 'Run the set-up again (`npm start`), or set GAS_GENOME_FOLDER to where it has put the genome.';

export function annotatorChecks(options: AnnotatorChecksOptions): Check[] {
  const { bcftools, command, genomeFolder, genomesFile, scratchFolder, largestInputBytes } = options;
  return [
    {
      area: 'genome',
      subject: 'bcftools',
      advice: 'Set GAS_BCFTOOLS to a bcftools of 1.24 or newer; set-up installs one in .local/venv.',
      look: async () => ({ well: `version ${await assertBcftools(bcftools)}` }),
    },
    ...(command ? [engineCheck(command)] : []),
    { area: 'genome', subject: 'built-in genome', advice: SET_UP, look: () => lookAtGenome(genomeFolder, SET_UP) },
    {
      area: 'genome',
      subject: `genomes in ${genomesFile}`,
      advice: 'Mend the file, or set GAS_GENOMES to another one.',
      look: () => lookAtRegistered(genomesFile),
    },
    {
      area: 'scratch',
      subject: scratchFolder,
      advice:
        'Let the worker write there, or set GAS_SCRATCH_FOLDER to a folder where it may; docs/runbook/disk-full.md.',
      look: () => lookAtScratch(scratchFolder, largestInputBytes),
    },
  ];
}

function engineCheck([program = '']: readonly string[]): Check {
  const advice = 'Mend GAS_ANNOTATION_COMMAND, or leave it empty for bcftools csq.';
  return {
    area: 'genome',
    subject: `engine ${program}`,
    advice,
    async look() {
      if (program.includes('/')) await access(program, constants.X_OK);
      return { well: 'there' };
    },
  };
}

/** A genome whose every file is there. */
async function lookAtGenome(folder: string, advice: string): Promise<Seen> {
  const genome = await readGenome(folder);
  const missing = await missingFiles(genome);
  if (missing.length > 0) throw new Problem(`${genome.name} lacks ${missing.join(', ')}.`, advice);
  return {
    well: `${genome.name}, with its files and indexes; tracks: ${genome.tracks.map(({ name }) => name).join(', ') || 'none'}`,
  };
}

async function missingFiles({ folder, reference, genes, transcripts, tracks, places }: Genome): Promise<string[]> {
  const plain = [reference, transcripts, ...genes].map(({ file }) => file);
  const indexed = tracks.map(({ file }) => file);
  const names = [...plain, `${reference.file}.fai`, ...indexed, ...indexed.map((file) => `${file}.tbi`)];
  const all = [...names, ...places.map(({ file }) => file)];
  const there = await Promise.all(
    all.map((name) =>
      access(resolve(folder, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return all.filter((_, at) => !there[at]);
}

async function lookAtRegistered(genomesFile: string): Promise<readonly Seen[]> {
  const entries = await readGenomesFile(genomesFile);
  if (entries.length === 0) return [{ well: 'none is registered: the built-in one is all there is' }];
  return Promise.all(
    entries.map(async ({ name }): Promise<Seen> => {
      const advice = `Add it again: \`npm run gas -- genome add\`, or take ${name} out of the file.`;
      try {
        return await lookAtGenome(preparedFolder(genomesFile, name), advice);
      } catch (error) {
        if (error instanceof Problem) return { problem: error.message, advice };
        return { problem: `${name} is registered, but not prepared.`, advice };
      }
    }),
  );
}

async function lookAtScratch(folder: string, largestInputBytes: number): Promise<Seen> {
  await mkdir(folder, { recursive: true });
  const probe = join(folder, `.doctor-${randomUUID()}`);
  await writeFile(probe, '');
  await rm(probe);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const room = `${(free / GB).toFixed(1)} GB free, for inputs up to ${(free / ROOM / GB).toFixed(1)} GB`;
  if (free >= largestInputBytes) return { well: room };
  return {
    problem: `There are ${room}, while ${(largestInputBytes / GB).toFixed(1)} GB are allowed.`,
    advice: 'Free or add space, or lower GAS_PREMIUM_INPUT_BYTES; docs/runbook/disk-full.md.',
  };
}
