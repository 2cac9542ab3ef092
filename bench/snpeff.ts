// bench/snpeff.ts — snpEff on the same variants, where it is installed: with the genes of the built-in chrM, and nothing else.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { GeneticCode } from '../domain/genetic-code.ts';
import { aminoAcid, geneticCode, isStart } from '../domain/genetic-code.ts';

const PROGRAM = 'snpEff';
const MEMORY = '-Xmx1g';
const GENOME = 'chrM';
const [STANDARD, MITOCHONDRIAL] = [geneticCode(1), geneticCode(2)];

/** Answers what runs snpEff on a file and tells the milliseconds; undefined where it is not installed. */
export async function snpEff(folder: string, genomeFolder: string) {
  const config = join(folder, 'snpEff.config');
  const data = join(folder, 'data', GENOME);
  await mkdir(data, { recursive: true });
  await copyFile(join(genomeFolder, 'chrM.fa'), join(data, 'sequences.fa'));
  await copyFile(join(genomeFolder, 'chrM.gff3'), join(data, 'genes.gff'));
  await writeFile(config, configuration(folder));
  const build = ['build', MEMORY, '-gff3', '-noCheckCds', '-noCheckProtein', '-c', config, GENOME];
  const built = await promisify(execFile)(PROGRAM, build).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!built) return undefined;
  const words = ['ann', MEMORY, '-noStats', '-noLog', '-nodownload', '-ud', '0', '-c', config, GENOME, '-'];
  return async (input: string): Promise<number> => {
    const file = openSync(input, 'r');
    const start = performance.now();
    try {
      const [code] = (await once(spawn(PROGRAM, words, { stdio: [file, 'ignore', 'ignore'] }), 'exit')) as [number];
      if (code !== 0) throw new Error(`snpEff ended with code ${code}.`);
      return performance.now() - start;
    } finally {
      closeSync(file);
    }
  };
}

const configuration = (folder: string): string =>
  `data.dir = ${join(folder, 'data')}/
codon.Standard : ${codons(STANDARD)}
codon.Vertebrate_Mitochondrial : ${codons(MITOCHONDRIAL)}
${GENOME}.genome : chrM
${GENOME}.chrM.codonTable : Vertebrate_Mitochondrial
`;

/** `TTT/F, ATG/M+`: plus marks a start. */
function codons(code: GeneticCode): string {
  const bases = ['A', 'C', 'G', 'T'];
  const all = bases.flatMap((one) => bases.flatMap((two) => bases.map((three) => one + two + three)));
  return all.map((codon) => `${codon}/${aminoAcid(code, codon)}${isStart(code, codon) ? '+' : ''}`).join(', ');
}
