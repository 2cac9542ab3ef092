// adapters/annotator/provenance.ts — says in the result and in its log what it was made with.
import type { Genome } from './genome.ts';

export interface Provenance {
  kind: 'engine' | 'reference' | 'genes' | 'track' | 'reading' | 'date' | 'job';
  text: string;
}

export interface RunFacts {
  /** `bcftools 1.24: ...`, or what another engine calls itself. */
  engine: string;
  /** How neighbouring variants were read. */
  reading: string;
  date: Date;
  jobId?: string | undefined;
}

/** One entry each for engine, reference, genes and tracks, with the SHA-256 of the files used, and for this run. */
export function provenanceOf(genome: Genome, { engine, reading, date, jobId }: RunFacts): Provenance[] {
  return [
    { kind: 'engine', text: engine },
    { kind: 'reference', text: `${genome.name}: ${withSum(genome.reference)}` },
    ...genome.genes.map((genes) => ({
      kind: 'genes' as const,
      text: `${withSum(genes)}, genetic code ${genes.geneticCode}`,
    })),
    ...[...genome.tracks, ...genome.places].map((track) => ({
      kind: 'track' as const,
      text: `${track.name}: ${withSum(track)}`,
    })),
    { kind: 'reading', text: reading },
    { kind: 'date', text: date.toISOString() },
    ...(jobId ? [{ kind: 'job' as const, text: jobId }] : []),
  ];
}

/** The same as header lines of a VCF. */
export const provenanceHeader = (provenance: readonly Provenance[]): string =>
  provenance.map(({ kind, text }) => `##gas_${kind}=${text.replaceAll(/[\r\n]/g, ' ')}\n`).join('');

const withSum = ({ source, sha256 }: { source: string; sha256: string }): string => `${source} (sha256 ${sha256})`;
