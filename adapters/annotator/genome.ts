// adapters/annotator/genome.ts — the prepared genome folder: reference, genes, tracks, as its genome.json lists them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Contig = z.object({ name: z.string(), length: z.int().positive(), aliases: z.array(z.string()) });
const Track = z.object({
  name: z.string(),
  file: z.string(),
  source: z.string(),
  sha256: z.string(),
  fields: z.array(z.object({ id: z.string(), header: z.string() })),
});

/** The shape of genome.json. `header` of a field is its complete `##INFO` line. */
const GenomeManifest = z.object({
  name: z.string(),
  reference: z.object({ file: z.string(), source: z.string(), sha256: z.string() }),
  genes: z.object({ file: z.string(), source: z.string(), sha256: z.string() }),
  geneticCode: z.int(),
  contigs: z.array(Contig).nonempty(),
  tracks: z.array(Track),
});

export type Genome = z.infer<typeof GenomeManifest> & { folder: string };
export type GenomeContig = z.infer<typeof Contig>;

/** Reads a folder made by local/genome/prepare.ts; throws one sentence if it isn't one. */
export async function readGenome(folder: string): Promise<Genome> {
  try {
    const manifest = GenomeManifest.parse(JSON.parse(await readFile(join(folder, 'genome.json'), 'utf8')));
    return { ...manifest, folder };
  } catch (cause) {
    throw new Error(`The genome folder ${folder} is missing or not complete: run the set-up again.`, { cause });
  }
}
