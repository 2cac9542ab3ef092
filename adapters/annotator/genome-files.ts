// adapters/annotator/genome-files.ts — the parts of a genome that a browser of it draws: bases by range, genes by place.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { GenomeFiles } from '../../domain/ports.ts';
import type { Transcript } from '../../domain/transcript.ts';
import { readTranscripts } from './consequence/transcripts.ts';
import type { Genome } from './genome.ts';
import { readGenomes } from './genomes.ts';

/** Transcripts of contigs that were asked for last: the longest of GRCh38 has 20,000. */
const CONTIGS_KEPT = 4;
/** Where transcripts lie does not depend on how they are translated. */
const ANY_CODE = 1;

/** Files of the built-in genome and of those that `gas genome add` has registered, which is read for each question. */
export function genomeFiles(from: Parameters<typeof readGenomes>[0]): GenomeFiles {
  const kept = new Map<string, Transcript[]>();
  const named = async (name: string) => (await readGenomes(from)).find((genome) => genome.name === name);

  async function file(name: string, ending: string) {
    const genome = await named(name);
    const path = genome && resolve(genome.folder, genome.reference.file) + ending;
    const found = path === undefined ? undefined : await stat(path).catch(() => undefined);
    if (!genome || path === undefined || !found?.isFile()) return undefined;
    return {
      bytes: found.size,
      tag: `${genome.reference.sha256.slice(0, 32)}-${found.size}`,
      read: async (range: { from: number; to: number }): Promise<AsyncIterable<Uint8Array>> =>
        createReadStream(path, { start: range.from, end: range.to - 1 }),
    };
  }

  function transcriptsOf(genome: Genome, contig: string): Transcript[] {
    const { folder, transcripts } = genome;
    const place = Object.hasOwn(transcripts.contigs, contig) ? transcripts.contigs[contig] : undefined;
    const key = `${transcripts.sha256}\t${contig}`;
    const found = kept.get(key) ?? readTranscripts(resolve(folder, transcripts.file), place, ANY_CODE);
    kept.delete(key); // the newest is the last
    kept.set(key, found);
    for (const oldest of [...kept.keys()].slice(0, -CONTIGS_KEPT)) kept.delete(oldest);
    return found;
  }

  return {
    sequence: (name) => file(name, ''),
    sequenceIndex: (name) => file(name, '.fai'),
    async transcripts(name, { contig, first, last, most }) {
      const genome = await named(name);
      if (!genome) return undefined;
      const met: Transcript[] = [];
      for (const transcript of transcriptsOf(genome, contig)) {
        if (transcript.start > last || met.length > most) break; // they are sorted by start
        if (transcript.end >= first) met.push(transcript);
      }
      return met;
    },
  };
}
