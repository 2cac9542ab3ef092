// web/routes/genome-files.ts — what a browser of a genome draws: its bases by range, its genes by place.
import type { GenomeFile } from '../../domain/ports.ts';
import type { Transcript } from '../../domain/transcript.ts';
import { GenesQuery, GenesView } from '../contract.ts';
import { signedIn } from '../middleware/access.ts';
import { withQuery } from '../middleware/input.ts';
import { problem } from '../problem.ts';
import { sendRange } from '../range.ts';
import type { Context, Services, WebRouter } from '../services.ts';

/** Transcripts in one answer. */
const MOST = 2000;
/** Genomes are the same for everybody, and change with an operator's hand only. */
const CACHING = 'private, max-age=3600';

export function genomeFileRoutes(router: WebRouter, { genomeFiles, sessions }: Services): void {
  const known = signedIn(sessions, { scope: 'read' });

  router.get('/api/genomes/:name/sequence', known, async (ctx) => {
    await send(ctx, await genomeFiles.sequence(nameIn(ctx)));
  });

  router.get('/api/genomes/:name/sequence-index', known, async (ctx) => {
    await send(ctx, await genomeFiles.sequenceIndex(nameIn(ctx)));
  });

  router.get(
    '/api/genomes/:name/genes',
    known,
    withQuery(GenesQuery, async (ctx, { contig, from, to }) => {
      const place = { contig, first: from, last: to, most: MOST };
      const met = await genomeFiles.transcripts(nameIn(ctx), place);
      if (!met) throw problem('not-found');
      ctx.set('cache-control', CACHING);
      ctx.body = GenesView.parse({ genes: met.slice(0, MOST).map(geneView), truncated: met.length > MOST });
    }),
  );
}

async function send(ctx: Context, file: GenomeFile | undefined): Promise<void> {
  if (!file) throw problem('not-found');
  ctx.set('cache-control', CACHING);
  await sendRange(ctx, { ...file, type: 'text/plain; charset=utf-8' });
}

const nameIn = (ctx: Context): string => String(ctx.params['name']);

function geneView({ id, symbol, biotype, strand, start, end, exons, coding }: Transcript) {
  return {
    id,
    symbol,
    biotype,
    strand: strand === 1 ? '+' : '-',
    start,
    end,
    exons: pairs(exons),
    coding: coding.length > 0 ? { start: coding[0]!, end: coding.at(-1)! } : undefined,
  };
}

function pairs(places: readonly number[]): { start: number; end: number }[] {
  const made: { start: number; end: number }[] = [];
  for (let at = 0; at < places.length; at += 2) made.push({ start: places[at]!, end: places[at + 1]! });
  return made;
}
