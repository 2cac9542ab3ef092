// adapters/annotator/write-result.ts — runs the last commands and our own pass as one stream: text in, BGZF and table out.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ResultSummary } from '../../domain/annotation-summary.ts';
import type { Transcript } from '../../domain/transcript.ts';
import { contigView } from './consequence/contig-view.ts';
import type { ContigFacts } from './consequence/contig-view.ts';
import { foreignView } from './consequence/foreign-view.ts';
import { annotationPass } from './consequence/pass.ts';
import { openReference } from './consequence/reference.ts';
import type { Reference } from './consequence/reference.ts';
import { readTranscripts } from './consequence/transcripts.ts';
import { trackFields } from './genome.ts';
import type { Genome } from './genome.ts';
import { runPipe } from './pipe.ts';
import type { PipeOptions, Stage, StageEnd } from './pipe.ts';
import { packStage } from './stages.ts';

export const TABLE = 'result.tsv.gz';

export interface ResultRequest {
  genome: Genome;
  /** What writes the annotated records as text. */
  stages: readonly Stage[];
  joined: boolean;
  /** Whether another engine than csq has told the consequences. */
  foreign: boolean;
  headerLines: string;
}

/** Writes result.vcf.gz with its index, and result.tsv.gz, into the folder; memory does not grow with the records. */
export async function writeResult(
  request: ResultRequest,
  options: PipeOptions,
): Promise<{ ends: StageEnd[]; summary: ResultSummary }> {
  const { genome, joined, headerLines } = request;
  const reference = await openReference(resolve(genome.folder, genome.reference.file));
  try {
    const pass = annotationPass({
      open(contig, header) {
        const facts = factsOf(genome, contig, reference);
        return request.foreign
          ? foreignView(header, facts)
          : contigView({ ...facts, transcripts: transcriptsOf(genome, contig) });
      },
      lengthOf: (contig) => genome.contigs.find(({ name }) => name === contig)?.length,
      headerLines,
      fields: trackFields(genome).map(({ id }) => id),
      diseases: genome.tracks.flatMap(({ disease }) => disease ?? []),
      joined,
      foreign: request.foreign,
    });
    const packEnds: StageEnd[] = [];
    const { input: _none, ...shared } = options;
    const output = async (text: Readable): Promise<void> => {
      const input = (): Readable => Readable.from(described(text, pass, options), { objectMode: false });
      packEnds.push(...(await runPipe([packStage()], { ...shared, input })));
    };
    const ends = await runPipe(request.stages, { ...options, output });
    return { ends: [...ends, ...packEnds], summary: pass.summary() };
  } finally {
    reference.close();
  }
}

/** The stream with our own field; the table is written beside it. */
async function* described(
  text: Readable,
  pass: ReturnType<typeof annotationPass>,
  { folder, signal }: PipeOptions,
): AsyncGenerator<Buffer> {
  const gzip = createGzip({ level: 1, chunkSize: 256 * 1024 });
  const file = createWriteStream(join(folder, TABLE), { flags: 'wx', mode: 0o600, signal });
  const written = finished(gzip.pipe(file));
  written.catch(() => undefined);
  const table = async (pieces: readonly Buffer[]): Promise<void> => {
    for (const piece of pieces) if (!gzip.write(piece)) await Promise.race([once(gzip, 'drain'), written]);
  };
  try {
    for await (const chunk of text as AsyncIterable<Buffer>) {
      pass.push(chunk);
      const ready = pass.take();
      await table(ready.table);
      yield* ready.result;
    }
    pass.end();
    const rest = pass.take(true);
    await table(rest.table);
    yield* rest.result;
    gzip.end();
    await written;
  } finally {
    gzip.destroy();
    file.destroy();
  }
}

function factsOf(genome: Genome, name: string, reference: Reference): Omit<ContigFacts, 'transcripts'> {
  const { neighbourBases, places } = genome;
  return {
    name,
    kind: genome.contigs.some((one) => one.name === name && one.mitochondrial) ? 'm' : 'g',
    neighbourBases,
    bases: reference.basesOf(name),
    places: places.map(({ field, spans }) => ({ id: field.id, spans: spans.filter(([on]) => on === name) })),
  };
}

function transcriptsOf({ contigs, folder, transcripts }: Genome, name: string): Transcript[] {
  const code = contigs.find((one) => one.name === name)?.geneticCode ?? 1;
  return readTranscripts(resolve(folder, transcripts.file), transcripts.contigs[name], code);
}
