// adapters/annotator/input/contig-names.ts — finds the contig of this genome that a name stands for.
import { printable } from '../../../domain/annotation.ts';
import type { GenomeContig } from '../genome.ts';

/** What the check needs to know of a contig. */
export type Contig = Pick<GenomeContig, 'name' | 'length' | 'aliases'>;

/** How many names a refusal lists: GRCh38 has hundreds of contigs, and 25 that matter. */
const LISTED = 30;

export interface ContigNames {
  /** The place of the contig in the genome; -1 if it isn't known. */
  indexOf(name: string): number;
  /** What to say of a name that isn't known. */
  unknown(name: string): string;
}

/** Knows the names and aliases of the genome, and each of them with or without `chr`; one that is a name of its own wins. */
export function contigNames(contigs: readonly Contig[]): ContigNames {
  const places = new Map<string, number>();
  const learn = (name: string, index: number): void => {
    if (!places.has(name)) places.set(name, index);
  };
  for (const [index, { name }] of contigs.entries()) learn(name, index);
  for (const [index, { aliases }] of contigs.entries()) for (const alias of aliases) learn(alias, index);
  for (const [name, index] of Array.from(places)) {
    learn(/^chr/i.test(name) ? name.slice(3) : `chr${name}`, index);
  }

  const more = contigs.length > LISTED ? ` and ${contigs.length - LISTED} more` : '';
  const known = contigs
    .slice(0, LISTED)
    .map(({ name, aliases }) => (contigs.length > 5 ? [name] : [name, ...aliases]).join(', '))
    .join(contigs.length > 5 ? ', ' : '; ');
  return {
    indexOf: (name) => places.get(name) ?? -1,
    unknown: (name) =>
      `contig "${printable(name)}" is not part of this genome, which has ${known}${more}. ` +
      'Choose the genome of this file, or remove these records.',
  };
}
