// web/contract/genomes.ts — the genomes that inputs are annotated against.
import { z } from 'zod';

export const GenomeView = z.object({
  name: z.string(),
  aliases: z.array(z.string()),
  description: z.string(),
  /** Comes with the service; the others were added by its operators. */
  built_in: z.boolean(),
  /** The first hundred, to recognise the genome of a file by. */
  contigs: z.array(z.object({ name: z.string(), length: z.number().int(), aliases: z.array(z.string()) })).max(100),
});
export type GenomeView = z.infer<typeof GenomeView>;

export const GenomeList = z.object({ genomes: z.array(GenomeView) });
export type GenomeList = z.infer<typeof GenomeList>;
