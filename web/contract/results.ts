// web/contract/results.ts — what an annotation found, in numbers; and the parts of genomes that a browser of them draws.
import { z } from 'zod';

const count = z.number().int().min(0);
const counts = z.record(z.string(), count);

/** The numbers of a result. Records have one allele each; every one counts under its most severe consequence. */
export const SummaryView = z.object({
  genome: z.string(),
  input: z.object({ format: z.string(), bytes: count, records: count, samples: count }),
  records: count,
  consequences: counts,
  impacts: counts,
  /** The 5,000 genes that came first. */
  genes: counts,
  types: counts,
  transitions: count,
  transversions: count,
  ti_tv: z.number().nullable(),
  /** Records that have each field of the tracks. */
  tracked: counts,
  samples: z.array(z.object({ name: z.string(), variants: count, homozygous: count, missing: count })),
  diseases: z.object({
    total: count,
    /** The first thousand. */
    hits: z.array(
      z.object({
        variant: z.string(),
        gene: z.string(),
        protein: z.string(),
        disease: z.string(),
        status: z.string(),
      }),
    ),
    fields: z.array(z.object({ name: z.string(), status: z.string().optional() })),
  }),
  /** Records for every `bin_bases` bases of a contig; results of older versions have none. */
  positions: z.array(
    z.object({ contig: z.string(), length: count, bin_bases: z.number().int().min(1), counts: z.array(count) }),
  ),
  /** Records by the frequency of their allele: bin n goes from `bounds[n]` to `bounds[n + 1]`. */
  frequencies: z
    .object({ source: z.string(), bounds: z.array(z.number()), counts: z.array(count), unknown: count })
    .optional(),
  provenance: z.array(z.object({ kind: z.string(), text: z.string() })),
  messages: z.array(z.string()),
});
export type SummaryView = z.infer<typeof SummaryView>;

const base = z.coerce.number().int().min(1).max(2_000_000_000);
export const GenesQuery = z.strictObject({ contig: z.string().min(1).max(255), from: base, to: base });
export type GenesQuery = z.infer<typeof GenesQuery>;

/** Transcripts between two places, counted from 1, both ends included. */
export const GenesView = z.object({
  genes: z.array(
    z.object({
      id: z.string(),
      symbol: z.string(),
      biotype: z.string(),
      strand: z.enum(['+', '-']),
      start: count,
      end: count,
      exons: z.array(z.object({ start: count, end: count })),
      /** The part that is translated. */
      coding: z.object({ start: count, end: count }).optional(),
    }),
  ),
  /** Not all that there are: ask for less of the contig. */
  truncated: z.boolean(),
});
export type GenesView = z.infer<typeof GenesView>;
