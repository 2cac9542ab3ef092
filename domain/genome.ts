// domain/genome.ts — the genomes that inputs are annotated against: by which names they are asked for, and which of them
// a file was made with. The annotator and the pages choose by the same rules.

interface GenomeContig {
  name: string;
  /** Bases. */
  length: number;
  aliases: readonly string[];
}

/** As much of a genome as choosing it takes. */
export interface NamedGenome {
  name: string;
  aliases: readonly string[];
  contigs: readonly GenomeContig[];
}

/** A genome as people choose it. */
export interface GenomeInfo extends NamedGenome {
  /** One line: how large it is, and what is known of its variants. */
  description: string;
  /** Comes with the service; the others were added by its operators. */
  builtIn: boolean;
}

/** The genome of this name or alias, whatever its case. */
export function findGenome<Genome extends NamedGenome>(genomes: readonly Genome[], name: string): Genome | undefined {
  const wanted = name.toLowerCase();
  return genomes.find((genome) => [genome.name, ...genome.aliases].some((one) => one.toLowerCase() === wanted));
}

/**
 * The genome that the beginning of a VCF text fits best, by the contigs that it names with their lengths; among equals
 * by a name of the genome in the header, then the first. `sure` is false where nothing in the text speaks for it.
 */
export function bestFit<Genome extends NamedGenome>(
  start: string,
  genomes: readonly Genome[],
): { genome: Genome; sure: boolean } | undefined {
  const named = contigsNamedIn(start);
  const text = start.toLowerCase();
  const scores = genomes.map((genome) => {
    const said = [genome.name, ...genome.aliases].some((name) => text.includes(name.toLowerCase()));
    return fit(genome, named) + (said ? 0.5 : 0);
  });
  const best = Math.max(...scores);
  const genome = genomes[scores.indexOf(best)];
  return genome && { genome, sure: best >= 1 };
}

interface NamedContig {
  id: string;
  /** NaN where the header does not tell it. */
  length: number;
}

/** The contigs that the header declares, and the one of the first record. */
function contigsNamedIn(start: string): NamedContig[] {
  const declared = [...start.matchAll(/^##contig=<(?:[^>\n]*,)?ID=([^,>\n]+)([^>\n]*)/gm)].map(
    ([, id = '', rest = '']) => ({
      id,
      length: Number(/length=(\d+)/.exec(rest)?.[1] ?? Number.NaN),
    }),
  );
  const first = /^([^#\s]\S*)\t\d+\t/m.exec(start)?.[1];
  return first === undefined ? declared : [...declared, { id: first, length: Number.NaN }];
}

/** One for each contig that the genome has, less many for each that it has with another length. */
function fit({ contigs }: NamedGenome, named: readonly NamedContig[]): number {
  const byName = new Map(contigs.flatMap((contig) => [contig.name, ...contig.aliases].map((name) => [name, contig])));
  let score = 0;
  for (const { id, length } of named) {
    const contig = byName.get(id);
    if (!contig) continue;
    score += Number.isNaN(length) || length === contig.length ? 1 : -1000;
  }
  return score;
}
