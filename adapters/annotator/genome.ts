// adapters/annotator/genome.ts — a prepared genome folder: reference, genes, tracks, as its genome.json lists them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GENETIC_CODES } from '../../domain/genetic-code.ts';

const Contig = z.object({
  name: z.string(),
  length: z.int().positive(),
  aliases: z.array(z.string()),
  /** Number of its NCBI translation table. */
  geneticCode: z.literal(GENETIC_CODES),
  mitochondrial: z.boolean(),
});
const Source = z.object({ file: z.string(), source: z.string(), sha256: z.string() });
const Field = z.object({ id: z.string(), header: z.string() });
const Track = Source.extend({
  name: z.string(),
  fields: z.array(Field).nonempty(),
  /** Which field names a disease, and which its status: these are listed in the summary. */
  disease: z.object({ name: z.string(), status: z.string().optional() }).optional(),
});
/** Places with a name, one field for all: `spans` are [contig, first base, last base, name]. */
const Places = Source.extend({
  name: z.string(),
  field: Field,
  spans: z.array(z.tuple([z.string(), z.int(), z.int(), z.string()])),
});

/** The shape of genome.json. Files are in its folder, or absolute. `header` of a field is its complete `##INFO` line. */
export const GenomeManifest = z.object({
  name: z.string(),
  aliases: z.array(z.string()),
  reference: Source,
  /** A GFF3 for each genetic code in use, with the contigs that use it. */
  genes: z.array(Source.extend({ geneticCode: z.literal(GENETIC_CODES) })).nonempty(),
  transcripts: Source.extend({ contigs: z.record(z.string(), z.tuple([z.int(), z.int()])) }),
  contigs: z.array(Contig).nonempty(),
  neighbourBases: z.int().min(0),
  tracks: z.array(Track),
  places: z.array(Places),
});

export type Genome = z.infer<typeof GenomeManifest> & { folder: string };
export type GenomeContig = z.infer<typeof Contig>;

/** Reads a folder that set-up or `gas genome add` has made; throws one sentence if it isn't one. */
export async function readGenome(folder: string): Promise<Genome> {
  try {
    const manifest = GenomeManifest.parse(JSON.parse(await readFile(join(folder, 'genome.json'), 'utf8')));
    return { ...manifest, folder };
  } catch (cause) {
    throw new Error(
      `The genome folder ${folder} is missing or not complete: run the set-up again, or "gas genome add" for a genome of your own.`,
      { cause },
    );
  }
}

/** The INFO fields of the tracks and places, with their header lines. */
export const trackFields = ({ tracks, places }: Genome): { id: string; header: string }[] => [
  ...tracks.flatMap(({ fields }) => fields),
  ...places.map(({ field }) => field),
];
