// adapters/annotator/stages.ts — the bcftools commands of one annotation; every file name in them is fixed.
import { resolve } from 'node:path';
import { CSQ_HEADER } from './consequence/csq-field.ts';
import { COMMAND } from './engine-messages.ts';
import { trackFields } from './genome.ts';
import type { Genome } from './genome.ts';
import type { Stage } from './pipe.ts';

const BCSQ =
  '##INFO=<ID=BCSQ,Number=.,Type=String,Description="Local consequence annotation from BCFtools/csq. ' +
  'Format: Consequence|gene|transcript|biotype|strand|amino_acid_change|dna_change">';
const QUIET = '--no-version'; // the command lines would put paths of this machine into the result

/** What norm notes where it split or moved a record: `chrM|8993|T|C,G|1`. */
const ORIGINAL = 'OLD_REC';

/**
 * norm keeps its output sorted within a window of 1,000 bases, in time quadratic in the records there: 13 s for 100,000
 * records on chrM, 0.2 s with a window of 1. So sorting is left to sort, which unsorted input needs anyway.
 */
const WINDOW = '1';
export const RESULT = 'result.vcf.gz';

/** The INFO fields that an annotation writes, with their header lines. */
export function ownInfo(genome: Genome): ReadonlyMap<string, string> {
  const fields = trackFields(genome).map(({ id, header }) => [id, header] as const);
  return new Map([['BCSQ', BCSQ], ['CSQ', CSQ_HEADER], ...fields]);
}

export interface StageRequest {
  genome: Genome;
  /** INFO fields of ours that the input already carries. */
  annotatedBefore: readonly string[];
  /** argv of another engine than csq: VCF on stdin, VCF on stdout. */
  command?: readonly string[] | undefined;
  /** Whether neighbouring variants are read as one haplotype. */
  joined: boolean;
}

/** Pipes that follow one another, each with the files that it uses up. The first reads text, the last writes text. */
export interface StagePlan {
  stages: Stage[];
  uses: string[];
}

/** Sorted, one record per allele, left-aligned, with consequences, and with what each file of tracks says. */
export function stagePlan(request: StageRequest): StagePlan[] {
  const { genome, annotatedBefore } = request;
  const files = [...new Set(genome.tracks.map(({ file }) => file))];
  // annotate reads its input through an index too; an uncompressed BCF is the cheapest that can have one
  const output = (step: number): string[] => (step < files.length ? ['-Ob0', '-W=csi', '-o', stepFile(step)] : ['-Ov']);
  const told = request.command
    ? [...normal(genome, '-Ov'), ...foreign(request.command, output(0))]
    : [...normal(genome, '-Ou'), ...consequences(request, output(0))];
  const first = [...removal(annotatedBefore), ...told];
  const tracks = files.map((file, at) => ({
    stages: [trackStage(genome, file, { input: stepFile(at), output: output(at + 1) })],
    uses: [stepFile(at), `${stepFile(at)}.csi`],
  }));
  return [{ stages: first, uses: [] }, ...tracks];
}

/** Packs text into the result and indexes it. */
export const packStage = (): Stage => ({
  name: 'view',
  args: ['view', QUIET, '-Oz', '-W=tbi', '-o', RESULT, '-'],
});

const removal = (fields: readonly string[]): Stage[] =>
  fields.length === 0
    ? []
    : [{ name: 'annotate', args: ['annotate', '-x', fields.map((id) => `INFO/${id}`).join(','), QUIET, '-Ou', '-'] }];

function normal(genome: Genome, format: '-Ou' | '-Ov'): Stage[] {
  const args = ['norm', '-w', WINDOW, '-f', resolve(genome.folder, genome.reference.file), '-m', '-any', '-c', 'e'];
  return [
    { name: 'norm', args: [...args, '--old-rec-tag', ORIGINAL, QUIET, '-Ou', '-'] },
    { name: 'sort', args: ['sort', '-m', '256M', '-T', './sort', format, '-'] },
  ];
}

/** One csq per genetic code, each with the genes of its contigs; --force lets it meet contigs that it has no genes of. */
function consequences({ genome, joined }: StageRequest, output: readonly string[]): Stage[] {
  const { folder, reference, genes } = genome;
  return genes.map(({ file, geneticCode }, at) => {
    const code = geneticCode === 1 ? '0' : String(geneticCode); // csq's 0 is table 1 with ATG as its only start
    const args = ['csq', '-C', code, '-v0', ...(joined ? [] : ['-l']), '-p', 'a', '-B', '1', '--force', QUIET];
    const files = ['-f', resolve(folder, reference.file), '-g', resolve(folder, file)];
    return { name: 'csq', args: [...args, ...files, ...(at < genes.length - 1 ? ['-Ou'] : output), '-'] };
  });
}

/** The other engine speaks text; where a file is to follow, bcftools writes it. */
function foreign(command: readonly string[], output: readonly string[]): Stage[] {
  const view = { name: 'view', args: ['view', QUIET, ...output, '-'] };
  return [{ name: COMMAND, command, args: [] }, ...(output[0] === '-Ov' ? [] : [view])];
}

function trackStage(
  genome: Genome,
  file: string,
  { input, output }: { input: string; output: readonly string[] },
): Stage {
  const fields = genome.tracks.filter((track) => track.file === file).flatMap((track) => track.fields);
  const columns = fields.map(({ id }) => `INFO/${id}`).join(',');
  const args = ['annotate', '-a', resolve(genome.folder, file), '-c', columns, QUIET, ...output, input];
  return { name: 'annotate', args };
}

const stepFile = (step: number): string => `step-${step}.bcf`;
