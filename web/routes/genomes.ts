// web/routes/genomes.ts — which genomes there are to annotate with.
import { findGenome } from '../../domain/genome.ts';
import type { Genomes } from '../../domain/ports.ts';
import { GenomeList } from '../contract.ts';
import { signedIn } from '../middleware/access.ts';
import { problem } from '../problem.ts';
import type { Services, WebRouter } from '../services.ts';

/** Contigs of one genome in an answer: a nuclear genome has thousands, and the first tell which it is. */
const CONTIGS = 100;

export function genomeRoutes(router: WebRouter, { genomes, sessions }: Services): void {
  router.get('/api/genomes', signedIn(sessions, { scope: 'read' }), async (ctx) => {
    const known = await genomes.list();
    ctx.body = GenomeList.parse({
      genomes: known.map(({ builtIn, contigs, ...genome }) => ({
        ...genome,
        built_in: builtIn,
        contigs: contigs.slice(0, CONTIGS),
      })),
    });
  });
}

/** The genome's own name for the name or alias that was asked for. Problem `genome-unknown`, which names the known ones. */
export async function genomeNamed(genomes: Genomes, wanted: string): Promise<string> {
  const known = await genomes.list();
  const found = findGenome(known, wanted);
  if (found) return found.name;
  const names = known.map(({ name }) => name).join(', ');
  throw problem('genome-unknown', `This genome is not known here. Known are: ${names}.`);
}
