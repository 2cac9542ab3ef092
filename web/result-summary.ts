// web/result-summary.ts — the JSON beside a result, as the pages know it; older results say less.
import { z } from 'zod';
import { FREQUENCY_BOUNDS } from '../domain/annotation-histograms.ts';
import type { ObjectRef } from '../domain/job.ts';
import { SummaryView } from './contract.ts';
import { problem } from './problem.ts';
import type { WebObjects } from './services.ts';

/** 10,000 samples with long names, 5,000 genes and 1,000 diseases stay below. */
const MOST_BYTES = 16 * 1024 * 1024;

const { shape } = SummaryView;
const count = z.number().int().min(0);
/** As the annotator writes it (adapters/annotator/run-bcftools.ts). */
const Stored = SummaryView.omit({ ti_tv: true, positions: true, frequencies: true, diseases: true }).extend({
  tiTv: z.number().nullable(),
  diseases: shape.diseases.extend({ fields: shape.diseases.shape.fields.default([]) }),
  positions: z
    .array(z.object({ contig: z.string(), length: count, binBases: z.number().int().min(1), counts: z.array(count) }))
    .default([]),
  frequencies: z.object({ source: z.string(), counts: z.array(count), unknown: count }).optional(),
});

/** Problem `summary-missing` where there is none, or none that can be read. */
export async function readSummary(objects: WebObjects, ref: ObjectRef): Promise<SummaryView> {
  const head = await objects.head(ref);
  if (!head || head.bytes > MOST_BYTES) throw problem('summary-missing');
  const parts: Uint8Array[] = [];
  for await (const part of await objects.read(ref)) parts.push(part);
  const stored = Stored.safeParse(parsed(Buffer.concat(parts).toString('utf8')));
  if (!stored.success) throw problem('summary-missing');
  const { tiTv, positions, frequencies, ...same } = stored.data;
  return {
    ...same,
    ti_tv: tiTv,
    positions: positions.map(({ binBases, ...rest }) => ({ ...rest, bin_bases: binBases })),
    ...(frequencies && { frequencies: { ...frequencies, bounds: [...FREQUENCY_BOUNDS] } }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
