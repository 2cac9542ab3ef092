// adapters/annotator/stages.ts — the bcftools commands of one annotation; every file name in them is fixed.
import { join } from 'node:path';
import type { Genome } from './genome.ts';
import type { CheckedInput } from './input/check-input.ts';
import type { Stage } from './pipe.ts';

const BCSQ =
  '##INFO=<ID=BCSQ,Number=.,Type=String,Description="Local consequence annotation from BCFtools/csq. ' +
  'Format: Consequence|gene|transcript|biotype|strand|amino_acid_change|dna_change">';
const QUIET = '--no-version'; // the command lines would put paths of this machine into the result

/**
 * norm keeps its output sorted within a window of 1,000 bases, in time quadratic in the records there: 13 s for 100,000
 * records on chrM, 0.2 s with a window of 1. So sorting is left to sort, which unsorted input needs anyway.
 */
const WINDOW = '1';

/** The INFO fields that an annotation writes, with their header lines. */
export function ownInfo(genome: Genome): ReadonlyMap<string, string> {
  const fields = genome.tracks.flatMap((track) => track.fields.map(({ id, header }) => [id, header] as const));
  return new Map([['BCSQ', BCSQ], ...fields]);
}

/** From text on stdin to step-0.vcf.gz: sorted, one record per allele, left-aligned, with consequences. */
export function consequenceStages(genome: Genome, input: Pick<CheckedInput, 'annotatedBefore'>): Stage[] {
  const reference = join(genome.folder, genome.reference.file);
  const genes = join(genome.folder, genome.genes.file);
  const old = input.annotatedBefore.map((id) => `INFO/${id}`).join(',');
  const csq = [
    'csq',
    '-C',
    String(genome.geneticCode),
    '-v0',
    '-l',
    '-p',
    'a',
    '-B',
    '1',
    QUIET,
    '-f',
    reference,
    '-g',
    genes,
  ];
  return [
    ...(old ? [{ name: 'annotate', args: ['annotate', '-x', old, QUIET, '-Ou', '-'] }] : []),
    { name: 'norm', args: ['norm', '-w', WINDOW, '-f', reference, '-m', '-any', '-c', 'e', QUIET, '-Ou', '-'] },
    { name: 'sort', args: ['sort', '-m', '256M', '-T', './sort', '-Ou', '-'] },
    { name: 'csq', args: [...csq, '-Oz', '-W=tbi', '-o', stepFile(0), '-'] },
  ];
}

/** One stage per track, from step to step; the last one writes result.vcf.gz with the provenance in its header. `uses`: not needed afterwards. */
export function trackStages(genome: Genome): (Stage & { uses: string[] })[] {
  const last = genome.tracks.length - 1;
  return genome.tracks.map((track, at) => {
    const output = at === last ? ['-h', 'provenance.txt', '-o', 'result.vcf.gz'] : ['-o', stepFile(at + 1)];
    const fields = track.fields.map(({ id }) => `INFO/${id}`).join(',');
    const args = [
      'annotate',
      '-a',
      join(genome.folder, track.file),
      '-c',
      fields,
      QUIET,
      '-Oz',
      '-W=tbi',
      ...output,
      stepFile(at),
    ];
    return { name: 'annotate', args, uses: [stepFile(at), `${stepFile(at)}.tbi`] };
  });
}

const stepFile = (step: number): string => `step-${step}.vcf.gz`;
