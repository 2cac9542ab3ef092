// adapters/annotator/genome-list.ts — the genomes of this installation, as people choose them.
import { count } from '../../domain/annotation.ts';
import type { GenomeInfo } from '../../domain/genome.ts';
import type { Genomes } from '../../domain/ports.ts';
import type { Genome } from './genome.ts';
import { readGenomes } from './genomes.ts';

/** A genome that was added while the service runs is known this much later. */
const READ_EVERY_MS = 60_000;

/** The built-in genome and those that `gas genome add` has registered, read again once a minute. */
export function genomeList(from: Parameters<typeof readGenomes>[0]): Genomes {
  let known: { readAt: number; genomes: Promise<GenomeInfo[]> } | undefined;
  return {
    list() {
      if (known && Date.now() - known.readAt < READ_EVERY_MS) return known.genomes;
      const genomes = readGenomes(from).then((all) => all.map(infoOf));
      known = { readAt: Date.now(), genomes };
      genomes.catch(() => (known = undefined)); // whoever asked hears of it; the next one asks anew
      return genomes;
    },
  };
}

function infoOf({ name, aliases, contigs, tracks, reference }: Genome, at: number): GenomeInfo {
  const bases = contigs.reduce((sum, { length }) => sum + length, 0);
  const size = `${count(contigs.length)} ${contigs.length === 1 ? 'contig' : 'contigs'}, ${count(bases)} bases`;
  const told = tracks.length > 0 ? `; with ${tracks.map((track) => track.name).join(', ')}` : '';
  return {
    name,
    aliases,
    contigs: contigs.map((contig) => ({ name: contig.name, length: contig.length, aliases: contig.aliases })),
    description: `${size}; ${reference.source}${told}`,
    builtIn: at === 0,
  };
}
